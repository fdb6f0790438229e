/** Relating two regions: start at the selected one, then select the other. */
import { useEffect, useState } from "react";
import type { Action } from "@/lib/use-shortcuts";
import { type Editor, isEditable } from "../editor";
import type { ShownRegion } from "../shown-regions";
import { addRelation } from "./relations";

export type Relating = {
  /** The region that is related to the next one selected. */
  readonly from: ShownRegion | null;
  /** The selected region can be related. */
  readonly possible: boolean;
  readonly start: () => void;
  readonly stop: () => void;
};

export function useRelating(editor: Editor): Relating {
  const [fromRef, setFrom] = useState<string | null>(null);
  const { regions, selected, edit } = editor;
  const from = regions.find(({ ref }) => ref === fromRef) ?? null;
  const canEnd = (shown: ShownRegion) => isEditable(editor, shown) && shown.region.id !== null;
  const possible = selected !== null && canEnd(selected);

  useEffect(() => {
    if (fromRef === null || selected?.ref === fromRef) return;
    const [start, end] = [from?.region.id ?? null, selected?.region.id ?? null];
    const own = selected !== null && selected.answer.key === from?.answer.key;
    if (own && start !== null && end !== null) edit(addRelation(start, end));
    setFrom(null);
  }, [fromRef, from, selected, edit]);

  return {
    from,
    possible,
    start: () => setFrom(possible ? (selected?.ref ?? null) : null),
    stop: () => setFrom(null),
  };
}

export function relateActions({ possible, from, start, stop }: Relating): readonly Action[] {
  return [
    {
      id: "relation.start",
      label: "Relate the selected region to the next one selected",
      keys: ["Shift+r"],
      group: "Annotation",
      enabled: possible,
      run: from === null ? start : stop,
    },
  ];
}
