import { expect, test } from "vitest";
import { readConfig } from "../config";
import type { Editor } from "../editor";
import type { ShownRegion } from "../shown-regions";
import type { ConfigNode } from "../types";
import { brushTarget, storesPicture, toolInHand } from "./brush-target";

const node = (tag: string, attrs: Record<string, string>, children: ConfigNode[] = []) => ({
  tag,
  attrs,
  children,
});

const label = (value: string) => node("Label", { value });

const config = (...controls: ConfigNode[]) =>
  readConfig(node("View", {}, [node("Image", { name: "image", value: "$image" }), ...controls]));

const LABELLED = config(
  node("BrushLabels", { name: "brush", toName: "image" }, [label("Road")]),
  node("RectangleLabels", { name: "box", toName: "image" }, [label("Car")]),
);
const BESIDE = config(
  node("Bitmask", { name: "bits", toName: "image" }),
  node("Labels", { name: "labels", toName: "image" }, [label("Road")]),
);

const image = { name: "image", tag: "Image", attrs: {} };

const editor = (given: Partial<Editor>): Editor =>
  ({ canEdit: true, focus: "a", active: null, selected: null, ...given }) as Editor;

const mask = (answer: string, locked = false): ShownRegion =>
  ({
    ref: `${answer} mask`,
    answer: { key: answer },
    geometry: { kind: "mask", format: "rle", rle: [] },
    region: { key: "id:m", locked, object: "image" },
  }) as unknown as ShownRegion;

test("a label of a brush takes the brush into the hand, another label does not", () => {
  const brush = editor({ config: LABELLED, active: { control: "brush", value: "Road" } });
  expect(toolInHand(brush, image, null)).toBe("paint");
  expect(brushTarget(brush, image, [])).toMatchObject({ kind: "new", label: "Road", labels: null });

  const box = editor({ config: LABELLED, active: { control: "box", value: "Car" } });
  expect(toolInHand(box, image, null)).toBeNull();
  expect(brushTarget(box, image, [])).toBeNull();
});

test("the selected mask is painted on, unless it is locked or somebody else's", () => {
  const holding = (selected: ShownRegion) => editor({ config: LABELLED, selected });
  const own = mask("a");
  expect(brushTarget(holding(own), image, [own])).toEqual({ kind: "region", shown: own });
  const locked = mask("a", true);
  expect(brushTarget(holding(locked), image, [locked])).toBeNull();
  const foreign = mask("b");
  expect(brushTarget(holding(foreign), image, [foreign])).toBeNull();
});

test("a brush without labels takes the label of the control beside it", () => {
  const active = { control: "labels", value: "Road" };
  const target = brushTarget(editor({ config: BESIDE, active }), image, []);
  expect(target).toMatchObject({ kind: "new", label: "Road" });
  if (target?.kind !== "new") throw new Error("a new mask");
  expect([target.control.name, target.labels?.name]).toEqual(["bits", "labels"]);
  expect(storesPicture(target.control)).toBe(true);
  expect(brushTarget(editor({ config: BESIDE }), image, [])).toMatchObject({ label: null });
});

test("nothing is painted where nothing can be changed", () => {
  const active = { control: "brush", value: "Road" };
  expect(
    toolInHand(editor({ config: LABELLED, canEdit: false, active }), image, "erase"),
  ).toBeNull();
});
