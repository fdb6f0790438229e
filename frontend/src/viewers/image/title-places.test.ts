import { expect, test } from "vitest";
import { placeTitles } from "./title-places";

const screen = { width: 400, height: 300 };
const title = { width: 60, height: 15, beside: false };

test("a name stands right above its shape", () => {
  expect(placeTitles([{ ...title, anchor: [50, 50] }], screen)).toEqual([{ x: -1, y: -15 }]);
});

test("names of shapes at one place stand in a stack", () => {
  const places = placeTitles(
    [
      { ...title, anchor: [50, 50] },
      { ...title, anchor: [52, 50] },
      { ...title, anchor: [300, 50] },
    ],
    screen,
  );

  expect(places.map(({ y }) => y)).toEqual([-15, -30, -15]);
});

test("at the upper border a name stands inside its shape", () => {
  expect(placeTitles([{ ...title, anchor: [50, 4] }], screen)).toEqual([{ x: -1, y: 0 }]);
});

test("the name of a point stands beside it, on the side that has room", () => {
  const places = placeTitles(
    [
      { ...title, beside: true, anchor: [100, 100] },
      { ...title, beside: true, anchor: [390, 200] },
    ],
    screen,
  );

  expect(places).toEqual([
    { x: 8, y: -7.5 },
    { x: -68, y: -7.5 },
  ]);
});
