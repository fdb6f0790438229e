import { describe, expect, test } from "vitest";
import type { ReviewItem } from "@/api/types";
import { makeAnnotation, makeItem } from "@/test/review-items";
import { applyEdit, isChanged, setChoices } from "@/viewers/document";
import {
  advance,
  canSkip,
  currentItem,
  currentStop,
  documentOf,
  type StreamEvent,
  type StreamState,
  startStream,
  wantedLeases,
} from "./stream";

const now = "2026-01-02T11:00:00Z";

const served = (
  items: readonly ReviewItem[],
  unsent: readonly number[] = [],
  more: Partial<{ remaining: number; held_by_others: number }> = {},
): StreamEvent => ({
  type: "served",
  answer: { items, remaining: items.length, held_by_others: 0, ...more },
  unsent: new Set(unsent),
  now,
});

const accept: StreamEvent = { type: "decided", verdict: "accepted", closesTask: false, now };
const confirmed = (annotationId: number): StreamEvent => ({
  type: "confirmed",
  annotationId,
  version: 1,
  result: null,
});
const refused = (annotationId: number): StreamEvent => ({
  type: "refused",
  annotationId,
  trouble: { kind: "refused", message: "No." },
});
const skip: StreamEvent = { type: "skipped", now };
const back: StreamEvent = { type: "back" };

const run = (events: readonly StreamEvent[], start: StreamState = startStream()) =>
  events.reduce(advance, start);

const onScreen = (state: StreamState) => currentStop(state)?.annotationId ?? null;
const tick = (choice: string): StreamEvent => ({
  type: "edited",
  update: (document) =>
    applyEdit(document, setChoices({ control: "tone", object: "text" }, [choice])),
});

describe("going on", () => {
  test("the first item shows as soon as it is there, the rest waits", () => {
    const state = run([served([makeItem(1), makeItem(2), makeItem(3)])]);

    expect(onScreen(state)).toBe(1);
    expect(state.queue.map(({ annotation }) => annotation.id)).toEqual([2, 3]);
    expect(currentStop(state)?.startedAt).toBe(now);
  });

  test("a verdict shows the next item without waiting for the server", () => {
    const state = run([served([makeItem(1), makeItem(2)], [], { remaining: 9 }), accept]);

    expect(onScreen(state)).toBe(2);
    expect(state.path[0]).toMatchObject({ verdict: "accepted", sending: true });
    expect(state.remaining).toBe(8);
  });

  test("after the last item the screen waits, and only the server says that it is the end", () => {
    const waiting = run([served([makeItem(1)]), accept]);
    expect(waiting.phase).toBe("loading");

    const finished = run([confirmed(1), served([])], waiting);
    expect(finished.phase).toBe("finished");
    expect(onScreen(finished)).toBeNull();
  });

  test("more items after the end go on from there", () => {
    const state = run([served([]), served([makeItem(4)])]);

    expect(state.phase).toBe("serving");
    expect(onScreen(state)).toBe(4);
  });

  test("an accepted annotation that closes its task takes the task's others off the queue", () => {
    const items = [makeItem(1, { task: 50 }), makeItem(2, { task: 50 }), makeItem(3)];

    const state = run([served(items), { ...accept, closesTask: true } as StreamEvent]);

    expect(onScreen(state)).toBe(3);
  });
});

