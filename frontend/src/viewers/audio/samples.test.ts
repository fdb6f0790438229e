import { expect, test } from "vitest";
import { thin } from "./samples";

test("thinning keeps the loudest sample of each stretch", () => {
  const samples = Float32Array.from([0.1, -0.9, 0.2, 0.3, 0, 0.5]);
  expect([...thin(samples, 3)].map((each) => Number(each.toFixed(2)))).toEqual([-0.9, 0.3, 0.5]);
  expect(thin(samples, 6)).toBe(samples);
});
