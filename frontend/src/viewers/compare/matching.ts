/**
 * One-to-one matching with the largest sum, as the agreement figures match regions. Regions that
 * overlap form small clusters, so each cluster is settled by itself.
 */
import { assignColumns } from "./assignment";

export type Candidate<T> = { readonly left: T; readonly right: T; readonly overlap: number };

/** Larger clusters are matched best pair first: settling them exactly would be felt. */
const MOST_CELLS = 90_000;

/** The matching of candidates whose overlaps add up to the most. */
export function bestMatching<T>(candidates: readonly Candidate<T>[]): readonly Candidate<T>[] {
  return clustersOf(candidates).flatMap(settle);
}

/** Best overlap first, each side once. */
export function greedyMatching<T>(candidates: readonly Candidate<T>[]): readonly Candidate<T>[] {
  const lefts = new Set<T>();
  const rights = new Set<T>();
  return [...candidates]
    .sort((a, b) => b.overlap - a.overlap)
    .filter(({ left, right }) => {
      if (lefts.has(left) || rights.has(right)) return false;
      lefts.add(left);
      rights.add(right);
      return true;
    });
}

function settle<T>(cluster: readonly Candidate<T>[]): readonly Candidate<T>[] {
  if (cluster.length === 1) return cluster;
  const lefts = [...new Set(cluster.map(({ left }) => left))];
  const rights = [...new Set(cluster.map(({ right }) => right))];
  const favourites = [...bestBy(cluster, ({ left }) => left).values()];
  // Where no two of them want the same, everybody has what is best for it.
  if (new Set(favourites.map(({ right }) => right)).size === favourites.length) return favourites;
  if (lefts.length * rights.length > MOST_CELLS) return greedyMatching(cluster);
  return assign(cluster, lefts, rights);
}

function bestBy<T>(
  candidates: readonly Candidate<T>[],
  sideOf: (candidate: Candidate<T>) => T,
): ReadonlyMap<T, Candidate<T>> {
  const best = new Map<T, Candidate<T>>();
  for (const candidate of candidates) {
    const known = best.get(sideOf(candidate));
    if (known === undefined || known.overlap < candidate.overlap) {
      best.set(sideOf(candidate), candidate);
    }
  }
  return best;
}

function assign<T>(
  cluster: readonly Candidate<T>[],
  lefts: readonly T[],
  rights: readonly T[],
): readonly Candidate<T>[] {
  const swapped = lefts.length > rights.length;
  const [rows, columns] = swapped ? [rights, lefts] : [lefts, rights];
  const rowOf = new Map(rows.map((each, at) => [each, at]));
  const columnOf = new Map(columns.map((each, at) => [each, at]));
  const cells: (Candidate<T> | undefined)[][] = rows.map(() => []);
  for (const candidate of cluster) {
    const { left, right } = candidate;
    const row = rowOf.get(swapped ? right : left) ?? 0;
    const column = columnOf.get(swapped ? left : right) ?? 0;
    const cell = cells[row];
    if (cell !== undefined) cell[column] = candidate;
  }
  const chosen = assignColumns(rows.length, columns.length, (row, column) => {
    return -(cells[row]?.[column]?.overlap ?? 0);
  });
  return chosen.flatMap((column, row) => cells[row]?.[column] ?? []);
}

/** Candidates that have a side in common, directly or through others, stand in one cluster. */
function clustersOf<T>(candidates: readonly Candidate<T>[]): readonly (readonly Candidate<T>[])[] {
  const parents = candidates.map((_candidate, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parents[root] !== root) root = parents[root] ?? root;
    for (let each = at; parents[each] !== root; ) {
      const next = parents[each] ?? root;
      parents[each] = root;
      each = next;
    }
    return root;
  };
  for (const sideOf of [sideLeft, sideRight]) {
    const first = new Map<T, number>();
    candidates.forEach((candidate, at) => {
      const known = first.get(sideOf(candidate));
      if (known === undefined) first.set(sideOf(candidate), at);
      else parents[rootOf(at)] = rootOf(known);
    });
  }
  const clusters = new Map<number, Candidate<T>[]>();
  candidates.forEach((candidate, at) => {
    const root = rootOf(at);
    const cluster = clusters.get(root);
    if (cluster === undefined) clusters.set(root, [candidate]);
    else cluster.push(candidate);
  });
  return [...clusters.values()];
}

const sideLeft = <T>({ left }: Candidate<T>): T => left;
const sideRight = <T>({ right }: Candidate<T>): T => right;
