/**
 * The reviewer's path through a stream, as a pure state machine. Screens advance at once; sending
 * the verdicts happens behind them, and a refused one brings its item back with the reason.
 */
import type { Annotation, ReviewItem, Verdict } from "@/api/types";
import { type AnnotationDocument, applyEdit, openDocument } from "@/viewers/document";
import { rebase } from "@/viewers/merge";
import type { Result } from "@/viewers/types";
import { withFresh } from "./fresh-items";

export type Trouble =
  | { readonly kind: "refused"; readonly message: string }
  /** Somebody changed the annotation after it was shown. */
  | { readonly kind: "stale"; readonly message: string; readonly current: Annotation };

/** One annotation on the path. */
export type Stop = {
  readonly annotationId: number;
  readonly taskId: number;
  readonly verdict: Verdict | null;
  /** The verdict is not with the server yet. */
  readonly sending: boolean;
  readonly startedAt: string;
  readonly trouble: Trouble | null;
  /** The hold on it ran out or went to somebody else. */
  readonly lost: boolean;
};

export type StreamState = {
  readonly phase: "loading" | "serving" | "finished";
  readonly path: readonly Stop[];
  /** Place on the path; its length while nothing is on screen. */
  readonly at: number;
  /** Held by this stream, not shown yet. */
  readonly queue: readonly ReviewItem[];
  readonly items: ReadonlyMap<number, ReviewItem>;
  readonly documents: ReadonlyMap<number, AnnotationDocument>;
  readonly comments: ReadonlyMap<number, string>;
  /** Annotations without a verdict, as far as known. */
  readonly remaining: number;
  readonly heldByOthers: number;
};

export type Served = {
  readonly items: readonly ReviewItem[];
  readonly remaining: number;
  readonly held_by_others: number;
};

export type StreamEvent =
  | {
      readonly type: "served";
      readonly answer: Served;
      readonly unsent: ReadonlySet<number>;
      readonly now: string;
    }
  | { readonly type: "loaded"; readonly item: ReviewItem }
  | {
      readonly type: "decided";
      readonly verdict: Verdict;
      readonly closesTask: boolean;
      readonly now: string;
    }
  | {
      readonly type: "confirmed";
      readonly annotationId: number;
      readonly version: number;
      readonly result: Result | null;
    }
  | { readonly type: "refused"; readonly annotationId: number; readonly trouble: Trouble }
  | { readonly type: "dropped"; readonly annotationId: number; readonly now: string }
  | { readonly type: "rebased"; readonly keepMine: boolean }
  | {
      readonly type: "edited";
      readonly update: (document: AnnotationDocument) => AnnotationDocument;
    }
  | { readonly type: "commented"; readonly text: string }
  | { readonly type: "starred"; readonly annotation: Annotation }
  | { readonly type: "skipped"; readonly now: string }
  | { readonly type: "back" }
  | { readonly type: "forward"; readonly now: string };

export type RememberedStop = Pick<Stop, "annotationId" | "taskId" | "verdict">;

export function startStream(path: readonly RememberedStop[] = []): StreamState {
  return {
    phase: "loading",
    path: path.map((stop) => ({
      ...stop,
      sending: false,
      startedAt: "",
      trouble: null,
      lost: false,
    })),
    at: path.length,
    queue: [],
    items: new Map(),
    documents: new Map(),
    comments: new Map(),
    remaining: 0,
    heldByOthers: 0,
  };
}

export function currentStop(state: StreamState): Stop | null {
  return state.path[state.at] ?? null;
}

export function currentItem(state: StreamState): ReviewItem | null {
  const stop = currentStop(state);
  return stop === null ? null : (state.items.get(stop.annotationId) ?? null);
}

export function documentOf(state: StreamState, item: ReviewItem): AnnotationDocument {
  return state.documents.get(item.annotation.id) ?? openDocument(item.annotation.result);
}

/** How many items this stream has to hold: those on the path without a verdict, and some ahead. */
export function wantedLeases(state: StreamState, unsent: number): number {
  const open = state.path.filter(({ verdict }) => verdict === null).length;
  return Math.min(MOST_LEASES, Math.max(1, open) + AHEAD + unsent);
}

/** True while setting the item aside would leave room for another one. */
export function canSkip(state: StreamState): boolean {
  const open = state.path.filter(({ verdict }) => verdict === null).length;
  const elsewhere = state.path.some(({ verdict }, at) => verdict === null && at !== state.at);
  return elsewhere || (state.queue.length > 0 && open + AHEAD < MOST_LEASES);
}

