import { enter, expect, makeProject, test } from "./journey";

test("a config with a mistake is shown where it is; corrected, it makes a project", async ({
  page,
}) => {
  await enter(page, "manager");
  await page.goto("/");
  await page.getByRole("link", { name: "Create project" }).click();
  await page.getByLabel("Title").fill("Complaints of March");
  await page.getByRole("button", { name: "Text classification" }).click();
  await expect(page.getByText("1 data object, 1 control")).toBeVisible();

  const editor = page.getByLabel("Labeling config");
  await editor.fill('<View>\n  <Text name="text" value="$text"/>\n  <Choices name="c"');
  await expect(page.getByRole("alert")).toContainText("The config has a mistake");
  await page.getByRole("button", { name: /^Go to line 3/ }).click();
  await expect(editor).toBeFocused();
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(
    page.getByText("Correct the labeling config, then create the project."),
  ).toBeVisible();

  await editor.fill(
    '<View>\n  <Text name="text" value="$text"/>\n  <Choices name="c" toName="text"><Choice value="A"/><Choice value="B"/></Choices>\n</View>',
  );
  await expect(page.getByText("1 data object, 1 control")).toBeVisible();
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { name: "Import and export" })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("Complaints of March");
});

test("settings are saved, and deleting a project asks first", async ({ page }) => {
  await enter(page, "manager");
  const projectId = await makeProject(page, "To be deleted");
  await page.goto(`/projects/${projectId}/settings`);
  await page.getByLabel("Require a comment on reject").check();
  const review = page.getByRole("region", { name: "Review" });
  await review.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Review: saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Require a comment on reject")).toBeChecked();

  await page.getByRole("button", { name: "Delete project" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Delete “To be deleted”?");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await dialog.getByRole("button", { name: "Delete project" }).click();
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
  await expect(page.getByRole("link", { name: "To be deleted" })).toHaveCount(0);
});
