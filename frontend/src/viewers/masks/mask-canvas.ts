/** Masks as pictures that a canvas can draw; each is made once for each look. */
import { boundsOfMask, type Mask, type MaskBounds } from "./runs";
import { type MaskLook, shade, toCells } from "./shading";

export type MaskPicture = { readonly image: HTMLCanvasElement; readonly bounds: MaskBounds };

/** Looks of one mask that are kept: plain, lit and selected. */
const MOST_LOOKS = 4;

const made = new WeakMap<Mask, Map<string, MaskPicture | null>>();

export function maskPicture(mask: Mask, look: MaskLook): MaskPicture | null {
  const looks = made.get(mask) ?? new Map<string, MaskPicture | null>();
  made.set(mask, looks);
  const name = `${look.colour} ${look.pattern} ${look.standing} ${look.emphasis}`;
  const known = looks.get(name);
  if (known !== undefined) return known;
  const picture = makePicture(mask, look);
  looks.set(name, picture);
  const [oldest] = looks.keys();
  if (looks.size > MOST_LOOKS && oldest !== undefined) looks.delete(oldest);
  return picture;
}

/** Draw a mask over a picture of `width` by `height`, whatever the mask's own size is. */
export function drawMask(
  context: CanvasRenderingContext2D,
  mask: Mask,
  look: MaskLook,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const picture = maskPicture(mask, look);
  if (picture === null) return;
  const { image, bounds } = picture;
  const [across, down] = [width / mask.width, height / mask.height];
  context.imageSmoothingEnabled = false;
  context.drawImage(
    image,
    bounds.left * across,
    bounds.top * down,
    bounds.width * across,
    bounds.height * down,
  );
}

function makePicture(mask: Mask, look: MaskLook): MaskPicture | null {
  const bounds = boundsOfMask(mask);
  if (bounds === null) return null;
  const cells = toCells(mask, bounds);
  // Lines are about two pixels wide on a screen that shows the whole picture.
  const grain = Math.max(1, Math.round(Math.max(mask.width, mask.height) / 500 / cells.step));
  const image = document.createElement("canvas");
  image.width = cells.columns;
  image.height = cells.rows;
  const context = image.getContext("2d");
  if (context === null) return null;
  const data = shade(cells, look, colourParts(context, look.colour), grain);
  context.putImageData(new ImageData(data, cells.columns, cells.rows), 0, 0);
  const covered = { ...bounds, width: cells.columns * cells.step, height: cells.rows * cells.step };
  return { image, bounds: covered };
}

/** Red, green and blue of any colour that the page may use. */
function colourParts(
  context: CanvasRenderingContext2D,
  colour: string,
): readonly [number, number, number] {
  context.fillStyle = "#888888";
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  context.clearRect(0, 0, 1, 1);
  return [red, green, blue];
}
