import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "@/api/errors";
import type { Review } from "@/api/types";
import { makeAnnotation, makeItem, makeReview } from "@/test/review-items";
import { applyEdit, setChoices } from "@/viewers/document";
import type { StreamApi, Submission } from "./api";
import { emptyMemory, type Memory, type Remembered } from "./memory";
import { ReviewSession } from "./review-session";
import { currentStop, type Served } from "./stream";

/** A server in memory: serves annotations in order until they are judged. */
class FakeServer implements StreamApi {
  readonly calls: string[] = [];
  readonly submitted: Submission[] = [];
  waiting: number[];
  failures: (ApiError | null)[] = [];

  constructor(count: number) {
    this.waiting = Array.from({ length: count }, (_value, at) => at + 1);
  }

  next = async (_stream: string, limit: number): Promise<Served> => {
    this.calls.push(`next ${limit}`);
    this.fail();
    const items = this.waiting.slice(0, limit).map((id) => makeItem(id));
    return { items, remaining: this.waiting.length, held_by_others: 0 };
  };

  submit = async (_stream: string, submission: Submission): Promise<Review> => {
    this.calls.push(`submit ${submission.annotationId}`);
    this.fail();
    this.submitted.push(submission);
    this.waiting = this.waiting.filter((id) => id !== submission.annotationId);
    const fixed = submission.result === null ? null : submission.version + 1;
    return makeReview(submission.annotationId, { fixed_version: fixed });
  };

  item = async (annotationId: number) => makeItem(annotationId);
  renew = async () => this.waiting;
  release = async () => this.calls.push("release");
  releaseOnLeave = () => undefined;
  star = async (annotationId: number, ground_truth: boolean) =>
    makeAnnotation(annotationId, { ground_truth });

  private fail() {
    const failure = this.failures.shift() ?? null;
    if (failure !== null) throw failure;
  }
}

