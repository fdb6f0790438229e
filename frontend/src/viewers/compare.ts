/**
 * Which regions of several annotators are the same thing.
 *
 * For each pair of annotators the regions are matched one to one, as the agreement figures match
 * them: of regions with the same labels that overlap by `threshold` or more, those pairs agree whose
 * overlaps add up to the most. What is left over and overlaps at all is a disagreement (another
 * label, or too little overlap), best pair first; the rest has no counterpart.
 */
import { bestMatching, type Candidate, greedyMatching } from "./compare/matching";
import { overlapOf, type Shape, shapeOf } from "./compare/overlap";
import { deepEqual } from "./equality";
import { type PictureSize, PLAIN_SIZE } from "./geometry";
import type { Geometry } from "./types";

export type Comparable = {
  readonly key: string;
  readonly labels: readonly string[];
  readonly geometry: Geometry;
  /** Size of the region's own picture, where it states one. */
  readonly size?: PictureSize | undefined;
  /** Regions on different layers, such as the pictures of one object, are never compared. */
  readonly layer?: string | undefined;
  /** How many frames its video has. */
  readonly frames?: number | undefined;
};

export type Contestant = { readonly key: string; readonly regions: readonly Comparable[] };

/** How a region stands against the other annotators. */
export type Standing = "agreeing" | "disagreeing" | "missing";

/** In what two regions that mean the same thing differ. */
export type Difference = "label" | "place" | "label and place";

/** What a region has to do with one of another annotator. */
export type Link = {
  /** The other one, as a `regionRef`. */
  readonly ref: string;
  /** Null where the two agree. */
  readonly difference: Difference | null;
};

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
  readonly links: readonly Link[];
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
  const prepared = contestants.map((contestant) => prepare(contestant, size));
  return compareAll(contestants, (left, right) =>
    matchPair(prepared[left] ?? [], prepared[right] ?? [], threshold),
  );
}

/** Compare two states of one annotation: a region is the same by its key, and differs by any change. */
export function compareVersions(
  before: Contestant,
  after: Contestant,
): ReadonlyMap<string, Comparison> {
  const now = new Map(after.regions.map((region) => [region.key, region]));
  return compareAll([before, after], () =>
    before.regions.flatMap((old) => {
      const current = now.get(old.key);
      if (current === undefined) return [];
      const label = !deepEqual(old.labels, current.labels);
      const place = !deepEqual(old.geometry, current.geometry);
      return [
        {
          left: regionRef(before.key, old.key),
          right: regionRef(after.key, old.key),
          difference: differenceOf(label, place),
        },
      ];
    }),
  );
}

type Match = {
  readonly left: string;
  readonly right: string;
  readonly difference: Difference | null;
};

function compareAll(
  contestants: readonly Contestant[],
  match: (left: number, right: number) => readonly Match[],
): ReadonlyMap<string, Comparison> {
  if (contestants.length < 2) return new Map();
  const links = new Map<string, Link[]>();
  for (const { key, regions } of contestants) {
    for (const region of regions) links.set(regionRef(key, region.key), []);
  }
  contestants.forEach((_contestant, left) => {
    for (let right = left + 1; right < contestants.length; right += 1) {
      for (const { left: one, right: other, difference } of match(left, right)) {
        links.get(one)?.push({ ref: other, difference });
        links.get(other)?.push({ ref: one, difference });
      }
    }
  });
  const others = contestants.length - 1;
  return new Map([...links].map(([ref, found]) => [ref, conclude(found, others)]));
}

type Extent = {
  readonly ref: string;
  readonly shape: Shape;
  readonly label: string;
};

/** Regions in the order of the first axis, so that far ones are never compared. */
function prepare({ key, regions }: Contestant, size: PictureSize): readonly Extent[] {
  return regions
    .map((region) => ({
      ref: regionRef(key, region.key),
      label: [...region.labels].sort().join("\u0000"),
      shape: shapeOf({
        geometry: region.geometry,
        size: region.size ?? size,
        layer: region.layer ?? "",
        frames: region.frames ?? 0,
      }),
    }))
    .sort((a, b) => a.shape.bounds.left - b.shape.bounds.left);
}

/**
 * Agreements are settled first, so that a better overlap of another label cannot break one; only
 * what is left over is compared again. In crowded pictures this also saves most of the work.
 */
function matchPair(
  left: readonly Extent[],
  right: readonly Extent[],
  threshold: number,
): readonly Match[] {
  const agreements = bestMatching(
    overlappingPairs(left, right, { atLeast: threshold, fits: isSameThing }),
  );
  const matched = new Set(agreements.flatMap((pair) => [pair.left, pair.right]));
  const rest = (extents: readonly Extent[]) => extents.filter((extent) => !matched.has(extent));
  const differences = greedyMatching(
    overlappingPairs(rest(left), rest(right), { atLeast: 0, fits: () => true }),
  );
  return [
    ...agreements.map((pair) => ({ ...refsOf(pair), difference: null })),
    ...differences.map((pair) => {
      const label = pair.left.label !== pair.right.label;
      const place = pair.overlap < threshold || pair.left.shape.group !== pair.right.shape.group;
      return { ...refsOf(pair), difference: differenceOf(label, place) ?? "place" };
    }),
  ];
}

const isSameThing = (one: Extent, other: Extent): boolean =>
  one.label === other.label && one.shape.group === other.shape.group;

const refsOf = ({ left, right }: Candidate<Extent>) => ({ left: left.ref, right: right.ref });

function differenceOf(label: boolean, place: boolean): Difference | null {
  if (label && place) return "label and place";
  return label ? "label" : place ? "place" : null;
}

type Wanted = {
  readonly atLeast: number;
  readonly fits: (one: Extent, other: Extent) => boolean;
};

function overlappingPairs(
  left: readonly Extent[],
  right: readonly Extent[],
  { atLeast, fits }: Wanted,
): readonly Candidate<Extent>[] {
  const pairs: Candidate<Extent>[] = [];
  let first = 0;
  const longest = right.reduce((length, { shape: { bounds } }) => {
    return Math.max(length, bounds.right - bounds.left);
  }, 0);
  for (const one of left) {
    const { bounds } = one.shape;
    while (first < right.length && leftOf(right[first]) + longest < bounds.left) first += 1;
    for (let at = first; at < right.length; at += 1) {
      const other = right[at];
      if (other === undefined || other.shape.bounds.left > bounds.right) break;
      if (!touches(one, other) || !fits(one, other)) continue;
      const overlap = overlapOf(one.shape, other.shape);
      if (overlap > 0 && overlap >= atLeast) pairs.push({ left: one, right: other, overlap });
    }
  }
  return pairs;
}

const leftOf = (extent: Extent | undefined): number => extent?.shape.bounds.left ?? 0;

function touches({ shape: { bounds } }: Extent, { shape: other }: Extent): boolean {
  return (
    other.bounds.right >= bounds.left &&
    other.bounds.bottom >= bounds.top &&
    other.bounds.top <= bounds.bottom
  );
}

function conclude(links: readonly Link[], others: number): Comparison {
  const agree = links.filter(({ difference }) => difference === null).length;
  const disagree = links.length - agree;
  const missing = others - agree - disagree;
  const standing = agree === others ? "agreeing" : disagree > 0 ? "disagreeing" : "missing";
  return { standing, agree, disagree, missing, counterparts: links.map(({ ref }) => ref), links };
}
