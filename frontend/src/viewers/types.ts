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

export type EllipseGeometry = {
  readonly kind: "ellipse";
  /** Percent of the picture; x and y are the centre. */
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  /** Degrees clockwise about the centre. */
  readonly rotation: number;
};

export type PolygonGeometry = {
  readonly kind: "polygon";
  /** Percent of the picture. */
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly closed: boolean;
};

export type PointGeometry = {
  readonly kind: "point";
  /** Percent of the picture. */
  readonly x: number;
  readonly y: number;
  /** Percent of the picture's width. */
  readonly width: number;
};

/** A line of vertices, such as that of a Vector; curves carry control points. */
export type PathGeometry = {
  readonly kind: "path";
  readonly vertices: readonly Readonly<Record<string, unknown>>[];
  readonly closed: boolean;
};

export type MaskGeometry =
  | { readonly kind: "mask"; readonly format: "rle"; readonly rle: readonly number[] }
  | { readonly kind: "mask"; readonly format: "png"; readonly url: string };

export type TimeGeometry = {
  readonly kind: "time";
  /** Seconds, or the unit of the series; dates are milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly channel: number | null;
};

/** Ranges of frames of a video, both ends included. */
export type FramesGeometry = {
  readonly kind: "frames";
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
};

/** A box that moves: keyframes of a video. */
export type TrackGeometry = {
  readonly kind: "track";
  readonly sequence: readonly Readonly<Record<string, unknown>>[];
};

/** A part of a document: XPaths in HyperText, numbers of paragraphs in Paragraphs. */
export type PassageGeometry = {
  readonly kind: "passage";
  readonly start: string;
  readonly end: string;
  readonly startOffset: number;
  readonly endOffset: number;
  /** Characters of the rendered text, where the item says so. */
  readonly globalStart: number | null;
  readonly globalEnd: number | null;
};

export type Geometry =
  | SpanGeometry
  | BoxGeometry
  | EllipseGeometry
  | PolygonGeometry
  | PointGeometry
  | PathGeometry
  | MaskGeometry
  | TimeGeometry
  | FramesGeometry
  | TrackGeometry
  | PassageGeometry;
