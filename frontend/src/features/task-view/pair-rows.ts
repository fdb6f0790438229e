/** The pairs of a task with their scores, annotators before models and ground truth. */
import type { TaskAgreement } from "@/api/agreement";

export type PairRow = {
  readonly key: string;
  readonly name: string;
  /** Both are annotators: only such pairs make the task's figure. */
  readonly isHuman: boolean;
  readonly overall: number | null;
  readonly scores: readonly {
    readonly dimension: number;
    readonly share: number | null;
    /** Why there is no score, where the server says. */
    readonly reason: string | null;
  }[];
};

export function pairRows(data: TaskAgreement): readonly PairRow[] {
  const rows = data.participants.flatMap((left, row) =>
    data.participants.slice(row + 1).map((right, offset): PairRow => {
      const column = row + 1 + offset;
      return {
        key: `${left.id} ${left.item} ${right.id} ${right.item}`,
        name: `${left.name} and ${right.name}`,
        isHuman: left.kind === "annotator" && right.kind === "annotator",
        overall: data.overall.scores[row]?.[column] ?? null,
        scores: data.dimensions.map(({ id, scores }) => ({
          dimension: id,
          share: scores[row]?.[column] ?? null,
          reason: reasonOf(data, id, left.item, right.item),
        })),
      };
    }),
  );
  return rows.sort((a, b) => Number(b.isHuman) - Number(a.isHuman));
}

function reasonOf(data: TaskAgreement, dimension: number, left: number, right: number) {
  const found = data.problems.find(
    (problem) =>
      problem.dimension === dimension &&
      ((problem.left_item === left && problem.right_item === right) ||
        (problem.left_item === right && problem.right_item === left)),
  );
  return found?.reason ?? null;
}
