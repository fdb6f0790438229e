import { afterEach, describe, expect, test } from "vitest";
import { offsetAt, pageRange, selectedRange, trimRange, wholeWords } from "./selection";

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

test("a range of the text is found in the page, across pieces and without the names of labels", () => {
  const container = makeText();

  expect(pageRange(container, { start: 1, end: 5 })?.toString()).toBe("nn m");
  const bob = pageRange(container, { start: 8, end: 11 });
  expect(bob?.toString()).toBe("Bob");
  expect(bob?.startContainer).toBe(container.children[2]?.lastChild);
});

test("a place between rows is the start of the row after it", () => {
  document.body.innerHTML =
    '<div id="text"><div id="row"><b id="name">Ann</b><p><i data-start="0">one</i></p></div>' +
    '<div><b id="other">Bob</b><p><i data-start="4">two</i></p></div></div>';
  const container = document.getElementById("text") as HTMLElement;
  const at = (id: string, offset: number) =>
    offsetAt(container, document.getElementById(id) as Node, offset, 7);

  expect(at("name", 0)).toBe(0);
  expect(at("row", 2)).toBe(4);
  expect(at("other", 1)).toBe(4);
  expect(at("text", 1)).toBe(4);
  expect(at("text", 2)).toBe(7);
});
