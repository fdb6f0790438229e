import { enter, expect, test } from "./journey";

test("the figures of the demo are drawn, readable as tables, and lead to their tasks", async ({
  page,
}) => {
  await enter(page, "manager");
  await page.goto("/projects/1/dashboard");

  const distribution = page.getByRole("region", { name: "Agreement distribution" });
  await expect(distribution.getByRole("img", { name: /^Tasks by agreement: 0–10%/ })).toBeVisible();
  await expect(distribution.locator("svg path").first()).toBeAttached();
  await distribution.getByText("Table", { exact: true }).click();
  await expect(distribution.getByRole("row")).toHaveCount(11);

  const labels = page.getByRole("region", { name: "Label distribution" });
  await expect(labels.getByRole("img", { name: /^Labels of entity: Person/ })).toBeVisible();

  const annotators = page.locator("section[aria-label='Annotators']");
  await expect(annotators.getByRole("link", { name: "Tasks of Anna Kowalska" })).toBeVisible();

  const pair = page.getByRole("link", { name: /^Anna Kowalska and Ben Hartley: \d+%/ });
  const common = /on (\d+) common/.exec((await pair.getAttribute("aria-label")) ?? "")?.[1];
  await pair.click();
  // The list also holds tasks that one of the two skipped; those are not compared.
  const listed = await page.getByText(/^\d+ tasks$/).textContent();
  expect(Number.parseInt(listed ?? "", 10)).toBeGreaterThanOrEqual(Number(common));
  await expect(page.getByRole("button", { name: "Filters" })).toContainText("2");

  await page.goBack();
  const completed = page.getByRole("link", { name: /^Completed: \d+ tasks/ });
  const count = (await completed.textContent()) ?? "";
  await completed.click();
  await expect(page.getByText(`${count} tasks`, { exact: true })).toBeVisible();
});