const AHEAD = 3;
/** As many as the server leases at once. */
const MOST_LEASES = 10;

export function advance(state: StreamState, event: StreamEvent): StreamState {
  switch (event.type) {
    case "served":
      return serve(state, event.answer, event.unsent, event.now);
    case "loaded":
      return load(state, event.item);
    case "decided":
      return decide(state, event.verdict, event.closesTask, event.now);
    case "confirmed":
      return confirm(state, event.annotationId, event.version, event.result);
    case "refused":
      return refuse(state, event.annotationId, event.trouble);
    case "dropped":
      return drop(state, event.annotationId, event.now);
    case "rebased":
      return takeCurrent(state, event.keepMine);
    case "edited":
      return edit(state, event.update);
    case "commented":
      return onCurrent(state, (id) => ({ comments: new Map(state.comments).set(id, event.text) }));
    case "starred":
      return star(state, event.annotation);
    case "skipped":
      return goOn(state, event.now);
    case "back":
      return state.at === 0 ? state : { ...state, phase: "serving", at: state.at - 1 };
    case "forward":
      return state.at + 1 < state.path.length
        ? { ...state, at: state.at + 1 }
        : goOn(state, event.now);
  }
}

/**
 * The server's list of what this stream holds replaces ours, except for verdicts on their way:
 * `unsent` names the annotations whose verdict the server cannot know yet.
 */
function serve(
  state: StreamState,
  answer: Served,
  unsent: ReadonlySet<number>,
  now: string,
): StreamState {
  const fresh = answer.items.filter(({ annotation }) => !unsent.has(annotation.id));
  const held = new Map(fresh.map((item) => [item.annotation.id, item]));
  const open = new Set(
    state.path.filter(({ verdict }) => verdict === null).map(({ annotationId }) => annotationId),
  );
  // An annotation that was judged before and is served again has changed: its old stop is history.
  const shown = state.path[state.at];
  const path = state.path
    .filter(({ annotationId, verdict }) => verdict === null || !held.has(annotationId))
    .map((stop) =>
      stop.verdict === null ? { ...stop, lost: !held.has(stop.annotationId) } : stop,
    );
  const at =
    shown === undefined
      ? path.length
      : path.findIndex((stop) => stop.annotationId === shown.annotationId);

  const next: StreamState = {
    ...state,
    path,
    at: at < 0 ? path.length : at,
    queue: fresh.filter(({ annotation }) => !open.has(annotation.id)),
    items: withFresh(state.items, fresh, open),
    remaining: Math.max(0, answer.remaining - unsent.size),
    heldByOthers: answer.held_by_others,
  };
  return currentStop(next) === null ? goOn(next, now, "finished") : next;
}

/** The next stop without a verdict: further along the path, then a new item, then one set aside. */
function goOn(
  state: StreamState,
  now: string,
  ifNone: "finished" | "loading" = "loading",
): StreamState {
  const isOpen = ({ verdict }: Stop) => verdict === null;
  const ahead = state.path.findIndex((stop, index) => index > state.at && isOpen(stop));
  if (ahead >= 0) return { ...state, phase: "serving", at: ahead };

  const [item, ...queue] = state.queue;
  if (item !== undefined) {
    const stop: Stop = {
      annotationId: item.annotation.id,
      taskId: item.task.id,
      verdict: null,
      sending: false,
      startedAt: now,
      trouble: null,
      lost: false,
    };
    const path = [...state.path, stop];
    return { ...state, phase: "serving", path, at: path.length - 1, queue };
  }

  const aside = state.path.findIndex((stop, index) => index !== state.at && isOpen(stop));
  if (aside >= 0) return { ...state, phase: "serving", at: aside };
  if (currentStop(state)?.verdict === null) return state;
  return { ...state, phase: ifNone, at: state.path.length };
}

function decide(
  state: StreamState,
  verdict: Verdict,
  closesTask: boolean,
  now: string,
): StreamState {
  const stop = currentStop(state);
  if (stop === null) return state;
  const first = stop.verdict === null ? 1 : 0;
  const decided = replaceStop(state, stop.annotationId, {
    verdict,
    sending: true,
    trouble: null,
    lost: false,
  });
  // One accepted annotation can be all that a task needs: its others are not served any more.
  const queue = closesTask
    ? decided.queue.filter(({ task }) => task.id !== stop.taskId)
    : decided.queue;
  const remaining = Math.max(0, state.remaining - first);
  return goOn({ ...decided, queue, remaining }, now);
}

