/** Keys that change the picked shapes of a picture and draw new ones. */
import type { Action } from "@/lib/use-shortcuts";
import { newRegionId } from "../document";
import type { Editor } from "../editor";
import type { PictureSize } from "../geometry";
import { changeShapes, pick } from "./changes";
import type { Draft, Tool } from "./drawing";
import type { ImageGeometry } from "./outline";
import {
  edgesOf,
  hasPoints,
  insertPoint,
  limitMove,
  movePatch,
  movePoint,
  type Pair,
  type PointShape,
  patched,
  pointsOf,
  removePoint,
  resizePatch,
  turnPatch,
} from "./reshape";
import type { EditableShape } from "./use-editable-shapes";

const GROUP = "Image";

/** Percent of the picture, and degrees, per press of an arrow key. */
const STEP = 0.25;
const TURN = 1;

export type ShapeInput = {
  readonly editor: Editor;
  readonly editable: readonly EditableShape[];
  readonly size: PictureSize;
  readonly chosen: number | null;
  readonly choosePoint: (at: number | null) => void;
  /** False while the keys belong to another viewer on the page. */
  readonly atHand: boolean;
};

export function shapeActions(input: ShapeInput): readonly Action[] {
  return [...ARROWS.flatMap((arrow) => arrowActions(input, arrow)), ...pointActions(input)];
}

type Arrow = { readonly key: string; readonly where: string; readonly step: Pair };

const ARROWS: readonly Arrow[] = [
  { key: "ArrowLeft", where: "left", step: [-STEP, 0] },
  { key: "ArrowRight", where: "right", step: [STEP, 0] },
  { key: "ArrowUp", where: "up", step: [0, -STEP] },
  { key: "ArrowDown", where: "down", step: [0, STEP] },
];

const SIZES: Readonly<Record<string, string>> = {
  left: "narrower",
  right: "wider",
  up: "lower",
  down: "higher",
};

function arrowActions(input: ShapeInput, { key, where, step }: Arrow): readonly Action[] {
  const { editable, size, atHand } = input;
  const some = atHand && editable.length > 0;
  const common = { group: GROUP, repeats: true };
  const sized = editable.some(({ shape }) => shape.kind !== "point");
  const turns = where === "left" ? -TURN : TURN;
  const actions = [
    {
      ...common,
      id: `shape.move.${where}`,
      label: `Move the shape or its chosen point ${where}`,
      keys: [key],
      enabled: some,
      run: () => move(input, step, where),
    },
    {
      ...common,
      id: `shape.resize.${where}`,
      label: `Make the shape ${SIZES[where]}`,
      keys: [`Shift+${key}`],
      enabled: some && sized,
      run: () => change(input, `size ${where}`, (shape) => resizePatch(shape, size, step)),
    },
  ];
  if (step[0] === 0) return actions;
  return [
    ...actions,
    {
      ...common,
      id: `shape.turn.${where}`,
      label: `Turn the shape ${turns < 0 ? "counter-clockwise" : "clockwise"}`,
      keys: [`Ctrl+${key}`],
      enabled: some && sized,
      run: () => change(input, `turn ${where}`, (shape) => turnPatch(shape, size, turns)),
    },
  ];
}

function move(input: ShapeInput, step: Pair, where: string): void {
  const { editable, size, chosen } = input;
  const single = pointShape(input);
  const place = single === null || chosen === null ? undefined : pointsOf(single.shape)[chosen];
  if (single !== null && chosen !== null && place !== undefined) {
    const to: Pair = [inside(place[0], step[0]), inside(place[1], step[1])];
    change(input, `point ${chosen} ${where}`, () => movePoint(single.shape, chosen, to));
    return;
  }
  const by = limitMove(
    editable.map(({ shape }) => shape),
    size,
    step,
  );
  change(input, `move ${where}`, (shape) => movePatch(shape, by));
}

/** Into the picture; a point that stuck out may stay where it was. */
function inside(value: number, by: number): number {
  return by < 0
    ? Math.max(Math.min(value, 0), value + by)
    : Math.min(Math.max(value, 100), value + by);
}

function change(
  { editor, editable }: ShapeInput,
  name: string,
  patchOf: (shape: ImageGeometry) => ReturnType<typeof movePatch>,
): void {
  const next = editable.map(({ ref, shape }) => [ref, patched(shape, patchOf(shape))] as const);
  const keys = editable.map(({ key }) => key).join(" ");
  changeShapes(editor, editable, new Map(next), `${name} ${keys}`);
}

