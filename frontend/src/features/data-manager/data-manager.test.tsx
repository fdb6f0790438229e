import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Project, Task } from "@/api/types";
import type { TableSearch } from "@/lib/table-search";
import { makeColumns, makeProject, makeTask } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { DataManager } from "./data-manager";
import type { ServerQuery } from "./server-query";

let asked: ServerQuery[] = [];
let orders: unknown[] = [];

/** jsdom lays nothing out; the virtual list needs a height to know which rows are in sight. */
function giveElementsASize() {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1200);
}

function serveTasks(tasks: () => Task[], total?: number) {
  server.use(
    http.get("*/api/tasks/", ({ request }) => {
      asked.push(JSON.parse(new URL(request.url).searchParams.get("query") ?? "{}"));
      const list = tasks();
      return HttpResponse.json({
        tasks: list,
        total: total ?? list.length,
        total_annotations: 0,
        total_predictions: 0,
      });
    }),
  );
}

beforeEach(() => {
  asked = [];
  orders = [];
  window.localStorage.clear();
  giveElementsASize();
  server.use(
    http.get("*/api/dm/columns/", () => HttpResponse.json({ columns: makeColumns() })),
    http.get("*/api/projects/7/members/", () => HttpResponse.json([])),
    http.get("*/api/dm/actions/", () =>
      HttpResponse.json([
        { id: "delete_ground_truths", title: "Delete ground truths", dialog: null },
        { id: "delete_tasks", title: "Delete tasks", dialog: null },
      ]),
    ),
    http.post("*/api/dm/actions/", async ({ request }) => {
      orders.push([new URL(request.url).searchParams.get("id"), await request.json()]);
      return HttpResponse.json({ processed_items: 1, detail: "1 ground truth deleted" });
    }),
  );
});

function Host({ project, initial = {} }: { project: Project; initial?: TableSearch }) {
  const [search, setSearch] = useState<TableSearch>(initial);
  return (
    <DataManager
      project={project}
      search={search}
      onSearch={(changes) => setSearch((current) => ({ ...current, ...changes }))}
      detail={<p>Task {search.task} is open</p>}
      emptyAction={<a href="/import">Import data</a>}
    />
  );
}

test("shows tasks, and a header orders them", async () => {
  serveTasks(() => [makeTask(1, { agreement: 0.9 }), makeTask(2, { agreement: 0.2 })]);
  renderWithData(<Host project={makeProject()} />);

  expect(await screen.findByText("Text of task 1")).toBeVisible();
  expect(screen.getByText("90% high")).toBeVisible();
  expect(screen.getByText("20% low")).toBeVisible();

  await userEvent.click(screen.getByRole("button", { name: "Agreement" }));
  expect(screen.getByRole("columnheader", { name: /Agreement/ })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await userEvent.click(screen.getByRole("button", { name: "Agreement" }));
  await vi.waitFor(() => expect(asked.at(-1)).toEqual({ ordering: ["-tasks:agreement"] }));
});

test("a row opens its task, and J goes to the next one", async () => {
  serveTasks(() => [makeTask(1), makeTask(2)]);
  renderWithData(<Host project={makeProject()} />);

  await userEvent.click(await screen.findByText("Text of task 1"));
  expect(screen.getByText("Task 1 is open")).toBeVisible();

  await userEvent.keyboard("j");
  expect(screen.getByText("Task 2 is open")).toBeVisible();
  await userEvent.keyboard("k");
  expect(screen.getByText("Task 1 is open")).toBeVisible();
});

test("the quick filter asks the server, and no match can be undone", async () => {
  serveTasks(() => (asked.at(-1)?.filters === undefined ? [makeTask(1)] : []));
  renderWithData(<Host project={makeProject()} />);
  await screen.findByText("Text of task 1");

  await userEvent.click(screen.getByRole("checkbox", { name: "Ground truth" }));
  expect(await screen.findByText("No task matches the filters")).toBeVisible();
  expect(asked.at(-1)?.filters?.items).toEqual([
    { filter: "filter:tasks:ground_truth", operator: "equal", type: "Boolean", value: true },
  ]);

  await userEvent.click(screen.getByRole("button", { name: "Remove all filters" }));
  expect(await screen.findByText("Text of task 1")).toBeVisible();
});

test("deleting ground truths asks first and names the selected tasks", async () => {
  serveTasks(() => [makeTask(1, { ground_truth: true }), makeTask(2)]);
  renderWithData(<Host project={makeProject()} />);

  await userEvent.click(await screen.findByLabelText("Select task 1"));
  expect(screen.getByText("1 task selected")).toBeVisible();
  await userEvent.click(await screen.findByRole("button", { name: "Delete ground truths" }));

  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("Delete the ground truths of 1 task?");
  expect(orders).toEqual([]);
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete ground truths" }));

  expect(await screen.findByText("1 ground truth deleted")).toBeVisible();
  expect(orders).toEqual([
    ["delete_ground_truths", { selectedItems: { all: false, included: [1] } }],
  ]);
  expect(screen.queryByText("1 task selected")).not.toBeInTheDocument();
});

test("select all means all tasks of the filter, also those not loaded", async () => {
  serveTasks(() => [makeTask(1), makeTask(2)], 100_000);
  renderWithData(<Host project={makeProject()} />);

  await userEvent.click(await screen.findByLabelText("Select all 100,000 tasks"));
  await userEvent.click(screen.getByLabelText("Select task 2"));
  expect(screen.getByText("99,999 tasks selected")).toBeVisible();

  await userEvent.click(await screen.findByRole("button", { name: "Delete tasks" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("Delete 99,999 tasks?");
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete tasks" }));

  await vi.waitFor(() =>
    expect(orders).toEqual([["delete_tasks", { selectedItems: { all: true, excluded: [2] } }]]),
  );
});

test("who may not act has nothing to select", async () => {
  serveTasks(() => [makeTask(1)]);
  renderWithData(<Host project={makeProject({ permissions: ["data_manager.view"] })} />);

  await screen.findByText("Text of task 1");
  expect(screen.queryByLabelText("Select task 1")).not.toBeInTheDocument();
});

test("agreement appears by itself once the server has scored the task", async () => {
  serveTasks(() =>
    asked.length < 2
      ? [makeTask(1, { agreement: null, scoring_pending: true })]
      : [makeTask(1, { agreement: 0.75 })],
  );
  renderWithData(<Host project={makeProject()} />);

  expect(await screen.findByText("Scoring…")).toBeVisible();
  expect(await screen.findByText("75% high", {}, { timeout: 2_000 })).toBeVisible();
});

test("an empty project leads to the import, and a failure can be tried again", async () => {
  failOnceThenServeNothing();
  renderWithData(<Host project={makeProject()} />);

  expect(await screen.findByText("Tasks could not be loaded")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("This project has no tasks yet")).toBeVisible();
  expect(screen.getByRole("link", { name: "Import data" })).toBeVisible();
});

function failOnceThenServeNothing() {
  let calls = 0;
  server.use(
    http.get("*/api/tasks/", () => {
      calls += 1;
      return calls === 1
        ? HttpResponse.json({ detail: "Busy." }, { status: 500 })
        : HttpResponse.json({ tasks: [], total: 0, total_annotations: 0, total_predictions: 0 });
    }),
  );
}
