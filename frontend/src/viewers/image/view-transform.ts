/** Zoom, pan and quarter turns: where the picture's pixels are on the screen. */
import type { PictureSize, Point } from "../geometry";

export type ViewTransform = {
  readonly scale: number;
  /** Where the picture's own top left corner is on the screen. */
  readonly x: number;
  readonly y: number;
  /** Quarter turns clockwise, 0 to 3. */
  readonly turn: number;
};

const LARGEST = 40;
const MARGIN = 8;

/** The whole picture in the middle of the screen; small pictures are enlarged up to four times. */
export function fitPicture(picture: PictureSize, screen: PictureSize, turn = 0): ViewTransform {
  const width = Math.max(1, screen.width - 2 * MARGIN);
  const height = Math.max(1, screen.height - 2 * MARGIN);
  const lies = turn % 2 === 1;
  const across = lies ? picture.height : picture.width;
  const down = lies ? picture.width : picture.height;
  const scale = Math.min(width / across, height / down, 4);
  const middle: Point = [picture.width / 2, picture.height / 2];
  return centred({ scale, x: 0, y: 0, turn }, middle, screen);
}

/** The view moved so that a point of the picture is in the middle of the screen. */
export function centred(view: ViewTransform, point: Point, screen: PictureSize): ViewTransform {
  const [x, y] = toScreen({ ...view, x: 0, y: 0 }, point);
  return { ...view, x: screen.width / 2 - x, y: screen.height / 2 - y };
}

/** Zoom by a factor while the point under the pointer stays under it. */
export function zoomAt(
  view: ViewTransform,
  factor: number,
  [x, y]: Point,
  smallest: number,
): ViewTransform {
  const scale = Math.min(LARGEST, Math.max(smallest, view.scale * factor));
  const share = scale / view.scale;
  return { ...view, scale, x: x - (x - view.x) * share, y: y - (y - view.y) * share };
}

export function pan(view: ViewTransform, dx: number, dy: number): ViewTransform {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** A point of the screen in pixels of the picture. */
export function toPicture(view: ViewTransform, [x, y]: Point): Point {
  return quarters(4 - view.turn, [(x - view.x) / view.scale, (y - view.y) / view.scale]);
}

/** A point of the picture on the screen. */
export function toScreen(view: ViewTransform, [px, py]: Point): Point {
  const [x, y] = quarters(view.turn, [px * view.scale, py * view.scale]);
  return [x + view.x, y + view.y];
}

/** Move a view so that a point of the picture is on the screen; unchanged when it is already. */
export function reveal(view: ViewTransform, point: Point, screen: PictureSize): ViewTransform {
  const [x, y] = toScreen(view, point);
  const inside = x >= 0 && y >= 0 && x <= screen.width && y <= screen.height;
  return inside ? view : pan(view, screen.width / 2 - x, screen.height / 2 - y);
}

/** Exact: no sines, so that a turned view leaves no noise in the numbers. */
function quarters(turn: number, [x, y]: Point): Point {
  switch (turn % 4) {
    case 1:
      return [-y, x];
    case 2:
      return [-x, -y];
    case 3:
      return [y, -x];
    default:
      return [x, y];
  }
}