type Single = EditableShape & { readonly shape: PointShape };

/** The one picked shape, when it is made of points. */
function pointShape({ editable }: ShapeInput): Single | null {
  const [only, ...others] = editable;
  if (only === undefined || others.length > 0 || !hasPoints(only.shape)) return null;
  return { ...only, shape: only.shape };
}

function pointActions(input: ShapeInput): readonly Action[] {
  const { editor, chosen, choosePoint, atHand } = input;
  const single = pointShape(input);
  const count = single === null ? 0 : pointsOf(single.shape).length;
  const isChosen = atHand && single !== null && chosen !== null && chosen < count;
  const step = (by: number) =>
    choosePoint(chosen === null ? (by > 0 ? 0 : count - 1) : (chosen + by + count) % count);

  return [
    {
      id: "point.next",
      label: "Choose the next point of the shape",
      keys: ["."],
      group: GROUP,
      repeats: true,
      enabled: atHand && count > 0,
      run: () => step(1),
    },
    {
      id: "point.previous",
      label: "Choose the point before",
      keys: [","],
      group: GROUP,
      repeats: true,
      enabled: atHand && count > 0,
      run: () => step(-1),
    },
    {
      id: "point.add",
      label: "Add a point after the chosen one",
      keys: ["Insert", "Alt+a"],
      group: GROUP,
      enabled: isChosen,
      run: () => {
        if (single !== null && chosen !== null) addAfter(single, chosen);
      },
    },
    {
      id: "point.remove",
      label: "Remove the chosen point",
      keys: ["Shift+Delete", "Shift+Backspace"],
      group: GROUP,
      enabled: isChosen,
      run: () => {
        if (single !== null && chosen !== null) removeChosenPoint(editor, single, chosen);
      },
    },
  ];

  function addAfter({ ref, shape, ...rest }: Single, at: number): void {
    const points = pointsOf(shape);
    const next = edgesOf(shape).find(([from]) => from === at)?.[1];
    const [here, there] = [points[at], points[next ?? at]];
    if (here === undefined || there === undefined) return;
    // Behind the last point of a line the new one stands a step aside.
    const aside = next === undefined ? 2 : 0;
    const place: Pair = [
      Math.min(100, (here[0] + there[0]) / 2 + aside),
      Math.min(100, (here[1] + there[1]) / 2 + aside),
    ];
    const after = patched(shape, insertPoint(shape, at, place, newRegionId()));
    changeShapes(editor, [{ ref, shape, ...rest }], new Map([[ref, after]]));
    choosePoint(at + 1);
  }
}

/** Remove a point of a shape, unless too few would be left. */
export function removeChosenPoint(editor: Editor, shown: EditableShape, at: number): void {
  if (!hasPoints(shown.shape)) return;
  const patch = removePoint(shown.shape, at);
  if (patch === null) return;
  changeShapes(editor, [shown], new Map([[shown.ref, patched(shown.shape, patch)]]));
}

export type DrawInput = {
  readonly editor: Editor;
  readonly tool: Tool | null;
  readonly draft: Draft | null;
  /** True while the picture has the focus: Enter has other meanings elsewhere. */
  readonly focused: boolean;
  readonly all: readonly string[];
  readonly finish: () => void;
  readonly takeBack: () => void;
  readonly drawInMiddle: () => void;
};

export function drawActions(input: DrawInput): readonly Action[] {
  const { editor, tool, draft, focused, all } = input;
  const outlined = draft !== null && "points" in draft;
  return [
    {
      id: "draw.finish",
      label: outlined ? "Finish the shape" : "Add a shape in the middle",
      keys: ["Enter"],
      group: GROUP,
      enabled: outlined || (focused && tool !== null),
      run: outlined ? input.finish : input.drawInMiddle,
    },
    {
      id: "draw.back",
      label: "Take back the last point",
      keys: ["Backspace"],
      group: GROUP,
      enabled: outlined,
      run: input.takeBack,
    },
    {
      id: "shape.all",
      label: "Pick all shapes of the image",
      keys: ["Ctrl+a"],
      group: GROUP,
      enabled: focused && editor.canEdit && all.length > 0,
      run: () =>
        pick(
          editor,
          all.filter((ref) => !editor.picked.has(ref)),
        ),
    },
  ];
}
