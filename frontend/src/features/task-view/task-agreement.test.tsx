import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { TaskAgreement as Agreement } from "@/api/agreement";
import type { TaskDetail } from "@/api/types";
import { GROUND_TRUTH, MODEL, makeAnnotator } from "@/test/agreement-figures";
import { makeTask } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { TaskAgreement } from "./task-agreement";

const participants = [
  { ...makeAnnotator(1, "Ana"), item: 11 },
  { ...MODEL, item: 5 },
  { ...makeAnnotator(2, "Ben"), item: 12 },
];

const makeAgreement = (overrides: Partial<Agreement> = {}): Agreement => ({
  task: 50,
  participants,
  overall: {
    agreement: 0.6,
    undefined: null,
    meaning: null,
    scores: [
      [null, 0.9, 0.6],
      [0.9, null, 0.3],
      [0.6, 0.3, null],
    ],
  },
  dimensions: [
    {
      id: 1,
      name: "topic",
      metric_type: "exact_match",
      agreement: 0.6,
      undefined: null,
      meaning: null,
      scores: [
        [null, 0.9, 0.6],
        [0.9, null, 0.3],
        [0.6, 0.3, null],
      ],
    },
    {
      id: 2,
      name: "boxes",
      metric_type: "box_iou",
      agreement: null,
      undefined: "too_many_regions",
      meaning: null,
      scores: [
        [null, null, null],
        [null, null, null],
        [null, null, null],
      ],
    },
  ],
  problems: [
    {
      dimension: 2,
      left_id: 1,
      right_id: 2,
      left_item: 11,
      right_item: 12,
      reason: "too_many_regions",
      meaning: null,
      detail: "30,000 boxes",
    },
  ],
  ...overrides,
});

function show(agreement: Agreement, task: Partial<TaskDetail> = {}) {
  server.use(http.get("*/api/tasks/50/agreement-matrix/", () => HttpResponse.json(agreement)));
  const detail = { ...makeTask(50), ...task } as TaskDetail;
  renderWithData(<TaskAgreement projectId={7} task={detail} />);
}

test("each pair has a score in each dimension; annotators come before models", async () => {
  show(makeAgreement());

  await screen.findByRole("table", { name: "Agreement of each pair" });
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows).toEqual([
    "BetweenAlltopicboxes",
    "Task60%60%–",
    "Ana Tester and Ben Tester60%60%–",
    "Ana Tester and base-1.190%90%–",
    "base-1.1 and Ben Tester30%30%–",
  ]);
  const reason = "No score: More regions than are compared with each other";
  expect(screen.getAllByRole("img", { name: reason })).toHaveLength(2);
  expect(screen.getByRole("listitem")).toHaveTextContent(
    "boxes, Ana Tester and Ben Tester: More regions than are compared with each other (30,000 boxes)",
  );
});

test("many pairs are folded; one dimension needs no column for all", async () => {
  const many = [...Array(6).keys()].map((at) => ({ ...makeAnnotator(at + 1, `P${at}`), item: at }));
  const scores = many.map((_row, row) => many.map((_cell, at) => (row === at ? null : 0.5)));
  const one = { agreement: 0.5, undefined: null, meaning: null, scores };
  show(
    makeAgreement({
      participants: [...many, { ...GROUND_TRUTH, item: 9 }],
      overall: one,
      dimensions: [{ ...one, id: 1, name: "topic", metric_type: "exact_match" }],
      problems: [],
    }),
  );

  expect(await screen.findAllByRole("row")).toHaveLength(12);
  expect(screen.queryByRole("columnheader", { name: "All" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Show all 21 pairs" }));
  expect(screen.getAllByRole("row")).toHaveLength(23);
});

test("one answer alone says that there is nothing to compare", async () => {
  const nothing = { agreement: null, undefined: "no_pairs", meaning: null, scores: [[null]] };
  show(makeAgreement({ participants: participants.slice(0, 1), overall: nothing, problems: [] }));
  expect(await screen.findByText(/^Fewer than two annotations/)).toBeVisible();
});
