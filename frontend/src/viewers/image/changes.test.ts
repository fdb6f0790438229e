import { expect, test, vi } from "vitest";
import { applyEdit, isChanged, openDocument } from "../document";
import type { Editor } from "../editor";
import { geometryOf } from "../read-geometry";
import type { Result, ResultItem } from "../types";
import { changedKeys, changeShapes } from "./changes";
import type { ImageGeometry } from "./outline";
import { movePatch, patched } from "./reshape";

const polygon = {
  id: "p",
  from_name: "area",
  to_name: "img",
  type: "polygonlabels",
  meta: { text: ["kept"] },
  value: {
    points: [
      [10.1, 20.2],
      [30.3, 20.2],
      [30.3, 40.7],
    ],
    closed: true,
    polygonlabels: ["Roof"],
    unknown: [1, 2],
  },
};

const box = {
  id: "b",
  from_name: "area",
  to_name: "img",
  type: "rectanglelabels",
  value: { x: 1.1, y: 2.2, width: 3.3, height: 4.4, rotation: 0, rectanglelabels: ["Roof"] },
};

function editorOf(result: Result) {
  let document = openDocument(result);
  const edit: Editor["edit"] = (change, merge) => {
    document = applyEdit(document, change, merge ?? null);
  };
  const editor = { edit: vi.fn(edit) } as unknown as Editor;
  return { editor, now: () => document };
}

const shapeOf = (item: ResultItem | undefined) => geometryOf(item ?? {}) as ImageGeometry;

function shift(editor: Editor, current: Result, by: readonly [number, number]) {
  const shapes = current.map((item, at) => ({
    ref: String(at),
    key: `id:${item.id}`,
    shape: shapeOf(item),
  }));
  const next = shapes.map(({ ref, shape }) => [ref, patched(shape, movePatch(shape, by))] as const);
  changeShapes(editor, shapes, new Map(next));
}

test("several shapes move in one step of undo", () => {
  const { editor, now } = editorOf([polygon, box]);

  shift(editor, now().current, [1, 0]);

  expect(now().past).toHaveLength(1);
  expect(now().current[0]).toEqual({
    ...polygon,
    value: { ...polygon.value, points: polygon.value.points.map(([x = 0, y]) => [x + 1, y]) },
  });
  expect(now().current[1]).toEqual({ ...box, value: { ...box.value, x: 2.1 } });
});

test("moving away and back leaves no trace, in lists of points too", () => {
  const { editor, now } = editorOf([polygon, box]);

  shift(editor, now().current, [0.25, 0.25]);
  expect(isChanged(now())).toBe(true);
  shift(editor, now().current, [-0.25, -0.25]);

  expect(isChanged(now())).toBe(false);
  expect(JSON.stringify(now().current)).toBe(JSON.stringify([polygon, box]));
});

test("only what changed is written", () => {
  const before = { kind: "ellipse", x: 1, y: 2, radiusX: 3, radiusY: 4, rotation: 5 } as const;

  expect(changedKeys(before, { ...before, radiusY: 6, x: 1 + 1e-12 })).toEqual({ radiusY: 6 });
});
