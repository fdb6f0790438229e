/** The relations of all answers on screen, with the regions at their ends. */
import type { Editor } from "../editor";
import type { ShownRegion } from "../shown-regions";
import type { Answer } from "../types";
import { type Direction, type Relation, readRelations } from "./relations";

export type ShownRelation = {
  readonly key: string;
  readonly answer: Answer;
  readonly relation: Relation;
  /** Missing for a region that is not drawn. */
  readonly from: ShownRegion | undefined;
  readonly to: ShownRegion | undefined;
};

export function showRelations({
  answers,
  regions,
}: Pick<Editor, "answers" | "regions">): readonly ShownRelation[] {
  const all = answers.flatMap((answer) =>
    readRelations(answer.result).map((relation) => ({ answer, relation })),
  );
  if (all.length === 0) return [];
  const byId = new Map(regions.map((shown) => [`${shown.answer.key} ${shown.region.id}`, shown]));
  return all.map(({ answer, relation }) => ({
    key: `${answer.key} ${relation.index}`,
    answer,
    relation,
    from: byId.get(`${answer.key} ${relation.from}`),
    to: byId.get(`${answer.key} ${relation.to}`),
  }));
}

export const DIRECTION_SIGNS: Readonly<Record<Direction, string>> = {
  right: "→",
  left: "←",
  bi: "↔",
};

export const DIRECTION_WORDS: Readonly<Record<Direction, string>> = {
  right: "from the first to the second",
  left: "from the second to the first",
  bi: "both ways",
};
