import { expect, test } from "vitest";
import type { TaskDetail } from "@/api/types";
import { makeTask, makeUser } from "@/test/factories";
import { makeAnnotation } from "@/test/review-items";
import { answerRows, firstShown } from "./answer-rows";
import { withStar } from "./api";

const pair = (left_annotation: number, right_annotation: number, score: number) => ({
  left_annotation,
  right_annotation,
  score,
});

const makeDetail = (overrides: Partial<TaskDetail> = {}): TaskDetail =>
  ({
    ...makeTask(50),
    annotations: [
      makeAnnotation(1, { task: 50, completed_by: 11, ground_truth: true }),
      makeAnnotation(2, { task: 50, completed_by: 12, was_cancelled: true }),
      makeAnnotation(3, { task: 50, completed_by: 99 }),
    ],
    predictions: [],
    drafts: [],
    pair_scores: [pair(1, 2, 0.2), pair(3, 1, 0.6)],
    users: { "11": makeUser(11, "Ada"), "12": makeUser(12, "Bea") },
    ...overrides,
  }) as TaskDetail;

test("every answer has a name, and its mean agreement with the others", () => {
  const rows = answerRows(makeDetail());

  expect(rows.map(({ answer }) => answer.name)).toEqual([
    "Ada Tester",
    "Bea Tester",
    "Unknown person",
  ]);
  expect(rows.map(({ agreement }) => agreement)).toEqual([0.4, 0.2, 0.6]);
});

test("without a comparison there is no agreement, not an agreement of nothing", () => {
  expect(answerRows(makeDetail({ pair_scores: [] }))[0]?.agreement).toBeNull();
});

test("skipped annotations are not drawn at first; something always is", () => {
  const rows = answerRows(makeDetail());
  expect([...firstShown(rows)]).toEqual(["annotation-1", "annotation-3"]);

  expect([...firstShown(rows.slice(1, 2))]).toEqual(["annotation-2"]);
});

test("a star moves, and can be taken away", () => {
  const task = makeDetail();
  const stars = (detail: TaskDetail) => detail.annotations.map(({ ground_truth }) => ground_truth);
  const [first, , third] = task.annotations;
  if (first === undefined || third === undefined) throw new Error("three annotations");

  expect(stars(withStar(task, third))).toEqual([false, false, true]);
  const bare = withStar(task, first);
  expect(stars(bare)).toEqual([false, false, false]);
  expect(bare.ground_truth).toBe(false);
});
