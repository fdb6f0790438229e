/** Zoom and pan: where the picture's pixels are on the screen. */
import type { PictureSize, Point } from "../geometry";

export type ViewTransform = { readonly scale: number; readonly x: number; readonly y: number };

const LARGEST = 40;
const MARGIN = 8;

/** The whole picture in the middle of the screen; small pictures are enlarged up to four times. */
export function fitPicture(picture: PictureSize, screen: PictureSize): ViewTransform {
  const width = Math.max(1, screen.width - 2 * MARGIN);
  const height = Math.max(1, screen.height - 2 * MARGIN);
  const scale = Math.min(width / picture.width, height / picture.height, 4);
  return {
    scale,
    x: (screen.width - picture.width * scale) / 2,
    y: (screen.height - picture.height * scale) / 2,
  };
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
  return { scale, x: x - (x - view.x) * share, y: y - (y - view.y) * share };
}

export function pan(view: ViewTransform, dx: number, dy: number): ViewTransform {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** A point of the screen in pixels of the picture. */
export function toPicture(view: ViewTransform, [x, y]: Point): Point {
  return [(x - view.x) / view.scale, (y - view.y) / view.scale];
}

/** Move a view so that a point of the picture is on the screen; unchanged when it is already. */
export function reveal(view: ViewTransform, [px, py]: Point, screen: PictureSize): ViewTransform {
  const x = px * view.scale + view.x;
  const y = py * view.scale + view.y;
  const inside = x >= 0 && y >= 0 && x <= screen.width && y <= screen.height;
  return inside ? view : pan(view, screen.width / 2 - x, screen.height / 2 - y);
}
