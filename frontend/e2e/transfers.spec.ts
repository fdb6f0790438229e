import { readFile } from "node:fs/promises";
import { call, enter, expect, makeProject, record, test } from "./journey";

const file = (name: string, records: readonly unknown[]) => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(records)),
});

type Page = { total: number };
const total = (projectId: number) => `/api/tasks/?project=${projectId}&page=1&page_size=1`;

test("a file is imported with progress, and what is exported imports the same", async ({
  page,
}) => {
  await enter(page, "manager");
  const projectId = await makeProject(page, "Import");
  const records = Array.from({ length: 3_000 }, (_, index) =>
    record(`Message ${index}`, { anna: "Billing", ben: index % 3 === 0 ? "Login" : "Billing" }),
  );
  await page.goto(`/projects/${projectId}/transfers`);
  await page.locator('input[type="file"]').setInputFiles(file("messages.json", records));

  await expect(page.getByText("messages.json: imported")).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText("3,000 tasks, 6,000 annotations, 0 predictions")).toBeVisible();
  await page.getByRole("link", { name: "Open the data" }).click();
  await expect(page.getByText("3,000 tasks", { exact: true })).toBeVisible();

  await page.goto(`/projects/${projectId}/transfers`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download JSON" }).click();
  const exported = JSON.parse(await readFile(await (await downloading).path(), "utf8"));
  expect(exported).toHaveLength(3_000);

  const copyId = await makeProject(page, "Copy");
  await page.goto(`/projects/${copyId}/transfers`);
  await page.locator('input[type="file"]').setInputFiles(file("export.json", exported));
  await expect(page.getByText("export.json: imported")).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText("3,000 tasks, 6,000 annotations, 0 predictions")).toBeVisible();
});

test("one bad record is named, and nothing of the file is stored", async ({ page }) => {
  await enter(page, "manager");
  const projectId = await makeProject(page, "Bad record");
  const bad = record("b", { anna: "Billing" });
  const records = [
    record("a", { anna: "Billing" }),
    { ...bad, annotations: bad.annotations.map((item) => ({ ...item, result: "not a list" })) },
  ];
  await page.goto(`/projects/${projectId}/transfers`);
  await page.locator('input[type="file"]').setInputFiles(file("broken.json", records));

  const alert = page.getByRole("alert").filter({ hasText: "broken.json: not imported" });
  await expect(alert).toContainText("$[1].annotations[0]");
  await expect(alert).toContainText("record 2 of the file");
  await expect(alert).toContainText("Nothing of this file was imported.");
  expect((await call<Page>(page, "GET", total(projectId))).total).toBe(0);
});

test("reviewed tasks alone can be exported", async ({ page }) => {
  await enter(page, "manager");
  await page.goto("/projects/1/transfers");
  await page.getByRole("radio", { name: "Reviewed tasks only" }).check();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download JSON" }).click();
  const exported = JSON.parse(await readFile(await (await downloading).path(), "utf8"));

  const filters = {
    conjunction: "and",
    items: [{ filter: "filter:tasks:reviewed", operator: "equal", type: "Boolean", value: true }],
  };
  const query = encodeURIComponent(JSON.stringify({ filters }));
  const reviewed = await call<Page>(page, "GET", `${total(1)}&query=${query}`);
  expect(exported.length).toBe(reviewed.total);
  expect(reviewed.total).toBeGreaterThan(0);
});
