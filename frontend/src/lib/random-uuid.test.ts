import { expect, test } from "vitest";
import { randomUuid } from "./random-uuid";

test("has the form of a version 4 UUID and differs each time", () => {
  const made = new Set(Array.from({ length: 50 }, randomUuid));
  expect(made.size).toBe(50);
  for (const uuid of made) {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
