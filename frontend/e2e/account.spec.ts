import { enter, expect, test } from "./journey";

test("a personal access token is shown once and works until it is revoked", async ({
  page,
  playwright,
  baseURL,
}) => {
  await enter(page, "manager");
  await page.goto("/account");
  await page.getByRole("button", { name: "Create token" }).click();
  const token = (await page.getByRole("status").locator("pre").textContent()) ?? "";
  expect(token.split(".")).toHaveLength(3);

  const program = await playwright.request.newContext({ baseURL });
  const refresh = () => program.post("/api/token/refresh/", { data: { refresh: token } });
  const { access } = await (await refresh()).json();
  const me = await program.get("/api/current-user/whoami", {
    headers: { Authorization: `Bearer ${access}` },
  });
  expect((await me.json()).email).toBe("manager@example.org");

  await page.getByRole("button", { name: "Revoke", exact: true }).last().click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText("You have no personal access token.")).toBeVisible();
  expect((await refresh()).status()).toBe(401);
  await program.dispose();
});
