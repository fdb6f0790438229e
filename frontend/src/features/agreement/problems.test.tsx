import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import { expect, test } from "vitest";
import { type ProblemSearch, readProblemSearch } from "@/lib/problem-search";
import { MODEL, makeAnnotator } from "@/test/agreement-figures";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { Problems } from "./problems";
import type { Problem, ProblemPage } from "./types";

const makeProblem = (task: number, overrides: Partial<Problem> = {}): Problem => ({
  task,
  inner_id: task - 100,
  dimension: 4,
  dimension_name: "objects",
  left: makeAnnotator(1, "Ana"),
  right: makeAnnotator(2, "Ben"),
  left_item: 12,
  right_item: 13,
  reason: "unreadable",
  meaning: null,
  detail: null,
  ...overrides,
});

const makePage = (overrides: Partial<ProblemPage> = {}): ProblemPage => ({
  count: 2,
  next: null,
  previous: null,
  results: [
    makeProblem(107),
    makeProblem(108, { left: MODEL, reason: "too_many_regions", detail: "30,000 boxes" }),
  ],
  by_reason: { too_many_regions: 1, unreadable: 1 },
  ...overrides,
});

function Held() {
  const [search, setSearch] = useState<ProblemSearch>({});
  return <Problems projectId={7} search={search} onSearch={setSearch} />;
}

function show(answer: (query: URLSearchParams) => ProblemPage) {
  const asked: string[] = [];
  server.use(
    http.get("*/api/projects/7/agreement-problems/", ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(`${query.get("reason")} ${query.get("page")}`);
      return HttpResponse.json(answer(query));
    }),
  );
  renderWithData(<Held />);
  return asked;
}

test("each has a reason, and leads to its task; reasons narrow the list", async () => {
  const asked = show((query) =>
    query.get("reason") === "unreadable"
      ? makePage({ count: 1, results: [makeProblem(107)] })
      : makePage(),
  );

  const link = await screen.findByRole("link", { name: "Task 7" });
  expect(new URL(link.getAttribute("href") ?? "", "http://x").searchParams.get("task")).toBe("107");
  expect(screen.getByRole("row", { name: /^Task 8/ })).toHaveTextContent(
    "Task 8objectsbase-1.1 Model and Ben TesterMore regions than are compared with each other30,000 boxes",
  );

  await userEvent.click(screen.getByRole("button", { name: /^A result cannot be read/ }));
  expect(await screen.findAllByRole("row")).toHaveLength(2);
  expect(screen.getByRole("button", { name: /^A result cannot be read/ })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  expect(asked).toEqual(["null 1", "unreadable 1"]);
});

test("more than a page is paged; another reason starts at its first page", async () => {
  const asked = show(() => makePage({ count: 120 }));
  await userEvent.click(await screen.findByRole("button", { name: "Page 3" }));
  await userEvent.click(screen.getByRole("button", { name: /^A result cannot be read/ }));
  await screen.findByRole("button", { name: "Page 1" });
  expect(asked).toEqual(["null 1", "null 3", "unreadable 1"]);
});

test("nothing to list is good news", async () => {
  show(() => makePage({ count: 0, results: [], by_reason: {} }));
  expect(await screen.findByText("Everything could be scored")).toBeVisible();
});

test("a list that cannot be loaded can be asked for again", async () => {
  server.use(
    http.get("*/api/projects/7/agreement-problems/", () => new HttpResponse(null, { status: 500 })),
  );
  renderWithData(<Held />);
  expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
});

test("the address keeps reason and page, and nothing that makes no sense", () => {
  expect(readProblemSearch({ reason: "unreadable", page: 2 })).toEqual({
    reason: "unreadable",
    page: 2,
  });
  expect(readProblemSearch({ reason: 5, page: -1 })).toEqual({});
});
