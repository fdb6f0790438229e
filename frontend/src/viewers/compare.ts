/**
 * Which regions of several annotators are the same thing.
 *
 * For each pair of annotators the regions are matched one to one, best overlap first: regions with
 * the same labels agree from `threshold` overlap on; what is left over and overlaps at all is a
 * disagreement (another label, or too little overlap); the rest has no counterpart.
 */
import { boundsOf, boxIou, cornersOf, type PictureSize, PLAIN_SIZE, spanIou } from "./geometry";
import type { Geometry } from "./types";

export type Comparable = {
  readonly key: string;
  readonly labels: readonly string[];
  readonly geometry: Geometry;
};

export type Contestant = { readonly key: string; readonly regions: readonly Comparable[] };

/** How a region stands against the other annotators. */
export type Standing = "agreeing" | "disagreeing" | "missing";

export type Comparison = {
  readonly standing: Standing;
  /** Other annotators with the same region. */
  readonly agree: number;
  /** Other annotators with an overlapping region that differs. */
  readonly disagree: number;
  /** Other annotators with nothing there. */
  readonly missing: number;
  /** The counterparts, as `regionRef`s. */
  readonly counterparts: readonly string[];
};

export const AGREEMENT_THRESHOLD = 0.5;

/** Names one region of one annotator. */
export function regionRef(annotator: string, region: string): string {
  return `${annotator}\u0000${region}`;
}

/** Compare everybody with everybody. With one annotator there is nothing to compare: an empty map. */
export function compareRegions(
  contestants: readonly Contestant[],
  { size = PLAIN_SIZE, threshold = AGREEMENT_THRESHOLD } = {},
): ReadonlyMap<string, Comparison> {
  const tallies = new Map<string, Tally>();
  if (contestants.length < 2) return new Map();
  for (const { key, regions } of contestants) {
    for (const region of regions) {
      tallies.set(regionRef(key, region.key), { agree: 0, disagree: 0, counterparts: [] });
    }
  }

  const prepared = contestants.map((contestant) => prepare(contestant, size));
  prepared.forEach((left, at) => {
    for (const right of prepared.slice(at + 1)) {
      for (const match of matchPair(left, right, size, threshold)) note(tallies, match);
    }
  });

  const others = contestants.length - 1;
  return new Map([...tallies].map(([ref, tally]) => [ref, conclude(tally, others)]));
}

type Tally = { agree: number; disagree: number; counterparts: string[] };

/** Where a region lies: a span along the first axis only, a box along both. */
type Extent = {
  readonly ref: string;
  readonly region: Comparable;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
};

type Match = { readonly left: string; readonly right: string; readonly agrees: boolean };

type Pair = { readonly left: Extent; readonly right: Extent; readonly overlap: number };

/** Regions with their extents in the order of the first axis, so that far ones are never compared. */
function prepare(contestant: Contestant, size: PictureSize): readonly Extent[] {
  return contestant.regions
    .map((region) => ({
      ref: regionRef(contestant.key, region.key),
      region,
      label: [...region.labels].sort().join("\u0000"),
      ...extentOf(region.geometry, size),
    }))
    .sort((a, b) => a.from - b.from);
}

function extentOf(geometry: Geometry, size: PictureSize) {
  if (geometry.kind === "span") {
    return { from: geometry.start, to: geometry.end, top: 0, bottom: 0 };
  }
  const { left, right, top, bottom } = boundsOf(cornersOf(geometry, size));
  return { from: left, to: right, top, bottom };
}

/**
 * Agreements are settled first, so that a better overlap of another label cannot break one; only
 * what is left over is compared again. In crowded pictures this also saves most of the work.
 */
function matchPair(
  left: readonly Extent[],
  right: readonly Extent[],
  size: PictureSize,
  threshold: number,
): readonly Match[] {
  const sameLabel = (one: Extent, other: Extent) => one.label === other.label;
  const agreements = bestPairs(
    overlappingPairs(left, right, { size, atLeast: threshold, fits: sameLabel }),
  );
  const matched = new Set(agreements.flatMap((pair) => [pair.left.ref, pair.right.ref]));
  const rest = (extents: readonly Extent[]) => extents.filter(({ ref }) => !matched.has(ref));
  const differences = bestPairs(
    overlappingPairs(rest(left), rest(right), { size, atLeast: 0, fits: () => true }),
  );
  return [
    ...agreements.map((pair) => ({ left: pair.left.ref, right: pair.right.ref, agrees: true })),
    ...differences.map((pair) => ({ left: pair.left.ref, right: pair.right.ref, agrees: false })),
  ];
}

/** One to one, best overlap first. */
function bestPairs(pairs: Pair[]): readonly Pair[] {
  pairs.sort((a, b) => b.overlap - a.overlap);
  const taken = new Set<Extent>();
  return pairs.filter(({ left, right }) => {
    if (taken.has(left) || taken.has(right)) return false;
    taken.add(left);
    taken.add(right);
    return true;
  });
}

type Wanted = {
  readonly size: PictureSize;
  readonly atLeast: number;
  readonly fits: (one: Extent, other: Extent) => boolean;
};

function overlappingPairs(
  left: readonly Extent[],
  right: readonly Extent[],
  { size, atLeast, fits }: Wanted,
): Pair[] {
  const pairs: Pair[] = [];
  let first = 0;
  const longest = right.reduce((length, each) => Math.max(length, each.to - each.from), 0);
  for (const one of left) {
    while (first < right.length && (right[first]?.from ?? 0) + longest < one.from) first += 1;
    for (let at = first; at < right.length; at += 1) {
      const other = right[at];
      if (other === undefined || other.from > one.to) break;
      if (!touches(one, other) || !fits(one, other)) continue;
      const overlap = overlapOf(one.region.geometry, other.region.geometry, size);
      if (overlap > 0 && overlap >= atLeast) pairs.push({ left: one, right: other, overlap });
    }
  }
  return pairs;
}

function touches(one: Extent, other: Extent): boolean {
  return other.to >= one.from && other.bottom >= one.top && other.top <= one.bottom;
}

function overlapOf(left: Geometry, right: Geometry, size: PictureSize): number {
  if (left.kind === "span" && right.kind === "span") return spanIou(left, right);
  if (left.kind === "box" && right.kind === "box") return boxIou(left, right, size);
  return 0;
}

function note(tallies: Map<string, Tally>, { left, right, agrees }: Match): void {
  for (const [ref, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const tally = tallies.get(ref);
    if (tally === undefined) continue;
    if (agrees) tally.agree += 1;
    else tally.disagree += 1;
    tally.counterparts.push(other);
  }
}

function conclude(tally: Tally, others: number): Comparison {
  const missing = others - tally.agree - tally.disagree;
  const standing =
    tally.agree === others ? "agreeing" : tally.disagree > 0 ? "disagreeing" : "missing";
  return { standing, ...tally, missing };
}