describe("what the server holds for us", () => {
  test("a verdict on its way is not served again", () => {
    const state = run([
      served([makeItem(1), makeItem(2)]),
      accept,
      served([makeItem(1), makeItem(2), makeItem(3)], [1], { remaining: 3 }),
    ]);

    expect(onScreen(state)).toBe(2);
    expect(state.queue.map(({ annotation }) => annotation.id)).toEqual([3]);
    expect(state.remaining).toBe(2);
  });

  test("items that are no longer ours leave the queue; the one on screen stays with a warning", () => {
    const state = run([served([makeItem(1), makeItem(2)]), served([makeItem(5)])]);

    expect(onScreen(state)).toBe(1);
    expect(currentStop(state)?.lost).toBe(true);
    expect(state.queue.map(({ annotation }) => annotation.id)).toEqual([5]);
  });

  test("an annotation that was judged and changed comes again as new", () => {
    const changed = makeItem(1, { annotation: makeAnnotation(1, { version: 2 }) });
    const state = run([served([makeItem(1)]), accept, confirmed(1), served([changed])]);

    expect(onScreen(state)).toBe(1);
    expect(state.path).toHaveLength(1);
    expect(currentStop(state)?.verdict).toBeNull();
    expect(currentItem(state)?.annotation.version).toBe(2);
  });

  test("fresh data does not change the version under the reviewer's eyes", () => {
    const newer = makeItem(1, {
      annotation: makeAnnotation(1, { version: 2 }),
      others: [makeAnnotation(8)],
    });
    const same = makeItem(1, { others: [makeAnnotation(9)] });

    const state = run([served([makeItem(1)]), served([newer])]);
    expect(currentItem(state)?.annotation.version).toBe(1);

    const refreshed = run([served([same])], state);
    expect(currentItem(refreshed)?.others.map(({ id }) => id)).toEqual([9]);
    // The same facts again leave the object alone: nothing is drawn anew.
    const again = run([served([structuredClone(same)])], refreshed);
    expect(currentItem(again)).toBe(currentItem(refreshed));
  });

  test("asks for what is on the path, some ahead and what is still unsent, within the limit", () => {
    expect(wantedLeases(startStream(), 0)).toBe(4);
    expect(wantedLeases(run([served([makeItem(1), makeItem(2)]), skip]), 1)).toBe(6);
    expect(wantedLeases(startStream(), 50)).toBe(10);
  });
});

describe("refusals", () => {
  test("bring the item back with the reason, the edits and the comment", () => {
    const state = run([
      served([makeItem(1), makeItem(2)]),
      tick("Bad"),
      { type: "commented", text: "why" },
      accept,
      refused(1),
    ]);

    expect(onScreen(state)).toBe(1);
    expect(currentStop(state)).toMatchObject({ verdict: null, sending: false });
    expect(currentStop(state)?.trouble).toEqual({ kind: "refused", message: "No." });
    expect(state.comments.get(1)).toBe("why");
    const item = currentItem(state);
    expect(item !== null && isChanged(documentOf(state, item))).toBe(true);
  });

  test("after the second try the reviewer is back at the item left behind", () => {
    const state = run([
      served([makeItem(1), makeItem(2), makeItem(3)]),
      accept,
      refused(1),
      accept,
    ]);

    expect(onScreen(state)).toBe(2);
  });

  test("an item that went to somebody else leaves the path", () => {
    const gone: StreamEvent = { type: "dropped", annotationId: 1, now };

    const ahead = run([served([makeItem(1), makeItem(2)]), accept, gone]);
    expect(onScreen(ahead)).toBe(2);
    expect(ahead.path).toHaveLength(1);

    const here = run([served([makeItem(1), makeItem(2)]), gone]);
    expect(onScreen(here)).toBe(2);
  });

  test("the only item going away leaves the screen waiting", () => {
    const state = run([served([makeItem(1)]), { type: "dropped", annotationId: 1, now }]);

    expect(onScreen(state)).toBeNull();
    expect(state.phase).toBe("loading");
  });
});

