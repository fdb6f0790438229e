import { expect, test } from "vitest";
import { pinch, wheelChange } from "./use-pinch";
import { toPicture } from "./view-transform";

const view = { scale: 1, x: 0, y: 0, turn: 0 };

let now = 0;
const wheel = (more: Partial<WheelEvent>) => {
  now += 1_000;
  const still = { deltaX: 0, deltaY: 0, deltaMode: 0, timeStamp: now };
  return { ...still, ctrlKey: false, metaKey: false, shiftKey: false, ...more };
};

test("a mouse wheel zooms about the pointer", () => {
  const nearer = wheelChange(wheel({ deltaY: -120 }), [50, 20])(view, 0.1);

  expect(nearer.scale).toBeGreaterThan(1.1);
  expect(toPicture(nearer, [50, 20])[0]).toBeCloseTo(50);
});

test("two fingers on a trackpad pan, also in the fast middle of a swipe", () => {
  const small = wheel({ deltaY: 4 });
  expect(wheelChange(small, [0, 0])(view, 0.1)).toEqual({ ...view, y: -4 });

  const fast = wheel({ deltaY: 90, timeStamp: small.timeStamp + 30 });
  expect(wheelChange(fast, [0, 0])(view, 0.1).scale).toBe(1);
});

test("a pinch on a trackpad zooms", () => {
  const nearer = wheelChange(wheel({ deltaY: -10, ctrlKey: true }), [0, 0])(view, 0.1);

  expect(nearer.scale).toBeGreaterThan(1.05);
});

test("two fingers on the screen zoom by how far they went apart", () => {
  const nearer = pinch([100, 0], [200, 0], [0, 0])(view, 0.1);

  expect(nearer.scale).toBe(2);
  expect(toPicture(nearer, [200, 0])[0]).toBeCloseTo(100);
  expect(toPicture(nearer, [0, 0])[0]).toBeCloseTo(0);
});
