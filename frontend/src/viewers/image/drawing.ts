/** Drawing new regions on a picture: which shape the tool at hand makes, and what is stored of it. */
import type { Control, DataObject } from "../config";
import { newRegionId } from "../document";
import type { Editor } from "../editor";
import type { PictureSize, Point } from "../geometry";
import { newRegion } from "../region-controls";
import type { ResultItem } from "../types";
import type { ImageGeometry } from "./outline";
import { inPercent } from "./reshape";

type Kind = ImageGeometry["kind"];

const SHAPES: Readonly<Record<string, Kind>> = {
  Rectangle: "box",
  Ellipse: "ellipse",
  Polygon: "polygon",
  KeyPoint: "point",
  Vector: "path",
};

export type Tool = {
  readonly kind: Kind;
  /** The control that draws. */
  readonly control: Control;
  readonly label: string | null;
  /** A separate control that the label belongs to: `<Labels>` beside `<Rectangle>`. */
  readonly labels: Control | null;
};

/** What the label or the control at hand draws on this picture; null when it draws nothing here. */
export function drawingTool(editor: Editor, object: DataObject): Tool | null {
  if (!editor.canEdit || editor.active === null) return null;
  const control = editor.config.controls.get(editor.active.control);
  if (control === undefined || !control.objects.includes(object.name)) return null;
  const label = editor.active.value;
  const kind = kindOf(control);
  if (kind !== null) return { kind, control, label, labels: null };
  if (control.tag !== "Labels") return null;
  const drawing = [...editor.config.controls.values()].find(
    (each) => SHAPES[each.tag] !== undefined && each.objects.includes(object.name),
  );
  const shape = drawing === undefined ? null : kindOf(drawing);
  if (drawing === undefined || shape === null) return null;
  return { kind: shape, control: drawing, label, labels: control };
}

function kindOf({ tag }: Control): Kind | null {
  return SHAPES[tag.replace(/Labels$/, "")] ?? null;
}

/** A shape that is being drawn, in pixels of the picture. */
export type Draft = SpannedDraft | PointsDraft;

/** Drawn in one drag. */
type SpannedDraft = {
  readonly kind: "box" | "ellipse";
  readonly from: Point;
  readonly to: Point;
};

/** Drawn point by point. */
export type PointsDraft = {
  readonly kind: "polygon" | "path";
  readonly points: readonly Point[];
  /** A line that ends where it began. */
  readonly closed?: boolean;
};

export function startDraft(kind: Kind, at: Point, size: PictureSize): Draft | null {
  const point = intoPicture(at, size);
  if (kind === "point") return null;
  if (kind === "polygon" || kind === "path") return { kind, points: [point] };
  return { kind, from: point, to: point };
}

export function intoPicture([x, y]: Point, size: PictureSize): Point {
  return [Math.min(Math.max(x, 0), size.width), Math.min(Math.max(y, 0), size.height)];
}

/** Clicking the first point again closes the shape. */
export function isClosable({ kind, control }: Tool): boolean {
  return kind === "polygon" || (kind === "path" && control.attrs["closable"] === "true");
}

/** Fewer points are no shape. */
export function fewestPoints(kind: "polygon" | "path"): number {
  return kind === "polygon" ? 3 : 2;
}

/** The shape of a draft; null while it is none yet. */
export function draftShape(draft: Draft, size: PictureSize): ImageGeometry | null {
  if ("points" in draft) {
    if (draft.points.length < fewestPoints(draft.kind)) return null;
    const points = draft.points.map((point) => inPercent(point, size));
    return draft.kind === "polygon"
      ? { kind: "polygon", points, closed: true }
      : { kind: "path", vertices: chain(points), closed: draft.closed === true };
  }
  const [left, right] = ordered(draft.from[0], draft.to[0]);
  const [top, bottom] = ordered(draft.from[1], draft.to[1]);
  if (right - left <= 0 || bottom - top <= 0) return null;
  const [x, y] = inPercent([left, top], size);
  const [width, height] = inPercent([right - left, bottom - top], size);
  if (draft.kind === "box") return { kind: "box", x, y, width, height, rotation: 0 };
  return {
    kind: "ellipse",
    x: x + width / 2,
    y: y + height / 2,
    radiusX: width / 2,
    radiusY: height / 2,
    rotation: 0,
  };
}

function ordered(a: number, b: number): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}

function chain(points: readonly (readonly [number, number])[]) {
  const ids = points.map(() => newRegionId());
  return points.map(([x, y], at) => ({
    id: ids[at],
    x,
    y,
    prevPointId: at === 0 ? null : (ids[at - 1] ?? null),
    isBezier: false,
  }));
}

const DEFAULT_POINT_WIDTH = 5;

export function pointShape(at: Point, size: PictureSize, { attrs }: Control): ImageGeometry {
  const [x, y] = inPercent(intoPicture(at, size), size);
  const given = Number(attrs["strokeWidth"] ?? DEFAULT_POINT_WIDTH);
  const width = ((Number.isFinite(given) ? given : DEFAULT_POINT_WIDTH) / size.width) * 100;
  return { kind: "point", x, y, width };
}

/** A shape to begin with in the middle of what is seen, for those who work without a pointer. */
export function middleShape(tool: Tool, middle: Point, room: number, size: PictureSize) {
  const [x, y] = intoPicture(middle, size);
  if (tool.kind === "point") return pointShape([x, y], size, tool.control);
  const reach = room / 8;
  const corners: readonly Point[] = [
    [x - reach, y - reach],
    [x + reach, y - reach],
    [x + reach, y + reach],
    [x - reach, y + reach],
  ];
  const [from, , to] = corners.map((corner) => intoPicture(corner, size));
  if (tool.kind === "polygon") {
    return draftShape({ kind: "polygon", points: corners.map((c) => intoPicture(c, size)) }, size);
  }
  if (from === undefined || to === undefined) return null;
  return draftShape(
    tool.kind === "path" ? { kind: "path", points: [from, to] } : { kind: tool.kind, from, to },
    size,
  );
}

/** What every item says about the picture that it lies on. */
export type PictureFacts = {
  readonly original_width: number;
  readonly original_height: number;
  readonly image_rotation: number;
};

/** The items that store a new shape: one, or two where the label has a control of its own. */
export function newItems(
  tool: Tool,
  shape: ImageGeometry,
  { object, picture, page }: { object: DataObject; picture: PictureFacts; page: number | null },
): readonly ResultItem[] {
  const { kind: _kind, ...value } = shape;
  const extra = {
    ...picture,
    ...(page === null ? {} : { item_index: page }),
  };
  const own = tool.labels === null ? tool.label : null;
  const drawn = newRegion(tool.control, own, object.name, value, extra);
  if (tool.labels === null) return [drawn];
  return [
    drawn,
    { ...newRegion(tool.labels, tool.label, object.name, value, extra), id: drawn.id },
  ];
}

/** Distance in pixels of the picture from a draft's first point. */
export function fromStart(draft: Draft | null, [x, y]: Point): number {
  const [first] = draft !== null && "points" in draft ? draft.points : [];
  return first === undefined ? Infinity : Math.hypot(x - first[0], y - first[1]);
}
