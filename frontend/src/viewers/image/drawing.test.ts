import { describe, expect, test } from "vitest";
import { readConfig } from "../config";
import type { Editor } from "../editor";
import type { ConfigNode } from "../types";
import { draftShape, drawingTool, isClosable, middleShape, newItems, startDraft } from "./drawing";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const config = readConfig(
  node("View", {}, [
    node("Image", { name: "img", value: "$image" }),
    node("Image", { name: "other", value: "$image" }),
    node("EllipseLabels", { name: "round", toName: "img" }, [node("Label", { value: "Cell" })]),
    node("Polygon", { name: "shape", toName: "img" }),
    node("Labels", { name: "kind", toName: "img" }, [node("Label", { value: "Roof" })]),
    node("BrushLabels", { name: "paint", toName: "img" }, [node("Label", { value: "Sky" })]),
  ]),
);

const size = { width: 200, height: 100 };

function object(name: string) {
  const found = config.objects.get(name);
  if (found === undefined) throw new Error(`no object ${name}`);
  return found;
}

function toolOf(control: string, value: string | null, on = "img") {
  const editor = { canEdit: true, config, active: { control, value } } as unknown as Editor;
  return drawingTool(editor, object(on));
}

function tool(control: string, value: string | null) {
  const found = toolOf(control, value);
  if (found === null) throw new Error(`${control} draws nothing`);
  return found;
}

describe("the tool at hand", () => {
  test("is that of the label, on its own picture only", () => {
    expect(toolOf("round", "Cell")).toMatchObject({ kind: "ellipse", label: "Cell" });
    expect(toolOf("round", "Cell", "other")).toBeNull();
  });

  test("of a label without a shape is the control that draws beside it", () => {
    expect(toolOf("kind", "Roof")).toMatchObject({
      kind: "polygon",
      control: { name: "shape" },
      labels: { name: "kind" },
    });
  });

  test("leaves brushes to others", () => {
    expect(toolOf("paint", "Sky")).toBeNull();
  });
});

test("an ellipse is drawn from corner to corner and kept in the picture", () => {
  const start = startDraft("ellipse", [-10, 20], size);
  const draft = start !== null && "to" in start ? { ...start, to: [100, 60] as const } : null;

  expect(draft === null ? null : draftShape(draft, size)).toEqual({
    kind: "ellipse",
    x: 25,
    y: 40,
    radiusX: 25,
    radiusY: 20,
    rotation: 0,
  });
});

test("two corners are no polygon yet, but a line", () => {
  const points = [
    [0, 0],
    [100, 50],
  ] as const;

  expect(draftShape({ kind: "polygon", points }, size)).toBeNull();
  expect(draftShape({ kind: "path", points }, size)).toMatchObject({
    closed: false,
    vertices: [
      { x: 0, y: 0, prevPointId: null },
      { x: 50, y: 50, prevPointId: expect.any(String) },
    ],
  });
});

test("a line is closed where its control allows it", () => {
  const vector = (closable: string) => {
    const control = { ...tool("shape", null).control, attrs: { closable } };
    return { kind: "path", control, label: null, labels: null } as const;
  };
  const points = [
    [0, 0],
    [100, 0],
    [100, 50],
  ] as const;

  expect(isClosable(vector("true"))).toBe(true);
  expect(isClosable(vector("false"))).toBe(false);
  expect(draftShape({ kind: "path", points, closed: true }, size)).toMatchObject({ closed: true });
});

describe("a new region", () => {
  const shape = { kind: "polygon", points: [[1, 2]], closed: true } as const;
  const picture = { original_width: 200, original_height: 100, image_rotation: 90 };
  const place = { object: object("img"), picture };

  test("says which of several pictures it is on", () => {
    const [item] = newItems(tool("shape", null), shape, { ...place, page: 2 });

    expect(item).toEqual({
      original_width: 200,
      original_height: 100,
      image_rotation: 90,
      item_index: 2,
      value: { points: [[1, 2]], closed: true },
      id: expect.any(String),
      from_name: "shape",
      to_name: "img",
      type: "polygon",
      origin: "manual",
    });
  });

  test("has its label in an item of its own where the config has it so", () => {
    const [drawn, named] = newItems(tool("kind", "Roof"), shape, { ...place, page: null });

    expect(drawn).not.toHaveProperty("item_index");
    expect(drawn?.value).toEqual({ points: [[1, 2]], closed: true });
    expect(named).toMatchObject({
      id: drawn?.id,
      from_name: "kind",
      type: "labels",
      value: { points: [[1, 2]], closed: true, labels: ["Roof"] },
    });
  });
});

test("without a pointer a shape begins in the middle of what is seen", () => {
  expect(middleShape(tool("round", "Cell"), [100, 50], 80, size)).toEqual({
    kind: "ellipse",
    x: 50,
    y: 50,
    radiusX: 5,
    radiusY: 10,
    rotation: 0,
  });
});
