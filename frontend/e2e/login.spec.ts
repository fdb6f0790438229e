import { enter, expect, test } from "./journey";

test("a wrong password is told, the right one leads where the link wanted", async ({ page }) => {
  await page.goto("/projects/1/dashboard");
  await page.getByLabel("E-mail").fill("manager@example.org");
  await page.getByLabel("Password", { exact: true }).fill("guess");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();

  await page.getByLabel("Password", { exact: true }).fill("touchstone");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/projects/1/dashboard");

  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await page.goto("/projects/1/dashboard");
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
});

test("a session that ends while a page is open asks to log in and comes back", async ({ page }) => {
  await enter(page, "manager");
  await page.goto("/projects/1/data?ordering=-agreement");
  await expect(page.getByText("120 tasks", { exact: true })).toBeVisible();
  await page.context().clearCookies();

  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await page.getByRole("button", { name: "Log in as Manager" }).click();
  await expect(page).toHaveURL(/\/projects\/1\/data\?ordering=-agreement/);
  await expect(page.getByText("120 tasks", { exact: true })).toBeVisible();
});

const TABS = {
  owner: ["Data", "Review", "Dashboard", "Import/Export", "Members", "Settings"],
  admin: ["Data", "Review", "Dashboard", "Import/Export", "Members", "Settings"],
  manager: ["Data", "Review", "Dashboard", "Import/Export", "Members", "Settings"],
  reviewer: ["Data", "Review", "Dashboard", "Members", "Settings"],
  anna: ["Settings"],
} as const;

for (const [role, tabs] of Object.entries(TABS)) {
  test(`${role} sees the tabs of the role`, async ({ page }) => {
    await enter(page, role as keyof typeof TABS);
    await page.goto("/projects/1");
    const links = page.getByRole("navigation", { name: "Project" }).getByRole("link");
    await expect(links).toHaveText([...tabs]);
  });
}

test("a project that does not exist is said to be missing", async ({ page }) => {
  await enter(page, "owner");
  await page.goto("/projects/999999/data");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});
