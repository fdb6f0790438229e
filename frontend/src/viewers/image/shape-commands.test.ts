import { describe, expect, test, vi } from "vitest";
import type { Action } from "@/lib/use-shortcuts";
import { applyEdit, openDocument } from "../document";
import type { Editor } from "../editor";
import { geometryOf } from "../read-geometry";
import type { ResultItem } from "../types";
import type { ImageGeometry } from "./outline";
import { type ShapeInput, shapeActions } from "./shape-commands";

const size = { width: 200, height: 100 };

const item = (type: string, value: Record<string, unknown>): ResultItem => ({
  id: type,
  from_name: type,
  to_name: "img",
  type,
  value,
});

const BOX = item("rectangle", { x: 10, y: 10, width: 20, height: 20, rotation: 0 });
const ELLIPSE = item("ellipse", { x: 50, y: 50, radiusX: 10, radiusY: 10, rotation: 350 });
const POINT = item("keypoint", { x: 0, y: 99.9, width: 1 });
const POLYGON = item("polygon", {
  points: [
    [10, 10],
    [30, 10],
    [30, 40],
    [10, 40],
  ],
  closed: true,
});

/** A little editor: presses keys on picked shapes and gives the items back. */
function press(
  items: readonly ResultItem[],
  keys: readonly string[],
  chosen: number | null = null,
) {
  let document = openDocument(items);
  let at = chosen;
  const editor = {
    edit: (change: Parameters<Editor["edit"]>[0], merge?: string) => {
      document = applyEdit(document, change, merge ?? null);
    },
  } as unknown as Editor;
  const input = (): ShapeInput => ({
    editor,
    editable: document.current.map((each) => ({
      ref: each.id ?? "",
      key: `id:${each.id}`,
      shape: geometryOf(each) as ImageGeometry,
    })),
    size,
    chosen: at,
    choosePoint: vi.fn((next: number | null) => {
      at = next;
    }),
    atHand: true,
  });
  for (const key of keys) find(shapeActions(input()), key)?.run();
  return { values: document.current.map(({ value }) => value), steps: document.past.length, at };
}

function find(actions: readonly Action[], key: string): Action | undefined {
  return actions.find((action) => action.enabled && action.keys.includes(key));
}

describe("arrow keys", () => {
  test("move all that is picked, as far as all of it has room", () => {
    const { values } = press([BOX, POINT], ["ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowDown"]);

    expect(values[0]).toMatchObject({ x: 10, y: 10.099999999999994 });
    expect(values[1]).toMatchObject({ x: 0, y: 100 });
  });

  test("held down they are one step of undo", () => {
    expect(press([BOX], ["ArrowRight", "ArrowRight", "ArrowRight"]).steps).toBe(1);
  });

  test("with Shift resize, and leave points alone", () => {
    const { values } = press([BOX, ELLIPSE, POINT], ["Shift+ArrowRight"]);

    expect(values[0]).toMatchObject({ x: 10, width: 20.25, height: 20 });
    expect(values[1]).toMatchObject({ x: 50, radiusX: 10.125 });
    expect(values[2]).toEqual(POINT.value);
  });

  test("with Control turn, over the full circle", () => {
    const { values } = press(
      [ELLIPSE],
      Array.from({ length: 12 }, () => "Ctrl+ArrowRight"),
    );

    expect(values[0]).toMatchObject({ rotation: 2 });
  });
});

describe("the points of a polygon", () => {
  test("are chosen one after the other and moved alone", () => {
    const { values, at } = press([POLYGON], [".", ".", "ArrowDown"]);

    expect(at).toBe(1);
    expect(values[0]?.["points"]).toEqual([
      [10, 10],
      [30, 10.25],
      [30, 40],
      [10, 40],
    ]);
  });

  test("going back from the first one is the last one", () => {
    expect(press([POLYGON], [",", "."]).at).toBe(0);
  });

  test("are added in the middle of the edge and removed", () => {
    expect(press([POLYGON], ["Insert"], 3).values[0]?.["points"]).toEqual([
      [10, 10],
      [30, 10],
      [30, 40],
      [10, 40],
      [10, 25],
    ]);
    expect(press([POLYGON], ["Shift+Delete"], 1).values[0]?.["points"]).toHaveLength(3);
    expect(
      press([POLYGON], ["Shift+Delete", "Shift+Delete"], 1).values[0]?.["points"],
    ).toHaveLength(3);
  });

  test("cannot be chosen while several shapes are picked", () => {
    expect(press([POLYGON, BOX], ["."]).at).toBeNull();
  });
});

test("a box is left alone by the keys of another viewer", () => {
  const actions = shapeActions({
    editor: {} as Editor,
    editable: [{ ref: "b", key: "id:b", shape: geometryOf(BOX) as ImageGeometry }],
    size,
    chosen: null,
    choosePoint: vi.fn(),
    atHand: false,
  });

  expect(actions.filter(({ enabled }) => enabled)).toEqual([]);
});
