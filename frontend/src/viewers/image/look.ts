/** Brightness and contrast of a picture on the screen, in percent of what the file holds. */

export type Look = { readonly brightness: number; readonly contrast: number };

export const clearLook: Look = { brightness: 100, contrast: 100 };

export const LOOK_RANGE = { min: 20, max: 400 } as const;

/** One step up or down; steps grow with the value, so that dark scans need few of them. */
export function stepLook(look: Look, key: keyof Look, direction: 1 | -1): Look {
  const next = Math.round((look[key] * (direction > 0 ? 1.2 : 1 / 1.2)) / 5) * 5;
  return { ...look, [key]: Math.min(LOOK_RANGE.max, Math.max(LOOK_RANGE.min, next)) };
}

/** As a CSS filter; none at all for the picture as it is. */
export function filterOf({ brightness, contrast }: Look): string {
  if (brightness === 100 && contrast === 100) return "";
  return `brightness(${brightness}%) contrast(${contrast}%)`;
}
