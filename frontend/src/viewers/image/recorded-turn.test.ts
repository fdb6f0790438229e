import { expect, test } from "vitest";
import type { Answer, Result } from "../types";
import { recordedTurn, turnedCorner, turnedSize } from "./recorded-turn";

const answer = (key: string, result: Result): Answer => ({
  key,
  name: key,
  kind: "annotation",
  groundTruth: false,
  colour: "#123456",
  result,
});

const turned = (by: unknown) => [{ id: "a", to_name: "img", image_rotation: by, value: {} }];

test("the answer at hand says how the picture was turned", () => {
  const answers = [answer("a", turned(90)), answer("b", turned(-90)), answer("c", [])];

  expect(recordedTurn(answers, "img", "b")).toBe(3);
  expect(recordedTurn(answers, "img", "c")).toBe(1);
  expect(recordedTurn(answers, "other", "b")).toBe(0);
});

test("a turn that is no quarter is none", () => {
  expect(recordedTurn([answer("a", turned(12))], "img", "a")).toBe(0);
});

test("a picture turned to its right lies on its side, its first corner at the upper right", () => {
  const size = { width: 400, height: 200 };

  expect(turnedSize(size, 1)).toEqual({ width: 200, height: 400 });
  expect(turnedCorner(size, 1)).toEqual([200, 0]);
  expect(turnedCorner(size, 3)).toEqual([0, 400]);
});
