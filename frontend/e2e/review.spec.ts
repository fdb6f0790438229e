import type { Page } from "@playwright/test";
import { call, enter, expect, test } from "./journey";
import { makeTextProject, notes, reviewsOf, stored } from "./review-project";

const text = (page: Page) => page.getByRole("textbox", { name: /^Text text/ });

async function openReview(page: Page, projectId: number): Promise<void> {
  await page.goto(`/projects/${projectId}/review`);
  await expect(text(page)).toBeVisible();
}

const verdicts = async (page: Page, projectId: number) =>
  (await stored(page, projectId)).map(({ annotations }) => annotations[0]?.review_state);

test("a reviewer goes through a stream by keys alone, to its end", async ({ page }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Review by keys", notes(4), {
    require_comment_on_reject: true,
  });
  await enter(page, "reviewer");
  await openReview(page, project);

  await expect(text(page)).toHaveText(/^Note 1/);
  await page.keyboard.press("a");
  await expect(text(page)).toHaveText(/^Note 2/);

  // Fix & Accept takes the place of Accept when something is different, and leaves with it.
  await expect(page.getByRole("button", { name: "Fix & Accept" })).toBeHidden();
  await page.getByRole("radio", { name: "Bad" }).click();
  await expect(page.getByRole("button", { name: "Fix & Accept" })).toBeVisible();
  await page.getByRole("radio", { name: "Good" }).click();
  await expect(page.getByRole("button", { name: "Fix & Accept" })).toBeHidden();
  await page.getByRole("radio", { name: "Bad" }).click();
  await page.keyboard.press("Control+Enter");
  await expect(text(page)).toHaveText(/^Note 3/);

  // A reject needs its comment.
  await page.keyboard.press("r");
  await expect(page.getByText("this project asks for a comment")).toBeVisible();
  await expect(page.getByLabel("Comment")).toBeFocused();
  await page.keyboard.type("a reason");
  await page.keyboard.press("Control+Space");
  await expect(text(page)).toHaveText(/^Note 4/);
  await page.keyboard.press("a");

  await expect(page.getByRole("heading", { name: "Review finished" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Accepted 2" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Fixed and accepted 1" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Rejected 1" })).toBeVisible();

  const tasks = await stored(page, project);
  expect(tasks.map(({ annotations }) => annotations[0]?.review_state)).toEqual([
    "accepted",
    "fixed_and_accepted",
    "rejected",
    "accepted",
  ]);
  expect(tasks[1]?.annotations[0]?.result[0]?.value).toEqual({ choices: ["Bad"] });
  expect((await reviewsOf(page, project)).map(({ comment }) => comment)).toEqual([
    "",
    "",
    "a reason",
    "",
  ]);
});

test("going back shows the verdict given and lets it be changed, also after a reload", async ({
  page,
}) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Review and back", notes(3));
  await enter(page, "reviewer");
  await openReview(page, project);
  await page.keyboard.press("a");
  await expect(text(page)).toHaveText(/^Note 2/);

  await page.keyboard.press("<");
  await expect(text(page)).toHaveText(/^Note 1/);
  await expect(page.getByText("You: Accepted")).toBeVisible();
  await page.getByRole("button", { name: "Reject", exact: false }).first().click();
  await expect(text(page)).toHaveText(/^Note 2/);
  await expect.poll(() => verdicts(page, project)).toEqual(["rejected", "pending", "pending"]);

  await page.reload();
  await expect(text(page)).toHaveText(/^Note 2/);
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(text(page)).toHaveText(/^Note 1/);
  await expect(page.getByText("You: Rejected")).toBeVisible();
  await page.keyboard.press(">");
  await expect(text(page)).toHaveText(/^Note 2/);
});

test("two reviewers at once never get the same annotation", async ({ page, browser }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Two at once", notes(14));
  await enter(page, "reviewer");
  const context = await browser.newContext();
  const other = await context.newPage();
  await enter(other, "reviewer2");

  const seen: string[] = [];
  const reviewAll = async (own: Page) => {
    await openReview(own, project);
    for (;;) {
      const note = (await text(own).textContent()) ?? "";
      seen.push(note);
      await own.keyboard.press("a");
      // The next text, or the end.
      const end = own.getByRole("heading", { name: /Review finished|Nothing to review/ });
      await expect(text(own).filter({ hasNotText: note }).or(end)).toBeVisible();
      if (await end.isVisible()) return;
    }
  };
  await Promise.all([reviewAll(page), reviewAll(other)]);

  expect(seen).toHaveLength(14);
  expect(new Set(seen).size).toBe(14);
  const judged = (await reviewsOf(page, project)).map(({ annotation }) => annotation);
  expect(judged).toHaveLength(14);
  expect(new Set(judged).size).toBe(14);
  await context.close();
});

