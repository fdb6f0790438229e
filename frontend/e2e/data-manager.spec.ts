import type { Page } from "@playwright/test";
import { call, enter, expect, makeProject, record, test } from "./journey";

type Tasks = { tasks: { id: number; annotations: { id: number }[] }[] };

const cells = (page: Page, name: string) => page.getByRole("cell").filter({ hasText: name });

test("tasks are ordered by agreement and filtered, and the address holds both", async ({
  page,
}) => {
  await enter(page, "manager");
  const projectId = await makeProject(page, "Order", [
    record("agree", { anna: "Billing", ben: "Billing" }),
    record("differ", { anna: "Billing", ben: "Login" }),
  ]);
  await page.goto(`/projects/${projectId}/data`);
  const rows = page.getByRole("rowgroup").nth(1).getByRole("row");
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "agree" })).toContainText("100% high");

  await page.getByRole("button", { name: "Agreement", exact: true }).click();
  await expect(rows.first()).toContainText("differ");
  await page.getByRole("button", { name: "Agreement", exact: true }).click();
  await expect(rows.first()).toContainText("agree");
  expect(page.url()).toContain("ordering=-agreement");

  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByRole("combobox", { name: "Column" }).click();
  await page.getByRole("option", { name: "text", exact: true }).click();
  await page.getByLabel("Value", { exact: true }).fill("differ");
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("differ");
});

test("a ground truth and an agreement that somebody else changes appear by themselves", async ({
  page,
}) => {
  await enter(page, "manager");
  const projectId = await makeProject(page, "Live", [
    record("only", { anna: "Billing", ben: "Login" }),
  ]);
  await page.goto(`/projects/${projectId}/data`);
  await expect(page.getByText("0% low")).toBeVisible();

  const list = `/api/tasks/?project=${projectId}&page=1&page_size=10&fields=all`;
  const { tasks } = await call<Tasks>(page, "GET", list);
  const [first, second] = tasks[0]?.annotations ?? [];
  await call(page, "PATCH", `/api/annotations/${first?.id}/`, { ground_truth: true });
  await expect(page.getByRole("img", { name: "Has a ground truth" })).toHaveCount(1);

  await call(page, "PATCH", `/api/annotations/${second?.id}/`, {
    result: record("", { ben: "Billing" }).annotations[0]?.result,
  });
  await expect(page.getByText("100% high")).toBeVisible();
});

test("ground truths of all matching tasks are deleted after a question", async ({ page }) => {
  await enter(page, "manager");
  const projectId = await makeProject(
    page,
    "Stars",
    ["a", "b", "c"].map((text) => record(text, { anna: "Billing" })),
  );
  const list = `/api/tasks/?project=${projectId}&page=1&page_size=10&fields=all`;
  const { tasks } = await call<Tasks>(page, "GET", list);
  for (const task of tasks.slice(0, 2)) {
    await call(page, "PATCH", `/api/annotations/${task.annotations[0]?.id}/`, {
      ground_truth: true,
    });
  }

  await page.goto(`/projects/${projectId}/data`);
  await page.getByText("Ground truth", { exact: true }).first().click();
  await expect(page.getByText("2 tasks", { exact: true })).toBeVisible();
  await page.getByLabel("Select all 2 tasks").check();
  await page.getByRole("button", { name: "Delete ground truths" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Delete the ground truths of 2 tasks?");
  await dialog.getByRole("button", { name: "Delete ground truths" }).click();

  await expect(page.getByText("No task matches the filters")).toBeVisible();
  await page.getByRole("button", { name: "Remove all filters" }).click();
  await expect(cells(page, "a").first()).toBeVisible();
  await expect(page.getByRole("img", { name: "Has a ground truth" })).toHaveCount(0);
});

test("the keyboard alone reaches and opens a task", async ({ page }) => {
  await enter(page, "reviewer");
  await page.goto("/projects/1/data");
  const open = page.getByRole("button", { name: /^Open task/ }).first();
  await open.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/task=\d+/);
});
