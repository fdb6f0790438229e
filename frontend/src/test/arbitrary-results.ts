/** Generated results for property tests: items of every type, with keys that nobody knows. */
import fc from "fast-check";
import type { ResultItem } from "@/viewers/types";

type Value = Readonly<Record<string, unknown>>;

const percent = fc.double({ min: 0, max: 100, noNaN: true, noDefaultInfinity: true });
const whole = fc.nat({ max: 5000 });
const seconds = fc.double({ min: 0, max: 600, noNaN: true, noDefaultInfinity: true });
const words = fc.string({ unit: "grapheme", maxLength: 12 });
const label = fc.constantFrom("Car", "Sign", "人", "a b", "");
const labels = fc.array(label, { maxLength: 3 });
const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 3,
});

/** Whatever an exporter may have put beside what we know. */
const stray = fc.dictionary(
  fc.constantFrom("meta", "score", "note", "__proto__x", "z", "parentID", "hidden"),
  fc.jsonValue({ maxDepth: 2 }),
  { maxKeys: 3 },
);

const rectangle = {
  x: percent,
  y: percent,
  width: percent,
  height: percent,
  rotation: fc.integer({ min: -180, max: 360 }),
};
const round = { x: percent, y: percent, radiusX: percent, radiusY: percent, rotation: whole };
const outline = {
  points: fc.array(fc.tuple(percent, percent), { minLength: 1, maxLength: 5 }),
  closed: fc.boolean(),
};
const dot = { x: percent, y: percent, width: percent };
const line = {
  vertices: fc.array(
    fc.record({ id: words, x: percent, y: percent, isBezier: fc.boolean(), prevPointId: words }),
    { minLength: 1, maxLength: 4 },
  ),
  closed: fc.boolean(),
};
const runs = {
  format: fc.constant("rle"),
  rle: fc.array(fc.nat({ max: 255 }), { minLength: 1, maxLength: 30 }),
};
const bitmap = { imageDataURL: words.map((each) => `data:image/png;base64,${each}`) };
const stretch = { start: whole, end: whole };
const passage = {
  start: fc.constant("/p[1]/text()[1]"),
  end: fc.constant("/p[2]/text()[1]"),
  startOffset: whole,
  endOffset: whole,
  globalOffsets: fc.record(stretch),
  text: words,
};
const turn = { ...passage, start: fc.constant("0"), end: fc.constant("2") };
const heard = { start: seconds, end: seconds, channel: fc.constantFrom(0, 1) };
const measured = {
  start: fc.constantFrom("2026-02-03 06:00:00", "06:00", 12),
  end: fc.constantFrom("2026-02-03 07:00:00", "07:00", 900.5),
  instant: fc.boolean(),
};
const track = {
  framesCount: whole,
  duration: seconds,
  sequence: fc.array(
    fc.record({ ...rectangle, frame: whole, enabled: fc.boolean(), time: seconds }),
    { maxLength: 3 },
  ),
};
const ranges = { ranges: fc.array(fc.record(stretch), { minLength: 1, maxLength: 3 }) };

/** Types that lie somewhere, with the keys of their place. */
const REGIONS: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  labels: { ...stretch, text: words },
  hypertextlabels: passage,
  paragraphlabels: turn,
  rectanglelabels: rectangle,
  rectangle,
  ellipselabels: round,
  ellipse: round,
  polygonlabels: outline,
  polygon: outline,
  keypointlabels: dot,
  keypoint: dot,
  vectorlabels: line,
  vector: line,
  brushlabels: runs,
  brush: runs,
  bitmasklabels: bitmap,
  bitmask: bitmap,
  audio: heard,
  timeserieslabels: measured,
  videorectangle: track,
  timelinelabels: ranges,
  cubelabels: { position: fc.record({ x: seconds, y: seconds }) },
};

/** Types that answer a question about the task, with the key and the kind of their answer. */
export const ANSWERS: Readonly<Record<string, readonly [string, fc.Arbitrary<unknown>]>> = {
  choices: [
    "choices",
    fc.array(fc.oneof(fc.constantFrom("Car", "人"), texts), { minLength: 1, maxLength: 3 }),
  ],
  taxonomy: ["taxonomy", fc.array(texts, { minLength: 1, maxLength: 3 })],
  rating: ["rating", fc.integer({ min: 1, max: 5 })],
  number: ["number", seconds],
  datetime: ["datetime", fc.constantFrom("2026-03-02", "2026-03-02T06:00")],
  textarea: ["text", texts],
  pairwise: ["selected", fc.constantFrom("left", "right")],
  ranker: ["ranker", fc.dictionary(words, texts, { minKeys: 1, maxKeys: 2 })],
};

const region = fc.constantFrom(...Object.keys(REGIONS)).chain((type) =>
  fc.record({ place: fc.record(REGIONS[type] ?? {}), labels, stray, beside: stray }).map(
    ({ place, labels: given, stray: inside, beside }): ResultItem => ({
      ...beside,
      from_name: `the ${type}`,
      type,
      value: { ...inside, ...place, ...(type.endsWith("labels") ? { [type]: given } : {}) },
      to_name: "object",
      origin: "manual",
    }),
  ),
);

const answer = fc.constantFrom(...Object.keys(ANSWERS)).chain((type) => {
  const [key, kind] = ANSWERS[type] ?? ["", fc.constant(null)];
  return fc.record({ given: kind, stray, beside: stray }).map(
    ({ given, stray: inside, beside }): ResultItem => ({
      ...beside,
      value: { ...inside, [key]: given } as Value,
      from_name: `the ${type}`,
      to_name: "object",
      type,
    }),
  );
});

const unknown = fc
  .record({ kind: words, value: fc.jsonValue({ maxDepth: 2 }), beside: stray })
  .map(
    ({ kind, value, beside }): ResultItem =>
      ({ ...beside, type: `x-${kind}`, from_name: "gone", value }) as ResultItem,
  );

/** A result: regions, some with answers of their own, answers, relations, and what is not known. */
export const results = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(region, fc.array(answer, { maxLength: 2 })) },
      { weight: 2, arbitrary: answer.map((each) => [each, []] as const) },
      { weight: 1, arbitrary: unknown.map((each) => [each, []] as const) },
    ),
    { minLength: 1, maxLength: 7 },
  )
  .map((parts) => {
    const items = parts.flatMap(([first, own], at) => [
      { id: `r${at}`, ...first },
      ...own.map((each) => ({
        ...each,
        id: `r${at}`,
        from_name: `${each.from_name} of a region`,
        value: { ...first.value, ...each.value },
      })),
    ]);
    const related = parts.length > 1 ? [RELATION] : [];
    // As it comes from the server: parsed, so that nothing is shared between the items.
    return JSON.parse(JSON.stringify([...items, ...related])) as readonly ResultItem[];
  });

const RELATION: ResultItem = {
  type: "relation",
  from_id: "r0",
  to_id: "r1",
  direction: "right",
  labels: ["of"],
  weight: 0.5,
};
