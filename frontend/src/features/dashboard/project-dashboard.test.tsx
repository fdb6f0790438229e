import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import type { AnnotatorRow, Dashboard } from "@/api/types";
import { makeAnnotator, makeConfusion, makeMatrix, makeReport } from "@/test/agreement-figures";
import { makeDashboard, makeUser } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { ordered } from "./annotator-table";
import { donutOption, escapeHtml } from "./label-distribution";
import { ProjectDashboard } from "./project-dashboard";

// jsdom cannot draw; the picture itself is looked at in the browser journeys.
vi.mock("@/components/chart/echarts", () => ({
  default: ({ label }: { label: string }) => <div role="img" aria-label={label} />,
}));

function show(figures: Dashboard, report = makeReport()) {
  server.use(
    http.get("*/api/projects/7/dashboard/", () => HttpResponse.json(figures)),
    http.get("*/api/projects/7/agreement-report/", () => HttpResponse.json(report)),
    http.get("*/api/projects/7/agreement-matrix/", () =>
      HttpResponse.json(makeMatrix([makeAnnotator(1, "Ana"), makeAnnotator(2, "Ben")])),
    ),
    http.get("*/agreement-analysis/confusion-matrix", () => HttpResponse.json(makeConfusion())),
  );
  renderWithData(
    <ProjectDashboard projectId={7} emptyAction={<a href="/import">Import data</a>} />,
  );
}

const makeRow = (id: number, overrides: Partial<AnnotatorRow> = {}): AnnotatorRow => ({
  user: makeUser(id, `Person${id}`),
  submitted: id,
  skipped: 0,
  accepted: 0,
  fixed_and_accepted: 0,
  rejected: 0,
  pending: 0,
  acceptance_score: null,
  agreement: null,
  agreement_tasks: 0,
  total_lead_time: null,
  average_lead_time: null,
  last_active: null,
  ...overrides,
});

const filtersOf = (link: HTMLElement): unknown =>
  JSON.parse(
    new URL(link.getAttribute("href") ?? "", "http://x").searchParams.get("filters") ?? "",
  );

test("figures lead to the tasks behind them", async () => {
  show(makeDashboard());

  const completed = await screen.findByRole("link", { name: "Completed: 4 tasks" });
  expect(filtersOf(completed)).toEqual([
    { column: "state", operator: "equal", value: "COMPLETED" },
  ]);

  const pairs = await screen.findAllByRole("link", { name: /on 8 common tasks/ });
  expect(pairs.map((pair) => pair.textContent)).toEqual(["25%", "25%"]);
  expect(filtersOf(pairs[0] as HTMLElement)).toEqual([
    { column: "annotators", operator: "contains", value: 1 },
    { column: "annotators", operator: "contains", value: 2 },
  ]);
});

test("each chart can be read as a table", async () => {
  show(makeDashboard());

  const card = await screen.findByRole("region", { name: "Agreement distribution" });
  await userEvent.click(within(card).getByRole("radio", { name: "Table" }));

  const last = within(card).getByRole("row", { name: /90–100%/ });
  expect(last).toHaveTextContent("5");
  expect(filtersOf(within(last).getByRole("link"))).toEqual([
    { column: "agreement", operator: "greater_or_equal", value: 0.9 },
  ]);
});

test("a project without tasks leads to the import", async () => {
  const figures = makeDashboard();
  show({ ...figures, progress: { ...figures.progress, tasks: 0 } });

  expect(await screen.findByText("Nothing to measure yet")).toBeVisible();
  expect(screen.getByRole("link", { name: "Import data" })).toBeVisible();
});

test("annotators are ordered by a chosen figure", async () => {
  show(
    makeDashboard({
      annotators: [makeRow(1, { rejected: 3 }), makeRow(2, { rejected: 9 }), makeRow(3)],
    }),
  );
  const names = () =>
    screen
      .getAllByRole("link", { name: /^Tasks of/ })
      .map((link) => link.getAttribute("aria-label"));

  await screen.findByRole("button", { name: "Rejected" });
  expect(names()[0]).toBe("Tasks of Person3 Tester");
  await userEvent.click(screen.getByRole("button", { name: "Rejected" }));
  expect(names()).toEqual([
    "Tasks of Person2 Tester",
    "Tasks of Person1 Tester",
    "Tasks of Person3 Tester",
  ]);
});

test("rows without a figure are last in both directions", () => {
  const rows = [
    makeRow(1, { agreement: null }),
    makeRow(2, { agreement: 0.2 }),
    makeRow(3, { agreement: 0.9 }),
  ];
  const ids = (descending: boolean) =>
    ordered(rows, (row) => row.agreement, descending).map(({ user }) => user.id);
  expect(ids(false)).toEqual([2, 3, 1]);
  expect(ids(true)).toEqual([3, 2, 1]);
});

test("a label cannot put markup into a tooltip", () => {
  expect(escapeHtml('<img src=x onerror="a">&')).toBe(
    "&lt;img src=x onerror=&quot;a&quot;&gt;&amp;",
  );
});

test("the headline figure says that a function of the project gives it", async () => {
  show(makeDashboard(), makeReport({ by_function: true }));

  const card = within(await screen.findByRole("region", { name: "Agreement" }));
  expect(await card.findByText(/^Computed by the project's own function/)).toBeVisible();
});

test("slices have their names and shares in a legend, not around the ring", () => {
  const parts = [{ name: "Billing", count: 3, share: 0.75 }];
  const colors = { text: "#000", dimmed: "#000", line: "#000", background: "#fff" };
  const { legend, series } = donutOption(parts, colors);
  expect(series[0]?.label.show).toBe(false);
  expect(legend.formatter("Billing")).toBe("75% Billing");
});
