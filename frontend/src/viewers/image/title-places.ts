/** Where names stand so that none covers another; pixels of the screen. */
import type { PictureSize, Point } from "../geometry";

export type Place = { readonly x: number; readonly y: number };

export type Titled = {
  /** The point that is named: a corner, or a point itself. */
  readonly anchor: Point;
  readonly width: number;
  readonly height: number;
  /** Names of points stand beside them; those of other shapes above or below their first line. */
  readonly beside: boolean;
};

/** Steps that are tried above and below before a name may cover another. */
const STEPS = 15;
const STEP = 5;
const GAP = 8;

/** A place for each name, the first ones first: relative to its own anchor. */
export function placeTitles(titles: readonly Titled[], screen: PictureSize): readonly Place[] {
  const taken: Rect[] = [];
  return titles.map((title) => {
    const places = candidates(title);
    const found =
      places.find((place) => {
        const rect = rectOf(title, place);
        return isOn(rect, screen) && !taken.some((other) => overlaps(rect, other));
      }) ?? places.find((place) => isOn(rectOf(title, place), screen));
    const place = found ?? places[0] ?? { x: 0, y: 0 };
    taken.push(rectOf(title, place));
    return place;
  });
}

type Rect = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

function candidates({ width, height, beside }: Titled): readonly Place[] {
  const steps = Array.from({ length: STEPS }, (_value, step) => step * STEP);
  if (beside) {
    const middle = -height / 2;
    return [
      { x: GAP, y: middle },
      { x: -GAP - width, y: middle },
      ...steps.map((by) => ({ x: -width / 2, y: -GAP - height - by })),
      ...steps.map((by) => ({ x: -width / 2, y: GAP + by })),
    ];
  }
  return [
    ...steps.map((by) => ({ x: -1, y: -height - by })),
    ...steps.map((by) => ({ x: -1, y: by })),
  ];
}

function rectOf({ anchor, width, height }: Titled, { x, y }: Place): Rect {
  const [left, top] = [anchor[0] + x, anchor[1] + y];
  return { left, top, right: left + width, bottom: top + height };
}

function isOn({ left, top, right, bottom }: Rect, screen: PictureSize): boolean {
  return left >= 0 && top >= 0 && right <= screen.width && bottom <= screen.height;
}

function overlaps(one: Rect, other: Rect): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}
