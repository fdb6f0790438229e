import { expect, test } from "vitest";
import { indexText } from "../code-points";
import { cutText, type SpanMark } from "./segments";

const span = (ref: string, start: number, end: number, group = 0): SpanMark => ({
  ref,
  group,
  start,
  end,
});

test("the pieces make up the text again and know the spans over them", () => {
  const { segments } = cutText(indexText("Ann met Bob"), [span("a", 0, 3), span("b", 8, 11)]);

  expect(segments.map(({ text }) => text)).toEqual(["Ann", " met ", "Bob"]);
  expect(segments.map(({ marks }) => marks.map(({ ref }) => ref))).toEqual([["a"], [], ["b"]]);
});

test("spans are in code points, pieces in what the browser counts", () => {
  const { segments } = cutText(indexText("😀 Bob"), [span("a", 2, 5)]);

  expect(segments.map(({ text, start }) => [text, start])).toEqual([
    ["😀 ", 0],
    ["Bob", 3],
  ]);
});

test("crossing spans take different lanes, neighbours share one", () => {
  const { segments, lanes } = cutText(indexText("0123456789"), [
    span("a", 0, 5),
    span("b", 3, 8),
    span("c", 5, 9),
  ]);

  expect(lanes).toBe(2);
  const at4 = segments.find(({ start, end }) => start <= 4 && 4 < end);
  expect(at4?.marks.map(({ ref, lane }) => [ref, lane])).toEqual([
    ["a", 0],
    ["b", 1],
  ]);
  expect(segments.find(({ start }) => start === 5)?.marks.map(({ ref }) => ref)).toEqual([
    "c",
    "b",
  ]);
});

test("each group keeps its own lanes", () => {
  const { segments, lanes } = cutText(indexText("0123456789"), [
    span("x", 0, 4, 0),
    span("y", 2, 6, 0),
    span("z", 0, 6, 1),
  ]);

  expect(lanes).toBe(3);
  expect(segments.at(0)?.marks.map(({ ref, lane }) => [ref, lane])).toEqual([
    ["x", 0],
    ["z", 2],
  ]);
});

test("a span that leaves the text is cut, an empty or outside one is not drawn", () => {
  const { segments } = cutText(indexText("abc"), [
    span("long", 1, 99),
    span("empty", 1, 1),
    span("turned", 2, 1),
    span("outside", 7, 9),
  ]);

  expect(segments.map(({ text, marks }) => [text, marks.length])).toEqual([
    ["a", 0],
    ["bc", 1],
  ]);
});

test("says where a span opens and closes", () => {
  const { segments } = cutText(indexText("abcdef"), [span("a", 0, 4), span("b", 2, 6)]);

  expect(segments.map(({ opens, closes }) => [opens.length, closes.length])).toEqual([
    [1, 0],
    [1, 1],
    [0, 1],
  ]);
});

test("an empty text has no pieces", () => {
  expect(cutText(indexText(""), [span("a", 0, 3)]).segments).toEqual([]);
});

test("500 spans of three annotators in 20,000 characters are cut in a moment", () => {
  const spans = Array.from({ length: 1_500 }, (_value, at) =>
    span(`s${at}`, (at % 500) * 39, (at % 500) * 39 + 20 + (at % 7), Math.floor(at / 500)),
  );
  const started = performance.now();

  const { segments } = cutText(indexText("word ".repeat(4_000)), spans);

  expect(segments.map(({ text }) => text).join("")).toHaveLength(20_000);
  expect(performance.now() - started).toBeLessThan(1_000);
});
