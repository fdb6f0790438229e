/** Annotators, ground truth and models as rows and columns of a matrix. */
import type { AgreementMatrix, Participant } from "@/api/agreement";
import { agreementBand, BAND_NAMES } from "@/lib/agreement";
import { formatPercent, plural, userInitials } from "@/lib/format";
import type { TableFilter } from "@/lib/table-search";
import { percentInterval } from "./interval";

export type Side = Participant & {
  /** Where it stands in the served matrix. */
  at: number;
  /** For the narrow head of a column. */
  short: string;
};

/** In the order served, with a short sign each: initials, "GT", "M1", "M2" … */
export function sidesOf(matrix: AgreementMatrix, withOthers: boolean, limit: number): Side[] {
  let models = 0;
  return matrix.participants
    .map((participant, at) => {
      if (participant.kind === "model") models += 1;
      return { ...participant, at, short: shortName(participant, models) };
    })
    .filter(({ kind }) => withOthers || kind === "annotator")
    .slice(0, limit);
}

function shortName({ kind, user, name }: Participant, models: number): string {
  if (kind === "ground_truth") return "GT";
  if (kind === "model") return `M${models}`;
  return user === null ? name.slice(0, 2).toUpperCase() : userInitials(user);
}

export type Cell = {
  left: Side;
  right: Side;
  share: number | null;
  common: number;
  std: number | null;
  low: number | null;
  high: number | null;
};

export function cellOf(matrix: AgreementMatrix, left: Side, right: Side): Cell {
  const at = (cells: (number | null)[][]) => cells[left.at]?.[right.at] ?? null;
  return {
    left,
    right,
    share: at(matrix.agreement),
    common: at(matrix.common_tasks) ?? 0,
    std: at(matrix.std),
    low: at(matrix.low),
    high: at(matrix.high),
  };
}

/** Each pair once, those who agree least first; pairs without a common task are left out. */
export function pairsOf(matrix: AgreementMatrix, sides: readonly Side[]): Cell[] {
  const pairs = sides.flatMap((left, row) =>
    sides.slice(row + 1).map((right) => cellOf(matrix, left, right)),
  );
  return pairs
    .filter(({ share }) => share !== null)
    .sort((a, b) => (a.share ?? 0) - (b.share ?? 0) || b.common - a.common);
}

/** All that is known of a pair in one sentence. */
export function describePair({ left, right, share, common, std, low, high }: Cell): string {
  if (share === null) return `${left.name} and ${right.name}: no task in common`;
  const interval = percentInterval(low, high);
  return [
    `${left.name} and ${right.name}: ${formatPercent(share)}, ${BAND_NAMES[agreementBand(share)]}`,
    `on ${plural(common, "common task")}`,
    ...(interval === null ? [] : [`95% interval ${interval}`]),
    ...(std === null ? [] : [`standard deviation ${std.toFixed(2)}`]),
  ].join(", ");
}

/** The tasks that a pair has in common; those that one of them skipped are among them. */
export function pairFilters({ left, right }: Cell): TableFilter[] {
  return [left, right].map(filterOf);
}

function filterOf({ kind, id, name }: Participant): TableFilter {
  if (kind === "ground_truth") return { column: "ground_truth", operator: "equal", value: true };
  if (kind === "model") {
    return { column: "predictions_model_versions", operator: "contains", value: name };
  }
  return { column: "annotators", operator: "contains", value: id };
}
