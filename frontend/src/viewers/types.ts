/** Plain data the viewers work on. Nothing here knows the API: features map their rows to these. */

/** One entry of a `result` array. Only the keys we read are named; every other key passes through untouched. */
export type ResultItem = {
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly from_name?: string | undefined;
  readonly to_name?: string | undefined;
  readonly value?: Readonly<Record<string, unknown>> | undefined;
  readonly [key: string]: unknown;
};

/** The document: exactly the array that the server sent, in its order. */
export type Result = readonly ResultItem[];

/** One element of a labeling config. */
export type ConfigNode = {
  readonly tag: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly ConfigNode[];
  readonly text?: string | null | undefined;
};

/** An answer to show: an annotation or a model's prediction. */
export type Answer = {
  /** Unique among the answers of one task, such as `annotation-12`. */
  readonly key: string;
  /** Who made it, as shown to the reviewer. */
  readonly name: string;
  readonly kind: "annotation" | "prediction";
  readonly groundTruth: boolean;
  /** The colour that stands for its author wherever several answers are shown. */
  readonly colour: string;
  readonly result: Result;
};

export type SpanGeometry = {
  readonly kind: "span";
  /** Half-open range of Unicode code points. */
  readonly start: number;
  readonly end: number;
};

export type BoxGeometry = {
  readonly kind: "box";
  /** Percent of the picture; x and y are the top left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise about the top left corner. */
  readonly rotation: number;
};

export type Geometry = SpanGeometry | BoxGeometry;
