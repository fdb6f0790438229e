import type { Page } from "@playwright/test";
import { call, enter, expect, test } from "./journey";
import { by } from "./review-project";

const CONFIG = `<View>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text"><Choice value="Billing"/><Choice value="Login"/></Choices>
  <Choices name="tags" toName="text" choice="multiple">
    <Choice value="Angry"/><Choice value="Urgent"/><Choice value="Legal"/>
  </Choices>
</View>`;

const TASKS = 300;

const choice = (from_name: string, choices: string[]) => ({
  from_name,
  to_name: "text",
  type: "choices",
  value: { choices },
});

/** Anna and Ben agree about the topic, and about one of two tags. */
const ticket = (at: number) => ({
  data: { text: `Ticket ${at}` },
  annotations: [
    by("anna", [choice("topic", ["Billing"]), choice("tags", ["Angry", "Urgent"])]),
    by("ben", [choice("topic", ["Billing"]), choice("tags", ["Angry"])]),
  ],
});

async function makeTickets(page: Page, title: string, tasks: unknown[]): Promise<number> {
  const { id } = await call<{ id: number }>(page, "POST", "/api/projects/", {
    title,
    label_config: CONFIG,
  });
  await call(page, "POST", `/api/projects/${id}/import`, tasks);
  await expect
    .poll(() =>
      call<{ agreement: { pending: number; tasks: number } }>(
        page,
        "GET",
        `/api/projects/${id}/dashboard/`,
      ).then(({ agreement }) => [agreement.pending, agreement.tasks]),
    )
    .toEqual([0, tasks.length]);
  return id;
}

test("another metric and weight are saved together, computed in sight, and change the figure", async ({
  page,
}) => {
  await enter(page, "manager");
  const project = await makeTickets(
    page,
    "Measured anew",
    Array.from({ length: TASKS }, (_each, at) => ticket(at)),
  );
  await page.goto(`/projects/${project}/dashboard`);
  const agreement = page.getByRole("region", { name: "Agreement", exact: true });
  await expect(agreement).toContainText("50% moderate");

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Agreement", exact: true }).click();
  await page.getByRole("combobox", { name: "Metric of tags" }).click();
  await page.getByRole("option", { name: "Jaccard similarity" }).click();
  await page.getByLabel("Weight of topic").fill("0.5");
  await expect(page.getByText(`Saving computes the figures of ${TASKS} tasks anew.`)).toBeVisible();

  await page.getByRole("link", { name: "General" }).click();
  await expect(page.getByRole("dialog")).toContainText("Leave without saving?");
  await page.getByRole("button", { name: "Stay" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Figures are being computed anew")).toBeVisible();
  await expect(page.getByText("Figures are being computed anew")).toBeHidden({ timeout: 30_000 });

  await page.reload();
  await expect(page.getByLabel("Weight of topic")).toHaveValue("0.5");
  await expect(page.getByRole("combobox", { name: "Metric of tags" })).toHaveValue(
    "Jaccard similarity",
  );
  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect(agreement).toContainText("67% high");
  const dimensions = page.getByRole("table", { name: "Agreement by dimension" });
  await expect(dimensions.getByRole("row", { name: /^tags/ })).toContainText("50%");
  await expect(dimensions.getByRole("row", { name: /^topic/ })).toContainText("100%");
});

test("a path is tried, added, and what it cannot read is listed with its reason", async ({
  page,
}) => {
  await enter(page, "manager");
  const project = await makeTickets(page, "With a path of its own", [ticket(1)]);
  await page.goto(`/projects/${project}/settings/agreement`);
  await page.getByRole("button", { name: "Add dimension" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("grade");
  await dialog.getByLabel("JSON path").fill("$[?@.from_name == 'topic'].value.choices[*]");
  await dialog.getByRole("button", { name: "Test the path" }).click();
  await expect(dialog.getByRole("row").first()).toContainText("Billing");
  await dialog.getByRole("combobox", { name: "What it finds" }).click();
  await page.getByRole("option", { name: "Numbers" }).click();
  await dialog.getByRole("button", { name: "Test the path" }).click();
  await expect(dialog.getByRole("row").first()).toContainText("is not a number");
  await dialog.getByRole("button", { name: "Add dimension" }).click();
  await expect(page.getByRole("listitem", { name: "Dimension grade" })).toBeVisible();

  await page.goto(`/projects/${project}/dashboard`);
  await page
    .getByRole("link", { name: "1 task with something that could not be scored" })
    .click({ timeout: 30_000 });
  const row = page.getByRole("row", { name: /^Task 1/ });
  await expect(row).toContainText("grade");
  await expect(row).toContainText("Anna Kowalska and Ben Hartley");
  await expect(row).toContainText("A result cannot be read");
  await row.getByRole("link", { name: "Task 1" }).click();
  const task = page.getByRole("region", { name: "Task 1" });
  const pair = task.getByRole("row", { name: /^Anna Kowalska and Ben Hartley/ });
  await expect(pair).toContainText("50%");
  await expect(task).toContainText("grade, Anna Kowalska and Ben Hartley: A result cannot be read");

  await page.goto(`/projects/${project}/settings/agreement`);
  await page.getByRole("button", { name: "Parameters and classes of grade" }).click();
  await page.getByRole("button", { name: "Delete dimension grade" }).click();
  await expect(page.getByRole("dialog")).toContainText("Delete the dimension “grade”?");
  await page.getByRole("button", { name: "Delete dimension", exact: true }).click();
  await expect(page.getByRole("listitem", { name: "Dimension grade" })).toHaveCount(0);
});

test("the figures of the demo come with intervals, coefficients and confused labels", async ({
  page,
}) => {
  await enter(page, "manager");
  await page.goto("/projects/1/dashboard");
  const beyond = page.getByRole("region", { name: "Beyond chance" });
  await beyond.getByRole("combobox", { name: "Dimension" }).click();
  await page.getByRole("option", { name: "topic" }).click();
  const alpha = beyond.getByRole("row", { name: /^Krippendorff/ }).first();
  await expect(alpha).toContainText(/0\.\d\d to 0\.\d\d/, { timeout: 45_000 });
  await expect(beyond.getByRole("row", { name: /^Fleiss/ })).toBeVisible();

  const matrix = page.getByRole("region", { name: "Agreement matrix" });
  await expect(
    matrix.getByRole("link", { name: /^Ground truth and Ben Hartley: \d+%/ }),
  ).toBeVisible();
  await matrix.getByText("Table", { exact: true }).click();
  const pairs = matrix.getByRole("table", { name: "Pairs by agreement" });
  await expect(pairs.getByRole("row").nth(1)).toContainText(/\d+–\d+%/);

  const confusion = page.getByRole("region", { name: "Confusion matrix" });
  await confusion.getByText("Ground truth", { exact: true }).click();
  await expect(confusion.getByRole("columnheader", { name: "Precision" })).toBeVisible();
  await expect(confusion.getByRole("region", { name: "Most confused" })).toContainText("→");
});
