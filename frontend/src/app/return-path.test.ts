import { expect, test } from "vitest";
import { safeReturnPath } from "./return-path";

test("a path of this app is kept with its search", () => {
  expect(safeReturnPath("/projects/7/data?task=3")).toBe("/projects/7/data?task=3");
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  5,
  undefined,
])("%s does not lead away", (value) => {
  expect(safeReturnPath(value)).toBeUndefined();
});
