/** What the answers on screen disagree about, as a list to go through. */
import type { Difference } from "../compare";
import type { Config, Control } from "../config";
import {
  inWords,
  isAnswered,
  isReadable,
  isSameAnswer,
  taskAnswer,
  titleOf,
} from "../controls/answers";
import { answerKey } from "../document";
import { deepEqual } from "../equality";
import type { PictureSize } from "../geometry";
import { taskAnswers } from "../regions";
import { DIRECTION_SIGNS, type ShownRelation, showRelations } from "../relations/shown-relations";
import { rawItems, type ShownRegion, statedSize } from "../shown-regions";
import type { TaskData } from "../task-data";
import type { Answer, Geometry, ResultItem } from "../types";
import { answerWords, namedPlace, placeWords } from "./words";

export type DisagreementKind =
  | Difference
  /** The answer in focus lacks what others have. */
  | "missing"
  /** Only the answer in focus has it. */
  | "extra"
  /** Some have it, others do not. */
  | "not by all"
  | "answer"
  | "answer for a region"
  | "relation";

/** What one of the answers says. */
export type Side = {
  readonly answer: Answer;
  /** Its regions, as refs: none where it has nothing there. */
  readonly refs: readonly string[];
  readonly words: string;
};

export type Disagreement = {
  readonly key: string;
  readonly kind: DisagreementKind;
  /** What it is about: a text, a place, a question. */
  readonly subject: string;
  readonly sides: readonly Side[];
  /** The control that was answered; null where regions differ. */
  readonly control: string | null;
};

type Seen = {
  readonly config: Config;
  readonly data: TaskData;
  readonly answers: readonly Answer[];
  readonly regions: readonly ShownRegion[];
  readonly focus: string | null;
};

type Shown = Seen & { readonly sizeOf: (object: string) => PictureSize | null };

const NOTHING = "nothing";

/** Looking for a size goes through all items: once for each object. */
function sizesOf(answers: readonly Answer[]): Shown["sizeOf"] {
  const known = new Map<string, PictureSize | null>();
  return (object) => {
    const before = known.get(object);
    if (before !== undefined) return before;
    const size = statedSize(answers, object);
    known.set(object, size);
    return size;
  };
}

export function findDisagreements(seen: Seen): readonly Disagreement[] {
  if (seen.answers.length < 2) return [];
  const shown = { ...seen, sizeOf: sizesOf(seen.answers) };
  const clusters = clustersOf(shown.regions).sort((a, b) => comparePlaces(a[0], b[0]));
  return [
    ...taskDisagreements(shown),
    ...clusters.flatMap((cluster) => regionDisagreements(shown, cluster)),
    ...relationDisagreements(shown, clusters),
  ];
}

