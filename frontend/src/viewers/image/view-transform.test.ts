import { expect, test } from "vitest";
import { fitPicture, pan, toPicture, toScreen, zoomAt } from "./view-transform";

const picture = { width: 400, height: 200 };
const screen = { width: 816, height: 616 };

test("the whole picture is shown in the middle", () => {
  const view = fitPicture(picture, screen);

  expect(view.scale).toBe(2);
  expect(toPicture(view, [408, 308])).toEqual([200, 100]);
  expect(toPicture(view, [8, 108])).toEqual([0, 0]);
});

test("a tiny picture is enlarged, but not without end", () => {
  expect(fitPicture({ width: 2, height: 2 }, screen).scale).toBe(4);
});

test("zooming keeps the point under the pointer", () => {
  const view = fitPicture(picture, screen);
  const at = [300, 250] as const;

  const nearer = zoomAt(view, 1.7, at, 0.1);

  expect(nearer.scale).toBeCloseTo(3.4);
  expect(toPicture(nearer, at)[0]).toBeCloseTo(toPicture(view, at)[0]);
  expect(toPicture(nearer, at)[1]).toBeCloseTo(toPicture(view, at)[1]);
});

test("zooming ends at both limits", () => {
  const view = fitPicture(picture, screen);

  expect(zoomAt(view, 1e-9, [0, 0], 0.5).scale).toBe(0.5);
  expect(zoomAt(view, 1e9, [0, 0], 0.5).scale).toBe(40);
});

test("panning moves the picture with the pointer", () => {
  const view = pan(fitPicture(picture, screen), 20, -10);

  expect(toPicture(view, [428, 298])).toEqual([200, 100]);
});

test("a turned picture fits lying, and points go back and forth exactly", () => {
  const view = fitPicture(picture, screen, 1);

  expect(view.scale).toBe(1.5);
  expect(toScreen(view, [0, 0])).toEqual([558, 8]);
  for (const turn of [0, 1, 2, 3]) {
    const turned = fitPicture(picture, screen, turn);
    expect(toPicture(turned, toScreen(turned, [40, 30]))).toEqual([40, 30]);
    expect(toPicture(turned, [408, 308])).toEqual([200, 100]);
  }
});
