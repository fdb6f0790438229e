/** The brush: which tool is in the hand, how large it is, and what a stroke does. */
import { useCallback, useEffect, useRef, useState } from "react";
import { regionRef } from "../compare";
import type { DataObject } from "../config";
import { addItem, type Edit } from "../document";
import { type Editor, useEditor } from "../editor";
import type { PictureSize, Point } from "../geometry";
import { newRegion } from "../region-controls";
import type { ShownRegion } from "../shown-regions";
import type { ResultItem } from "../types";
import { strokeMask } from "./brush-stroke";
import {
  type BrushTarget,
  brushTarget,
  isPaintable,
  storesPicture,
  toolInHand,
} from "./brush-target";
import {
  brushPicture,
  brushRunLength,
  canvasOf,
  newPicture,
  newRunLength,
  type Tool,
} from "./mask-edits";
import { hitMasks, inWords, pictureOf } from "./read-masks";
import { MaskProblem } from "./runs";

type Input = {
  readonly object: DataObject;
  /** Place of the picture among several; null for a single one. */
  readonly page: number | null;
  readonly regions: readonly ShownRegion[];
  readonly size: PictureSize;
  /** Somebody states the size; without one no mask can be begun. */
  readonly sized: boolean;
};

export type Brush = {
  /** The tool in the hand; null while there is nothing that it could do. */
  readonly tool: Tool | null;
  readonly choose: (tool: Tool | null) => void;
  readonly chosen: Tool | null;
  /** Pixels of the picture. */
  readonly diameter: number;
  readonly setDiameter: (diameter: number) => void;
  readonly largest: number;
  readonly target: BrushTarget | null;
  /** Why the last stroke did nothing. */
  readonly problem: string | null;
  /** Points in pixels of the picture. */
  readonly stroke: (points: readonly Point[]) => void;
};

export function useBrush({ object, page, regions, size, sized }: Input): Brush {
  const editor = useEditor();
  const [chosen, choose] = useState<Tool | null>(null);
  const [share, setShare] = useState(0.04);
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useLatest({ editor, regions, size });
  const inTurn = useTurns();

  const largest = Math.max(2, Math.round(Math.max(size.width, size.height) / 2));
  const diameter = Math.min(
    largest,
    Math.max(1, Math.round(share * Math.max(size.width, size.height))),
  );
  const hand = toolInHand(editor, object, chosen);
  const aimed = hand === null ? null : brushTarget(editor, object, regions);
  const target = aimed?.kind === "new" && !sized ? null : aimed;
  const canErase = regions.some((shown) => isPaintable(editor, shown));
  const useful = hand === "erase" ? canErase : target !== null;

  const stroke = useCallback(
    (points: readonly Point[]) => {
      if (hand === null) return;
      inTurn(async () => {
        const now = latest.current;
        const aim = aimAt(now, { object, tool: hand, points });
        setProblem(aim === null ? "Nothing to erase there." : null);
        if (aim === null) return;
        const work = { ...now, object, page, tool: hand, points, diameter };
        try {
          await (aim.kind === "new" ? paintNew(aim, work) : brushRegion(aim.shown, work));
        } catch (error) {
          setProblem(inWords(error));
        }
      });
    },
    [hand, object, page, diameter, latest, inTurn],
  );

  return {
    tool: useful ? hand : null,
    choose,
    chosen: hand,
    diameter,
    setDiameter: (next) =>
      setShare(Math.min(largest, Math.max(1, next)) / Math.max(size.width, size.height)),
    largest,
    target,
    problem,
    stroke,
  };
}

type Now = {
  readonly editor: Editor;
  readonly regions: readonly ShownRegion[];
  readonly size: PictureSize;
};

type Work = Now & {
  readonly object: DataObject;
  readonly page: number | null;
  readonly tool: Tool;
  readonly points: readonly Point[];
  readonly diameter: number;
};

/** The eraser takes the mask under it when none is selected. */
function aimAt(
  { editor, regions, size }: Now,
  { object, tool, points }: Pick<Work, "object" | "tool" | "points">,
): BrushTarget | null {
  const target = brushTarget(editor, object, regions);
  if (tool === "paint" || target?.kind === "region") return target;
  const own = regions.filter((shown) => isPaintable(editor, shown));
  for (const point of points) {
    const [shown] = hitMasks(own, { size, point, focus: editor.focus });
    if (shown !== undefined) return { kind: "region", shown };
  }
  return null;
}

async function paintNew(target: BrushTarget & { kind: "new" }, work: Work): Promise<void> {
  const { editor, object, page, size, points, diameter } = work;
  const mask = strokeMask(points, diameter, size);
  if (mask.runs.length === 0) return;
  const { control, label, labels } = target;
  const value = storesPicture(control) ? await newPicture(mask) : newRunLength(mask);
  const extra = {
    original_width: size.width,
    original_height: size.height,
    image_rotation: 0,
    ...(page === null ? {} : { item_index: page }),
  };
  const own = labels === null ? label : null;
  const drawn = newRegion(control, own, object.name, value, extra);
  if (labels === null) {
    editor.add(drawn);
    return;
  }
  const named = { ...newRegion(labels, label, object.name, value, extra), id: drawn.id };
  editor.edit(both(drawn, named));
  if (editor.focus !== null) editor.select(regionRef(editor.focus, `id:${drawn.id ?? ""}`));
}

async function brushRegion(shown: ShownRegion, work: Work): Promise<void> {
  const { editor, size, tool, points, diameter } = work;
  const { item, key } = shown.region;
  const canvas = canvasOf(item);
  if ("problem" in canvas) throw new MaskProblem(canvas.problem);
  const scale = canvas.size.width / size.width;
  const down = canvas.size.height / size.height;
  const placed = points.map(([x, y]): Point => [x * scale, y * down]);
  const stroke = strokeMask(placed, diameter * scale, canvas.size);
  if (editor.selected?.ref !== shown.ref) editor.select(shown.ref);
  if (pictureOf(item) === null) {
    editor.edit(brushRunLength(key, tool, stroke));
    return;
  }
  const edit = await brushPicture(item, { key, tool, stroke });
  if (edit !== null) editor.edit(edit);
}

function both(first: ResultItem, second: ResultItem): Edit {
  return (result, original) => addItem(second)(addItem(first)(result, original), original);
}

function useLatest<T>(value: T) {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** How long a stroke waits for the one before it to be on the screen, in milliseconds. */
const PATIENCE = 300;

/** Runs one task after the other, each on what the page shows after the one before. */
function useTurns() {
  const waiting = useRef<(() => void)[]>([]);
  const last = useRef(Promise.resolve());
  useEffect(() => {
    for (const go of waiting.current.splice(0)) go();
  });
  return useCallback((task: () => Promise<void>) => {
    last.current = last.current.then(async () => {
      await task();
      await new Promise<void>((resolve) => {
        waiting.current.push(resolve);
        setTimeout(resolve, PATIENCE);
      });
    });
  }, []);
}