function inMemory(start: Remembered = emptyMemory()): Memory & { last: Remembered } {
  const memory = {
    last: start,
    read: () => start,
    write: (remembered: Remembered) => {
      memory.last = remembered;
    },
  };
  return memory;
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const accept = { verdict: "accepted", comment: "", rejectAction: null } as const;
const offline = () => new ApiError(0, "No connection.");

async function open(server: FakeServer, memory = inMemory()) {
  const notices: string[] = [];
  const session = new ReviewSession({
    api: server,
    memory,
    acceptClosesTask: false,
    onNotice: (message) => notices.push(message),
  });
  void session.start();
  await settled();
  const onScreen = () => currentStop(session.getSnapshot().stream)?.annotationId ?? null;
  return { session, notices, memory, onScreen };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("verdicts are sent in their order while the screen is ahead", async () => {
  const server = new FakeServer(8);
  const { session, onScreen } = await open(server);

  session.decide(accept);
  session.decide({ verdict: "rejected", comment: "No.", rejectAction: "requeue" });
  expect(onScreen()).toBe(3);
  expect(session.getSnapshot().unsent).toBe(2);
  await settled();

  expect(server.submitted).toMatchObject([
    { annotationId: 1, version: 1, verdict: "accepted", result: null },
    { annotationId: 2, verdict: "rejected", comment: "No.", rejectAction: "requeue" },
  ]);
  expect(session.getSnapshot()).toMatchObject({ unsent: 0, connection: { kind: "online" } });
  expect(session.getSnapshot().stream.queue.length).toBeGreaterThanOrEqual(2);
});

test("a whole stream is reviewed to its end without an item missing or coming twice", async () => {
  const server = new FakeServer(25);
  const { session, onScreen } = await open(server);

  while (onScreen() !== null) {
    session.decide(accept);
    await settled();
  }

  expect(server.submitted.map(({ annotationId }) => annotationId)).toEqual(
    Array.from({ length: 25 }, (_value, at) => at + 1),
  );
  expect(session.getSnapshot().stream.phase).toBe("finished");
});

test("without a connection verdicts wait, are kept, and go out when it is back", async () => {
  const server = new FakeServer(5);
  const { session, memory, onScreen } = await open(server);
  server.failures = [offline(), offline()];

  session.decide(accept);
  await settled();
  expect(session.getSnapshot().connection).toMatchObject({ kind: "offline" });
  expect(memory.last.outbox).toHaveLength(1);
  session.decide(accept);
  expect(onScreen()).toBe(3);

  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.submitted.map(({ annotationId }) => annotationId)).toEqual([1, 2]);
  expect(session.getSnapshot()).toMatchObject({ unsent: 0, connection: { kind: "online" } });
});

test("verdicts of before a reload are sent first, and the way back is still there", async () => {
  const server = new FakeServer(3);
  const left: Submission = {
    annotationId: 1,
    taskId: 101,
    version: 1,
    verdict: "accepted",
    result: null,
    comment: "",
    rejectAction: null,
    startedAt: "",
  };
  const path = [{ annotationId: 1, taskId: 101, verdict: "accepted" as const }];
  const { session, onScreen } = await open(server, inMemory({ stream: "s", path, outbox: [left] }));

  expect(server.calls.slice(0, 2)).toEqual(["submit 1", "next 4"]);
  expect(onScreen()).toBe(2);
  session.back();
  await settled();
  expect(onScreen()).toBe(1);
});

describe("a refused verdict", () => {
  test("of a changed annotation brings it back with the new state", async () => {
    const server = new FakeServer(4);
    const { session, onScreen } = await open(server);
    const annotation = makeAnnotation(1, { version: 2 });
    server.failures = [new ApiError(412, "Changed.", "stale", {}, { annotation })];

    session.decide(accept);
    await settled();

    expect(onScreen()).toBe(1);
    const stop = currentStop(session.getSnapshot().stream);
    expect(stop?.trouble).toMatchObject({ kind: "stale", current: { version: 2 } });
    session.decide(accept);
    expect(session.getSnapshot().unsent).toBe(0);
  });

  test("of an annotation that another holds says so and moves on", async () => {
    const server = new FakeServer(4);
    const { session, notices, onScreen } = await open(server);
    server.failures = [new ApiError(423, "Another reviewer has this item open.", "held")];

    session.decide(accept);
    await settled();

    expect(notices).toEqual([
      "Annotation 1: Another reviewer has this item open. Your verdict was not saved.",
    ]);
    expect(onScreen()).toBe(2);
  });

  test("for want of a comment brings the item back with the reason", async () => {
    const server = new FakeServer(4);
    const { session, onScreen } = await open(server);
    server.failures = [new ApiError(400, "A comment is needed.", "comment_required")];

    session.decide({ ...accept, verdict: "rejected" });
    await settled();

    expect(onScreen()).toBe(1);
    expect(currentStop(session.getSnapshot().stream)?.trouble).toEqual({
      kind: "refused",
      message: "A comment is needed.",
    });
  });
});

test("a fix whose answer got lost is not taken for somebody else's change", async () => {
  const server = new FakeServer(3);
  const { session, onScreen } = await open(server);
  const edit = setChoices({ control: "tone", object: "text" }, ["Bad"]);
  session.dispatch({ type: "edited", update: (document) => applyEdit(document, edit) });
  const result = [{ ...makeAnnotation(1).result[0], value: { choices: ["Bad"] } }];
  const annotation = makeAnnotation(1, { version: 2, result });
  server.failures = [offline(), new ApiError(412, "Changed.", "stale", {}, { annotation })];

  server.waiting = [2, 3];
  session.decide({ ...accept, verdict: "fixed_and_accepted" });
  await vi.advanceTimersByTimeAsync(2_000);

  expect(onScreen()).toBe(2);
  expect(session.getSnapshot()).toMatchObject({ unsent: 0 });
  expect(session.getSnapshot().stream.items.get(1)?.annotation.version).toBe(2);
});

test("a reviewer without access is told so, and can try again", async () => {
  const server = new FakeServer(2);
  server.failures = [new ApiError(403, "Your role does not allow this.")];
  const { session, onScreen } = await open(server);
  expect(session.getSnapshot().connection).toMatchObject({ kind: "failed", status: 403 });

  session.retry();
  await settled();

  expect(onScreen()).toBe(1);
});

test("leaving sends what is left and lets the items go; coming back goes on", async () => {
  const server = new FakeServer(4);
  const { session, onScreen } = await open(server);

  session.decide(accept);
  session.close();
  await settled();
  expect(server.calls.slice(-2)).toEqual(["submit 1", "release"]);

  void session.start();
  await settled();
  expect(onScreen()).toBe(2);
});

test("a star that the server refuses is taken back", async () => {
  const server = new FakeServer(1);
  const { session, notices } = await open(server);
  const item = session.getSnapshot().stream.items.get(1);
  server.star = async () => {
    throw new ApiError(403, "Your role does not allow this.");
  };

  if (item !== undefined) await session.star(item.annotation);

  expect(session.getSnapshot().stream.items.get(1)?.annotation.ground_truth).toBe(false);
  expect(notices).toHaveLength(1);
});
