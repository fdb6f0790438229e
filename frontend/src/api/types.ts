/**
 * The shapes that cross the API under the names the features use. They come from the generated
 * document; parts that it passes through as free JSON (results, parsed configs) are named here.
 */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["Role"];
export type UserSimple = Schemas["UserSimple"];
export type User = Schemas["WhoAmI"];
export type Setup = Schemas["SetupOut"];

export type ConfigNode = {
  tag: string;
  attrs: Record<string, string>;
  children: ConfigNode[];
  text?: string;
};

export type ControlTag = {
  tag: string;
  to_names: string[];
  labels: string[];
  label_attrs: Record<string, Record<string, string>>;
  attrs: Record<string, string>;
  result_type: string;
};

export type ObjectTag = { tag: string; value: string; data_keys: string[] };

/** A labeling config after the server parsed it. */
export type LabelingConfig = {
  tree: ConfigNode;
  controls: Record<string, ControlTag>;
  objects: Record<string, ObjectTag>;
};

export type RejectAction = Schemas["RejectAction"];
/** Answers hold every rule, also those that nobody changed. */
export type ReviewSettings = Required<Schemas["ReviewSettingsOut"]>;
export type ProjectSummary = Schemas["ProjectSummary"];
export type Project = Omit<Schemas["ProjectOut"], "config" | "review_settings"> & {
  config: LabelingConfig;
  review_settings: ReviewSettings;
};
export type ProjectIn = Schemas["ProjectIn"];
export type ProjectPatch = Schemas["ProjectPatch"];
export type Member = Schemas["MemberOut"];
export type MemberIn = Schemas["MemberIn"];

export type Column = Schemas["ColumnOut"];
export type TaskUser = Schemas["TaskMember"];
export type TaskState = Schemas["TaskState"];

/** One entry of an annotation's result. Keys that are not named pass through untouched. */
export type ResultItem = {
  id?: string;
  type?: string;
  from_name?: string;
  to_name?: string;
  value?: Record<string, unknown>;
  [key: string]: unknown;
};

export type Verdict = Schemas["Verdict"];
export type Review = Schemas["ReviewOut"];
export type Annotation = Omit<Schemas["AnnotationOut"], "result"> & { result: ResultItem[] };
export type Prediction = Omit<Schemas["PredictionOut"], "result"> & { result: ResultItem[] };
export type PairScore = Schemas["PairScoreOut"];

export type Task = Schemas["TaskListItem"];
export type TaskPage = Schemas["TaskPage"];
export type TaskDetail = Omit<Schemas["TaskDetail"], "annotations" | "predictions" | "users"> & {
  annotations: Annotation[];
  predictions: Prediction[];
  users: Record<string, UserSimple>;
};

export type SelectedItems = { all: true; excluded: number[] } | { all: false; included: number[] };
export type BulkAction = Schemas["ActionOut"];

export type ImportStatus = Schemas["ImportStatus"];
export type ImportJob = Schemas["ImportOut"];

export type ReviewItem = Omit<Schemas["StreamItem"], "annotation" | "others" | "predictions"> & {
  annotation: Annotation;
  others: Annotation[];
  predictions: Prediction[];
};

export type Dashboard = Schemas["DashboardOut"];
export type AnnotatorRow = Schemas["AnnotatorFigures"];
export type LabelCount = Schemas["LabelUse"];

export type AccessToken = Schemas["AccessTokenOut"];
