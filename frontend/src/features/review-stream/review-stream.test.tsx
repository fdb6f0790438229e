import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Project, ReviewItem } from "@/api/types";
import { makeProject } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { makeAnnotation, makeItem, makeReview } from "@/test/review-items";
import { server } from "@/test/server";
import { ReviewStream } from "./review-stream";
import { forgetSessions } from "./use-review-session";

const choice = (value: string) => ({ tag: "Choice", attrs: { value }, children: [] });

const CONFIG = {
  tree: {
    tag: "View",
    attrs: {},
    children: [
      { tag: "Text", attrs: { name: "text", value: "$text" }, children: [] },
      {
        tag: "Choices",
        attrs: { name: "tone", toName: "text" },
        children: [choice("Good"), choice("Bad")],
      },
    ],
  },
  controls: {},
  objects: {},
} as Project["config"];

const base = makeProject();

const makeReviewed = (settings: Partial<Project["review_settings"]> = {}) =>
  makeProject({
    config: CONFIG,
    review_settings: { ...base.review_settings, review_criteria: "all", ...settings },
    permissions: [...base.permissions, "ground_truth.set"],
  });

type Sent = Record<string, unknown> & { annotation: number };

/** A server that hands out the items until each has its verdict. */
function serve(items: readonly ReviewItem[]): Sent[] {
  const sent: Sent[] = [];
  const isOpen = ({ annotation }: ReviewItem) =>
    !sent.some((verdict) => verdict.annotation === annotation.id);
  server.use(
    http.post("*/review-stream/next", () => {
      const open = items.filter(isOpen);
      return HttpResponse.json({
        items: open.slice(0, 4),
        remaining: open.length,
        held_by_others: 0,
        lease_seconds: 600,
      });
    }),
    http.post("*/review-stream/release", () => HttpResponse.json({ released: 0 })),
    http.get("*/review-stream/items/:id", ({ params }) =>
      HttpResponse.json(items.find(({ annotation }) => annotation.id === Number(params["id"]))),
    ),
    http.post("*/annotation-reviews/", async ({ request }) => {
      const verdict = (await request.json()) as Sent;
      sent.push(verdict);
      return HttpResponse.json(makeReview(verdict.annotation), { status: 201 });
    }),
  );
  return sent;
}

function renderStream(project: Project) {
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <ReviewStream project={project} userId={1} /> }),
    history: createMemoryHistory(),
  });
  renderWithData(<RouterProvider router={router} />);
}

beforeEach(() => {
  forgetSessions();
  sessionStorage.clear();
  localStorage.clear();
});

test("pressing A accepts and brings the next annotation", async () => {
  const sent = serve([makeItem(1), makeItem(2)]);
  renderStream(makeReviewed());

  expect(await screen.findByText("Text of annotation 1")).toBeVisible();
  await userEvent.keyboard("a");

  expect(screen.getByText("Text of annotation 2")).toBeVisible();
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({
    annotation: 1,
    annotation_version: 1,
    accepted: true,
    comment: "",
    stream: expect.any(String),
    started_at: expect.any(String),
  });
  expect(sent[0]).not.toHaveProperty("result");
});

test("a changed annotation is fixed and accepted with its whole result", async () => {
  const sent = serve([makeItem(1)]);
  renderStream(makeReviewed());
  await screen.findByText("Text of annotation 1");

  await userEvent.click(screen.getByRole("radio", { name: "Bad" }));
  expect(screen.queryByRole("button", { name: /^Accept/ })).not.toBeInTheDocument();
  await userEvent.keyboard("{Control>}{Enter}{/Control}");

  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({
    accepted: true,
    result: [{ ...makeAnnotation(1).result[0], value: { choices: ["Bad"] } }],
  });
  expect(await screen.findByRole("heading", { name: "Review finished" })).toBeVisible();
  expect(screen.getByRole("row", { name: "Fixed and accepted 1" })).toBeVisible();
});

test("a reject without the comment that the project wants is not sent", async () => {
  const sent = serve([makeItem(1), makeItem(2)]);
  renderStream(makeReviewed({ require_comment_on_reject: true }));
  await screen.findByText("Text of annotation 1");

  await userEvent.keyboard("r");
  expect(screen.getByLabelText("Comment")).toHaveFocus();
  expect(screen.getByText(/asks for a comment/)).toBeVisible();
  await userEvent.keyboard("a wrong tone{Control>} {/Control}");

  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ accepted: false, comment: "a wrong tone" });
  expect(sent[0]).not.toHaveProperty("reject_action");
});

test("other ways to reject are offered only where the project allows several", async () => {
  const sent = serve([makeItem(1), makeItem(2)]);
  renderStream(makeReviewed({ allowed_reject_actions: ["remove", "requeue"] }));
  await screen.findByText("Text of annotation 1");

  await userEvent.click(screen.getByRole("button", { name: "Other ways to reject" }));
  const menu = await screen.findByRole("menu");
  expect(within(menu).getAllByRole("menuitem")).toHaveLength(2);
  await userEvent.click(within(menu).getByRole("menuitem", { name: /return to the annotator/ }));

  await waitFor(() => expect(sent[0]).toMatchObject({ reject_action: "requeue" }));
});

test("one way to reject is one plain button", async () => {
  serve([makeItem(1)]);
  renderStream(makeReviewed({ allowed_reject_actions: ["remove"] }));
  await screen.findByText("Text of annotation 1");

  expect(screen.getByRole("button", { name: /^Reject/ })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Other ways to reject" })).not.toBeInTheDocument();
});

test("others and predictions are drawn with it on demand", async () => {
  const other = makeAnnotation(5, {
    task: 101,
    completed_by: 12,
    result: [{ ...makeAnnotation(5).result[0], value: { choices: ["Bad"] } }],
  });
  serve([makeItem(1, { others: [other] })]);
  renderStream(makeReviewed());
  await screen.findByText("Text of annotation 1");
  expect(screen.queryByText("Bea Tester")).not.toBeInTheDocument();

  await userEvent.keyboard("o");

  expect(screen.getAllByText("Bea Tester").length).toBeGreaterThan(0);
});

test("an answer of an unknown kind can be judged all the same", async () => {
  const annotation = makeAnnotation(1, {
    result: [{ from_name: "gone", type: "hologram", value: { depth: 3 } }],
  });
  const sent = serve([makeItem(1, { annotation })]);
  renderStream(makeReviewed());

  expect(await screen.findByText(/"depth": 3/)).toBeVisible();
  await userEvent.keyboard("a");

  await waitFor(() => expect(sent).toHaveLength(1));
});
