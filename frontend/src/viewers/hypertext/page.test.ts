import { describe, expect, test } from "vitest";
import { sliceText } from "../code-points";
import type { PassageGeometry } from "../types";
import { type Page, partsOf, passageValue, plainPath, readPage, spanOf } from "./page";

const read = (html: string) => readPage(html, (address) => address);

const passage = (
  start: string,
  startOffset: number,
  end: string,
  endOffset: number,
  global: readonly [number, number] | null = null,
): PassageGeometry => ({
  kind: "passage",
  start,
  end,
  startOffset,
  endOffset,
  globalStart: global?.[0] ?? null,
  globalEnd: global?.[1] ?? null,
});

const textOf = (page: Page, found: { start: number; end: number } | null) =>
  found === null ? null : sliceText(page.offsets, found.start, found.end);

const DIALOGUE = "<div><p>Ann met <b>Bob</b> in Oslo</p><p>They left</p></div>";

describe("a stored passage", () => {
  test("is found by its XPaths", () => {
    const page = read(DIALOGUE);

    const inOne = spanOf(
      page,
      passage("/div[1]/p[1]/b[1]/text()[1]", 0, "/div[1]/p[1]/b[1]/text()[1]", 3),
    );
    expect(textOf(page, inOne)).toBe("Bob");
    const across = spanOf(page, passage("/div[1]/p[1]/text()[2]", 4, "/div[1]/p[2]/text()[1]", 4));
    expect(textOf(page, across)).toBe("OsloThey");
  });

  test("is found by XPaths as other tools and versions spell them", () => {
    const page = read(DIALOGUE);

    for (const path of [
      "/html/body/div/p/b/text()",
      "div[1]/p[1]/b[1]/text()[1]",
      "/DIV[1]/P[1]/B[1]/text()[1]",
    ]) {
      expect(textOf(page, spanOf(page, passage(path, 1, path, 3)))).toBe("ob");
    }
    expect(plainPath("./p/text()")).toBe("/p[1]/text()[1]");
  });

  test("is found by its place in the whole text where the XPaths lead nowhere", () => {
    const page = read(DIALOGUE);

    expect(
      textOf(
        page,
        spanOf(page, passage("/section[9]/text()[1]", 0, "/section[9]/text()[1]", 3, [8, 11])),
      ),
    ).toBe("Bob");
    expect(spanOf(page, passage("/section[9]/text()[1]", 0, "/p[1]", 3))).toBeNull();
  });

  test("goes by its XPaths where both are given and differ", () => {
    const page = read(DIALOGUE);
    const bob = "/div[1]/p[1]/b[1]/text()[1]";

    expect(textOf(page, spanOf(page, passage(bob, 0, bob, 3, [0, 3])))).toBe("Bob");
  });

  test("counts characters, or the units of older versions when the whole offsets say so", () => {
    const page = read("<p>😀😀 Bob</p>");
    const node = "/p[1]/text()[1]";

    expect(textOf(page, spanOf(page, passage(node, 3, node, 6)))).toBe("Bob");
    expect(textOf(page, spanOf(page, passage(node, 3, node, 6, [3, 6])))).toBe("Bob");
    expect(textOf(page, spanOf(page, passage(node, 5, node, 8, [3, 6])))).toBe("Bob");
  });

  test("that is empty, turned around or outside is nothing", () => {
    const page = read("<p>Bob</p>");
    const node = "/p[1]/text()[1]";

    expect(spanOf(page, passage(node, 2, node, 2))).toBeNull();
    expect(spanOf(page, passage(node, 2, node, 1))).toBeNull();
    expect(spanOf(page, passage("/x", 0, "/x", 0, [90, 99]))).toBeNull();
  });
});

describe("what is counted", () => {
  test("leaves out scripts, nested frames and comments, and joins the text beside them", () => {
    const page = read(
      "<p>Ann<script>alert(1)</script> met<!-- aside --> Bob</p><iframe src=x></iframe><p>!</p>",
    );

    expect(page.offsets.text).toBe("Ann met Bob!");
    expect(page.pieces.map(({ path }) => path)).toEqual(["/p[1]/text()[1]", "/p[2]/text()[1]"]);
  });

  test("has a line break as one character", () => {
    const page = read("<p>one<br>two</p>");
    const two = "/p[1]/text()[2]";

    expect(spanOf(page, passage(two, 0, two, 3))).toEqual({ start: 4, end: 7 });
  });

  test("keeps the numbers of what is not shown", () => {
    const page = read(
      "<object>hidden</object><p>a</p><svg><text>x</text></svg><font-x>b</font-x><p>c</p>",
    );
    const last = page.pieces.at(-1);

    expect(last?.path).toBe("/p[2]/text()[1]");
    expect(last?.start).toBe("hiddenaxb".length);
    expect(page.content.textContent).toBe("abc");
  });

  test("the blanks between tags, as the source has them", () => {
    const page = read("<div>\n  <p>Bob</p>\n</div>");

    expect(page.pieces.map(({ path, start }) => [path, start])).toEqual([
      ["/div[1]/text()[1]", 0],
      ["/div[1]/p[1]/text()[1]", 3],
      ["/div[1]/text()[2]", 6],
    ]);
  });
});

describe("a new passage", () => {
  test("begins at the start of a text and ends at the end of one", () => {
    const page = read(DIALOGUE);

    expect(passageValue(page, { start: 8, end: 11 })).toEqual({
      start: "/div[1]/p[1]/b[1]/text()[1]",
      end: "/div[1]/p[1]/b[1]/text()[1]",
      startOffset: 0,
      endOffset: 3,
      globalOffsets: { start: 8, end: 11 },
      text: "Bob",
    });
  });

  test("of any part of the text is read back as the same part", () => {
    const page = read("<p>a😀b<br>c</p>\n<ul><li>d <i>e😀</i></li><li>f</li></ul>");
    const { length } = page.offsets;

    for (let start = 0; start < length; start += 1) {
      for (let end = start + 1; end <= length; end += 1) {
        const value = passageValue(page, { start, end }) as unknown as PassageGeometry;
        const back = spanOf(
          page,
          passage(value.start, value.startOffset, value.end, value.endOffset),
        );
        // A line break alone holds no text to begin or end in.
        if (sliceText(page.offsets, start, end).startsWith("\n") && start === 3) continue;
        if (end === 4) continue;
        expect(back).toEqual({ start, end });
      }
    }
  });

  test("is shown in the text nodes that it covers", () => {
    const page = read(DIALOGUE);
    const parts = partsOf(page, { start: 4, end: 13 });

    expect(parts.map(({ node, from, to }) => node.data.slice(from, to))).toEqual([
      "met ",
      "Bob",
      " i",
    ]);
    expect(parts.every(({ node }) => page.content.contains(node))).toBe(true);
  });
});