test("leaving the page lets its items go at once", async ({ page, browser }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Let go", notes(2));
  await enter(page, "reviewer");
  await openReview(page, project);
  const context = await browser.newContext();
  const other = await context.newPage();
  await enter(other, "reviewer2");
  await other.goto(`/projects/${project}/review`);
  await expect(other.getByText("2 annotations are with other reviewers")).toBeVisible();

  await page.goto("about:blank");

  await expect(async () => {
    await other.getByRole("button", { name: "Look for more" }).click();
    await expect(text(other)).toHaveText(/^Note 1/, { timeout: 1_000 });
  }).toPass();
  await context.close();
});

test("a second tab of the same reviewer is a stream of its own", async ({ page }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Two tabs", notes(9));
  await enter(page, "reviewer");
  await openReview(page, project);
  await expect(text(page)).toHaveText(/^Note 1/);

  // A tab opened by a page starts with a copy of what the page remembers.
  const opened = page.waitForEvent("popup");
  await page.evaluate(() => window.open(location.href));
  const second = await opened;

  await expect(text(second)).toHaveText(/^Note 5/);
  await page.keyboard.press("a");
  await expect(text(page)).toHaveText(/^Note 2/);
});

test("a verdict on something that changed shows the change and keeps the own edits", async ({
  page,
  browser,
}) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Stale verdict", notes(2));
  await enter(page, "reviewer");
  await openReview(page, project);
  await text(page).getByText("Bob").dblclick();
  await page.keyboard.press("1");
  await expect(page.getByRole("option", { name: /Person “/ })).toBeVisible();

  // Meanwhile a manager corrects the choice of the same annotation.
  const context = await browser.newContext();
  const manager = await context.newPage();
  await enter(manager, "manager");
  const annotation = (await stored(manager, project))[0]?.annotations[0];
  const [choice] = annotation?.result ?? [];
  await call(manager, "PATCH", `/api/annotations/${annotation?.id}/`, {
    result: [{ ...choice, value: { choices: ["Bad"] } }],
  });
  await page.keyboard.press("a");

  const notice = page.getByRole("alert").filter({ hasText: "was changed while you reviewed it" });
  await expect(notice).toContainText("1 result changed");
  await expect(text(page)).toHaveText(/^Note 1/);
  await notice.getByRole("button", { name: "Apply my changes to the new version" }).click();
  await expect(page.getByRole("radio", { name: "Bad" })).toBeChecked();
  await page.keyboard.press("a");
  await expect(text(page)).toHaveText(/^Note 2/);

  await expect
    .poll(async () => (await stored(page, project))[0]?.annotations[0])
    .toMatchObject({
      review_state: "fixed_and_accepted",
      result: [{ value: { choices: ["Bad"] } }, { value: { labels: ["Person"] } }],
    });
  await context.close();
});

test("verdicts given without a connection are sent when it is back", async ({ page, context }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Offline", notes(4));
  await enter(page, "reviewer");
  await openReview(page, project);

  await context.setOffline(true);
  await page.keyboard.press("a");
  await page.keyboard.press("a");
  await expect(text(page)).toHaveText(/^Note 3/);
  await expect(page.getByRole("alert")).toContainText("2 verdicts not sent yet");

  await context.setOffline(false);
  await expect(page.getByRole("alert")).toBeHidden();
  await expect
    .poll(() => verdicts(page, project))
    .toEqual(["accepted", "accepted", "pending", "pending"]);
});

test("the star makes an annotation the ground truth", async ({ page }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Star", notes(1));
  await enter(page, "reviewer");
  await openReview(page, project);

  await page.keyboard.press("g");
  await expect(page.getByRole("button", { name: "Ground truth" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect
    .poll(async () => (await stored(page, project))[0]?.annotations[0]?.ground_truth)
    .toBe(true);
});
