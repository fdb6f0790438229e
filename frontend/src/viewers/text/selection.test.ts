import { afterEach, describe, expect, test } from "vitest";
import { offsetAt, selectedRange, trimRange, wholeWords } from "./selection";

afterEach(() => document.body.replaceChildren());

/** "Ann met Bob" in pieces, with the name of a label before Bob. */
function makeText(): HTMLElement {
  document.body.innerHTML =
    '<p id="before">x</p><div id="text"><span data-start="0">Ann</span><span data-start="3"> met </span>' +
    '<span data-start="8"><span>Person</span>Bob</span></div><p id="after">y</p>';
  return document.getElementById("text") as HTMLElement;
}

const LENGTH = 11;

describe("offsets of places in the page", () => {
  test("count the text and not the names of labels", () => {
    const container = makeText();
    const bob = container.children[2] as HTMLElement;

    expect(offsetAt(container, bob.lastChild as Node, 2, LENGTH)).toBe(10);
    expect(offsetAt(container, bob.firstChild as Node, 1, LENGTH)).toBe(8);
    expect(offsetAt(container, bob, 1, LENGTH)).toBe(8);
    expect(offsetAt(container, bob, 2, LENGTH)).toBe(11);
  });

  test("outside of the text are its nearer end", () => {
    const container = makeText();

    expect(offsetAt(container, document.getElementById("before") as Node, 0, LENGTH)).toBe(0);
    expect(offsetAt(container, document.getElementById("after") as Node, 0, LENGTH)).toBe(LENGTH);
    expect(offsetAt(container, container, 1, LENGTH)).toBe(3);
    expect(offsetAt(container, container, 3, LENGTH)).toBe(LENGTH);
  });

  test("give the marked range across pieces", () => {
    const container = makeText();
    const [ann, , bob] = Array.from(container.children);
    window.getSelection()?.setBaseAndExtent(bob?.lastChild as Node, 1, ann?.firstChild as Node, 1);

    expect(selectedRange(container, LENGTH)).toEqual({ start: 1, end: 9 });
    window.getSelection()?.collapse(ann?.firstChild as Node, 1);
    expect(selectedRange(container, LENGTH)).toBeNull();
  });
});

test("blanks at the ends of a mark are left out, a mark of blanks alone stays", () => {
  expect(trimRange("a  Bob \n", { start: 1, end: 8 })).toEqual({ start: 3, end: 6 });
  expect(trimRange("a   b", { start: 1, end: 4 })).toEqual({ start: 1, end: 4 });
});

test("whole words, in any script", () => {
  expect(wholeWords("met Żaneta today", { start: 5, end: 7 })).toEqual({ start: 4, end: 10 });
  expect(wholeWords("a, b", { start: 0, end: 1 })).toEqual({ start: 0, end: 1 });
});
