import { expect, test } from "./journey";
import { type Server, startServer } from "./server";

let server: Server;
test.beforeAll(async () => {
  test.setTimeout(150_000);
  server = await startServer({ demo: false });
});
test.afterAll(async () => {
  await server.stop();
});

test("whoever starts an empty server creates its Owner, once", async ({ page }) => {
  await page.goto(server.url);
  await expect(page.getByRole("heading", { name: "Create the first account" })).toBeVisible();
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("E-mail").fill("ada@example.org");
  await page.getByRole("textbox", { name: "Password" }).fill("a long enough secret");
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(page.getByText("No projects yet")).toBeVisible();
  await page.getByRole("button", { name: "Account of Ada" }).click();
  await expect(page.getByText("Owner", { exact: true })).toBeVisible();

  await page.context().clearCookies();
  await page.goto(`${server.url}/setup`);
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
});