/** Relations are the same when they go between regions that stand for the same things. */
function relationDisagreements(
  { answers, regions, focus, sizeOf }: Shown,
  clusters: readonly Cluster[],
): readonly Disagreement[] {
  const relations = showRelations({ answers, regions });
  if (relations.length === 0) return [];
  const places = new Map(
    clusters.flatMap((cluster, at) => cluster.map(({ ref }) => [ref, at] as const)),
  );
  const pairs = new Map<string, ShownRelation[]>();
  for (const each of relations) {
    const [from, to] = [places.get(each.from?.ref ?? ""), places.get(each.to?.ref ?? "")];
    if (from === undefined || to === undefined) continue;
    const pair = `${Math.min(from, to)} ${Math.max(from, to)}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), each]);
  }
  return [...pairs].flatMap(([pair, found]) => {
    const start = places.get(found[0]?.from?.ref ?? "");
    const wordsOf = ({ from, relation: { direction, labels } }: ShownRelation) => {
      const isTurned = places.get(from?.ref ?? "") !== start;
      const sign = DIRECTION_SIGNS[isTurned ? TURNED[direction] : direction];
      return [sign, ...[...labels].sort()].join(" ");
    };
    const sides = answers.map((answer) => {
      const own = found.filter((each) => each.answer.key === answer.key);
      const refs = own.flatMap(({ from }) => from?.ref ?? []);
      return { answer, refs, words: own.map(wordsOf).sort().join(", ") || NOTHING };
    });
    if (sides.every(({ words }) => words === sides[0]?.words)) return [];
    const named = found.find(({ answer }) => answer.key === focus) ?? found[0];
    const ends = [named?.from, named?.to].flatMap((end) =>
      end === undefined ? [] : namedPlace(end, sizeOf(end.region.object)),
    );
    const subject = ends.join(" and ");
    return [{ key: `relation ${pair}`, kind: "relation" as const, subject, sides, control: null }];
  });
}

const TURNED = { right: "left", left: "right", bi: "bi" } as const;

type Cluster = readonly ShownRegion[];

/** Regions that stand for one thing, through whoever they were matched with. */
export function clustersOf(regions: readonly ShownRegion[]): Cluster[] {
  const byRef = new Map(regions.map((region) => [region.ref, region]));
  const seen = new Set<string>();
  return regions.flatMap((start) => {
    if (seen.has(start.ref)) return [];
    seen.add(start.ref);
    const cluster: ShownRegion[] = [start];
    for (const region of cluster) {
      for (const ref of region.comparison?.counterparts ?? []) {
        const other = byRef.get(ref);
        if (other === undefined || seen.has(ref)) continue;
        seen.add(ref);
        cluster.push(other);
      }
    }
    return [cluster];
  });
}

function regionDisagreements(shown: Shown, cluster: Cluster): readonly Disagreement[] {
  const first = front(cluster, shown.focus);
  if (first === undefined) return [];
  const subject = namedPlace(first, shown.sizeOf(first.region.object));
  const kind = kindOf(shown, cluster);
  const fields = fieldDisagreements(shown, cluster, subject);
  if (kind === null) return fields;
  const sides = shown.answers.map((answer) => {
    const own = cluster.filter((region) => region.answer.key === answer.key);
    return {
      answer,
      refs: own.map(({ ref }) => ref),
      words: own.map((region) => sideWords(shown, region, first)).join(", ") || NOTHING,
    };
  });
  return [{ key: first.ref, kind, subject, sides, control: null }, ...fields];
}

function kindOf({ answers, focus }: Shown, cluster: Cluster): DisagreementKind | null {
  const differences = cluster.flatMap(({ comparison }) =>
    (comparison?.links ?? []).map(({ difference }) => difference),
  );
  const label = differences.some((each) => each === "label" || each === "label and place");
  const place = differences.some((each) => each === "place" || each === "label and place");
  if (label || place) return label && place ? "label and place" : label ? "label" : "place";
  const owners = new Set(cluster.map(({ answer }) => answer.key));
  if (owners.size === answers.length) return null;
  if (focus === null || answers.every(({ key }) => key !== focus)) return "not by all";
  if (!owners.has(focus)) return "missing";
  return owners.size === 1 ? "extra" : "not by all";
}

/** The label, and the place where it is not the one that names the disagreement. */
function sideWords({ sizeOf }: Shown, region: ShownRegion, first: ShownRegion): string {
  const place = placeWords(region, sizeOf(region.region.object));
  const known = placeWords(first, sizeOf(first.region.object));
  return place === known ? region.title : `${region.title} ${place}`;
}

/** Answers for regions that all agree on otherwise, or in part. */
function fieldDisagreements(
  { config, data, answers }: Shown,
  cluster: Cluster,
  subject: string,
): readonly Disagreement[] {
  if (cluster.length < 2) return [];
  return [...config.controls.values()]
    .filter((control) => isAnswered(control) && control.attrs["perRegion"] === "true")
    .flatMap((control) => {
      const values = cluster.map(({ companions }) => companionAnswer(companions, control));
      if (values.every((value) => isSameAnswer(control.type, value, values[0]))) return [];
      const sides = answers.flatMap((answer) => {
        const at = cluster.findIndex((region) => region.answer.key === answer.key);
        const own = cluster[at];
        if (own === undefined) return [];
        const words = valueWords({ config, control, data }, values[at]);
        return [{ answer, refs: [own.ref], words }];
      });
      const key = `${cluster[0]?.ref ?? ""} ${control.name}`;
      const about = `${titleOf(control)} of ${subject}`;
      return [{ key, kind: "answer for a region" as const, subject: about, sides, control: null }];
    });
}

function companionAnswer(companions: readonly ResultItem[], { name, type }: Control): unknown {
  const item = companions.find((each) => each.from_name === name && each.type === type);
  const value = item?.value?.[answerKey(type)];
  return isReadable(type, value) ? value : undefined;
}

function taskDisagreements(shown: Shown): readonly Disagreement[] {
  const { config, answers } = shown;
  const controls = [...config.controls.values()].filter(
    (control) => isAnswered(control) && control.attrs["perRegion"] !== "true",
  );
  const known = new Set(controls.map(({ name }) => name));
  const others = new Set(
    answers.flatMap(({ result }) =>
      rawItems(config, result)
        .filter((item) => item.type !== "relation" && !known.has(item.from_name ?? ""))
        .map((item) => item.from_name ?? ""),
    ),
  );
  return [
    ...controls.flatMap((control) => answeredControl(shown, control)),
    ...[...others].flatMap((name) => storedControl(shown, name)),
  ];
}

function answeredControl({ config, data, answers }: Shown, control: Control): Disagreement[] {
  const values = answers.map(({ result }) => taskAnswer(result, control));
  if (values.every((value) => isSameAnswer(control.type, value, values[0]))) return [];
  const sides = answers.map((answer, at) => ({
    answer,
    refs: [],
    words: valueWords({ config, control, data }, values[at]),
  }));
  const { name } = control;
  return [
    { key: `control ${name}`, kind: "answer", subject: titleOf(control), sides, control: name },
  ];
}

/** Kinds of items that no viewer reads: they differ when what is stored differs. */
function storedControl({ config, answers }: Shown, name: string): Disagreement[] {
  const values = answers.map(({ result }) =>
    rawItems(config, result)
      .filter((item) => (item.from_name ?? "") === name && item.type !== "relation")
      .map(({ type, value }) => ({ type, value })),
  );
  if (values.every((value) => deepEqual(value, values[0]))) return [];
  const sides = answers.map((answer, at) => ({
    answer,
    refs: [],
    words: shortly((values[at] ?? []).map(({ value }) => storedWords(value)).join("; ")) || NOTHING,
  }));
  const isAnswer = answers.some(({ result }) => hasTaskAnswer(result, name));
  return [
    {
      key: `stored ${name}`,
      kind: "answer",
      subject: name === "" ? "Other answers" : name,
      sides,
      control: isAnswer ? name : null,
    },
  ];
}

function hasTaskAnswer(result: readonly ResultItem[], control: string): boolean {
  return taskAnswers(result).some(({ from_name }) => from_name === control);
}

function valueWords(words: Parameters<typeof inWords>[0], value: unknown): string {
  return value === undefined ? NOTHING : shortly(inWords(words, value).join(", ")) || NOTHING;
}

function storedWords(value: ResultItem["value"]): string {
  const entries = Object.values(value ?? {});
  return answerWords(entries.length === 1 ? entries[0] : value);
}

const LONGEST = 120;

function shortly(text: string): string {
  const characters = Array.from(text);
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("")}…` : text;
}

function front(cluster: Cluster, focus: string | null): ShownRegion | undefined {
  return cluster.find(({ answer }) => answer.key === focus) ?? cluster[0];
}

/** In the order of reading: along the text or the time, down the picture. */
function comparePlaces(a: ShownRegion | undefined, b: ShownRegion | undefined): number {
  if (a === undefined || b === undefined) return 0;
  const [left, right] = [placeOf(a), placeOf(b)];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function placeOf({ geometry, region }: ShownRegion): readonly number[] {
  const layer = region.item["item_index"];
  return [typeof layer === "number" ? layer : 0, ...startOf(geometry)];
}

function startOf(geometry: Geometry): readonly number[] {
  switch (geometry.kind) {
    case "span":
    case "time":
      return [geometry.start, geometry.end];
    case "frames":
      return [geometry.ranges[0]?.start ?? 0];
    case "passage":
      return [geometry.globalStart ?? (Number(geometry.start) || 0), geometry.startOffset];
    case "polygon":
      return [geometry.points[0]?.[1] ?? 0, geometry.points[0]?.[0] ?? 0];
    case "path":
      return [Number(geometry.vertices[0]?.["y"]) || 0, Number(geometry.vertices[0]?.["x"]) || 0];
    case "track":
      return [Number(geometry.sequence[0]?.["frame"]) || 0];
    case "mask":
      return [0];
    default:
      return [geometry.y, geometry.x];
  }
}