describe("a stale verdict", () => {
  const current = makeAnnotation(1, {
    version: 2,
    result: [
      {
        id: "c",
        from_name: "tone",
        to_name: "text",
        type: "choices",
        value: { choices: ["Good"] },
      },
      { id: "s", from_name: "label", to_name: "text", type: "labels", value: { start: 0, end: 1 } },
    ],
  });
  const stale: StreamEvent = {
    type: "refused",
    annotationId: 1,
    trouble: { kind: "stale", message: "Changed.", current },
  };
  const start = [served([makeItem(1), makeItem(2)]), tick("Bad"), accept, stale];

  test("can be taken up with the reviewer's own changes on top", () => {
    const state = run([...start, { type: "rebased", keepMine: true }]);

    const item = currentItem(state);
    expect(item?.annotation.version).toBe(2);
    const document = item === null ? null : documentOf(state, item);
    expect(document?.current.map(({ value }) => value)).toEqual([
      { choices: ["Bad"] },
      { start: 0, end: 1 },
    ]);
    expect(currentStop(state)?.trouble).toBeNull();
  });

  test("or as it is now", () => {
    const state = run([...start, { type: "rebased", keepMine: false }]);

    const item = currentItem(state);
    expect(item !== null && isChanged(documentOf(state, item))).toBe(false);
    expect(item?.annotation.result).toHaveLength(2);
  });
});

describe("going back", () => {
  const start = [served([makeItem(1), makeItem(2), makeItem(3)]), accept, confirmed(1), accept];

  test("walks the own path, and a new verdict leads back to the first open item", () => {
    const state = run([...start, back, back]);
    expect(onScreen(state)).toBe(1);
    expect(currentStop(state)?.verdict).toBe("accepted");

    const changed = run([{ ...accept, verdict: "rejected" } as StreamEvent], state);
    expect(changed.path[0]?.verdict).toBe("rejected");
    expect(onScreen(changed)).toBe(3);
  });

  test("stops at the first item", () => {
    expect(onScreen(run([...start, back, back, back, back]))).toBe(1);
  });

  test("a remembered path is there before its items are", () => {
    const path = [{ annotationId: 8, taskId: 108, verdict: "accepted" as const }];
    const state = run([served([makeItem(1)]), back], startStream(path));
    expect(onScreen(state)).toBe(8);
    expect(currentItem(state)).toBeNull();

    const loaded = run([{ type: "loaded", item: makeItem(8) }], state);
    expect(currentItem(loaded)?.annotation.id).toBe(8);
    expect(onScreen(run([{ type: "forward", now }], loaded))).toBe(1);
  });

  test("a fix shows as the annotation's own result", () => {
    const result = [{ id: "c", value: { choices: ["Bad"] } }];
    const state = run([
      served([makeItem(1)]),
      tick("Bad"),
      accept,
      { type: "confirmed", annotationId: 1, version: 2, result },
      back,
    ]);

    const item = currentItem(state);
    expect(item?.annotation).toMatchObject({ version: 2, result });
    expect(item !== null && isChanged(documentOf(state, item))).toBe(false);
  });
});

describe("setting aside", () => {
  test("an item comes again when nothing else is left", () => {
    const state = run([served([makeItem(1), makeItem(2)]), skip]);
    expect(onScreen(state)).toBe(2);

    const again = run([accept], state);
    expect(onScreen(again)).toBe(1);
  });

  test("needs something to go on with", () => {
    expect(canSkip(run([served([makeItem(1)])]))).toBe(false);
    expect(canSkip(run([served([makeItem(1), makeItem(2)])]))).toBe(true);
  });
});

test("a star moves within its task, wherever the annotations are shown", () => {
  const first = makeItem(1, {
    task: 50,
    others: [makeAnnotation(2, { task: 50, ground_truth: true })],
  });
  const second = makeItem(2, {
    task: 50,
    annotation: makeAnnotation(2, { task: 50, ground_truth: true }),
    others: [makeAnnotation(1, { task: 50 })],
  });
  const starred = makeAnnotation(1, { task: 50, ground_truth: true });

  const state = run([served([first, second]), { type: "starred", annotation: starred }]);

  expect(currentItem(state)?.annotation.ground_truth).toBe(true);
  expect(currentItem(state)?.others[0]?.ground_truth).toBe(false);
  expect(state.queue[0]?.annotation.ground_truth).toBe(false);
  expect(state.queue[0]?.others[0]?.ground_truth).toBe(true);
});