function confirm(
  state: StreamState,
  annotationId: number,
  version: number,
  result: Result | null,
): StreamState {
  const settled = replaceStop(state, annotationId, { sending: false, trouble: null });
  const item = state.items.get(annotationId);
  if (item === undefined) return settled;
  const kept = result === null ? item.annotation.result : [...result];
  const annotation: Annotation = { ...item.annotation, version, result: kept };
  const documents = new Map(state.documents);
  documents.delete(annotationId);
  return {
    ...settled,
    items: new Map(state.items).set(annotationId, { ...item, annotation }),
    documents,
  };
}

/** Back on screen with the reason; what the reviewer edited and wrote is still there. */
function refuse(state: StreamState, annotationId: number, trouble: Trouble): StreamState {
  const at = state.path.findIndex((stop) => stop.annotationId === annotationId);
  if (at < 0) return state;
  const back = replaceStop(state, annotationId, { verdict: null, sending: false, trouble });
  return { ...back, phase: "serving", at, remaining: state.remaining + 1 };
}

/** Somebody else has it, or it is gone: off the path, and on if it was on screen. */
function drop(state: StreamState, annotationId: number, now: string): StreamState {
  const index = state.path.findIndex((stop) => stop.annotationId === annotationId);
  if (index < 0) return state;
  const path = state.path.filter((_stop, at) => at !== index);
  if (index === state.at) return goOn({ ...state, path, at: index - 1 }, now);
  return { ...state, path, at: index < state.at ? state.at - 1 : state.at };
}

/** Go on with the changed annotation, with or without the reviewer's own edits on top. */
function takeCurrent(state: StreamState, keepMine: boolean): StreamState {
  const stop = currentStop(state);
  const item = currentItem(state);
  if (stop?.trouble?.kind !== "stale" || item === null) return state;
  const { current } = stop.trouble;
  const mine = documentOf(state, item);
  const opened = openDocument(current.result);
  const document = keepMine
    ? applyEdit(opened, () => rebase(mine.original, mine.current, current.result).result)
    : opened;
  return {
    ...replaceStop(state, stop.annotationId, { trouble: null }),
    items: new Map(state.items).set(stop.annotationId, { ...item, annotation: current }),
    documents: new Map(state.documents).set(stop.annotationId, document),
  };
}

function load(state: StreamState, item: ReviewItem): StreamState {
  const { id } = item.annotation;
  const stop = state.path.find(({ annotationId }) => annotationId === id);
  const edited = state.documents.has(id) && state.items.has(id);
  if (stop === undefined || stop.sending || edited) return state;
  return { ...state, items: new Map(state.items).set(id, item) };
}

function edit(
  state: StreamState,
  update: (document: AnnotationDocument) => AnnotationDocument,
): StreamState {
  const item = currentItem(state);
  if (item === null) return state;
  const before = documentOf(state, item);
  const after = update(before);
  if (after === before) return state;
  return { ...state, documents: new Map(state.documents).set(item.annotation.id, after) };
}

/** One star per task: the others of the task lose theirs. */
function star(state: StreamState, starred: Annotation): StreamState {
  const restar = (annotation: Annotation): Annotation => {
    if (annotation.task !== starred.task) return annotation;
    if (annotation.id === starred.id) {
      return { ...annotation, ground_truth: starred.ground_truth };
    }
    return starred.ground_truth ? { ...annotation, ground_truth: false } : annotation;
  };
  const apply = (item: ReviewItem): ReviewItem =>
    item.task.id === starred.task
      ? {
          ...item,
          task: { ...item.task, ground_truth: starred.ground_truth },
          annotation: restar(item.annotation),
          others: item.others.map(restar),
        }
      : item;
  return {
    ...state,
    queue: state.queue.map(apply),
    items: new Map([...state.items].map(([id, item]) => [id, apply(item)])),
  };
}

function replaceStop(state: StreamState, annotationId: number, patch: Partial<Stop>): StreamState {
  const path = state.path.map((stop) =>
    stop.annotationId === annotationId ? { ...stop, ...patch } : stop,
  );
  return { ...state, path };
}

function onCurrent(
  state: StreamState,
  change: (annotationId: number) => Partial<StreamState>,
): StreamState {
  const stop = currentStop(state);
  return stop === null ? state : { ...state, ...change(stop.annotationId) };
}
