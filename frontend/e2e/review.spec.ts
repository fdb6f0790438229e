import type { Browser, Page } from "@playwright/test";
import { call, type DemoRole, enter, expect, makeProject, record, test } from "./journey";

type Review = { annotation: number; verdict: string; comment: string };

const reviewsOf = (page: Page, projectId: number) =>
  call<Review[]>(page, "GET", `/api/annotation-reviews/?annotation__task__project=${projectId}`);

const verdictsOf = async (page: Page, projectId: number) =>
  (await reviewsOf(page, projectId)).map(({ verdict }) => verdict);

/** Opens the stream as the reviewer, who is a member of the project; the manager stays on `page`. */
async function openStream(
  page: Page,
  browser: Browser,
  projectId: number,
  role: DemoRole = "reviewer",
): Promise<Page> {
  await call(page, "POST", `/api/projects/${projectId}/members/`, {
    email: `${role}@example.org`,
    role: "RE",
  });
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const reviewer = await context.newPage();
  await enter(reviewer, role);
  await reviewer.goto(`/projects/${projectId}/review`);
  return reviewer;
}

/** The words of the item on screen. */
const shown = (page: Page, words: string) =>
  page.getByLabel("Annotation under review").getByText(words, { exact: true });

async function start(page: Page, title: string, texts: readonly string[]): Promise<number> {
  await enter(page, "manager");
  const projectId = await makeProject(
    page,
    title,
    texts.map((text) => record(text, { anna: "Billing" })),
  );
  await page.goto(`/projects/${projectId}/data`);
  return projectId;
}

test("a reviewer accepts, fixes and rejects by keyboard, and comes to the end", async ({
  page,
  browser,
}) => {
  const projectId = await start(page, "Keys", ["one", "two", "three"]);
  const reviewer = await openStream(page, browser, projectId);

  await expect(shown(reviewer, "one")).toBeVisible();
  await reviewer.keyboard.press("a");
  await expect(shown(reviewer, "two")).toBeVisible();

  await expect(reviewer.getByRole("button", { name: "Fix & Accept" })).toHaveCount(0);
  await reviewer.getByRole("radio", { name: "Login" }).click();
  await expect(reviewer.getByRole("button", { name: "Fix & Accept" })).toBeVisible();
  await reviewer.getByRole("radio", { name: "Billing" }).click();
  await expect(reviewer.getByRole("button", { name: "Fix & Accept" })).toHaveCount(0);
  await reviewer.getByRole("radio", { name: "Login" }).click();
  await reviewer.keyboard.press("Control+Enter");

  await expect(shown(reviewer, "three")).toBeVisible();
  await reviewer.keyboard.press("c");
  await reviewer.keyboard.type("It is about money.");
  await reviewer.keyboard.press("Control+Space");
  await expect(reviewer.getByText("Review finished")).toBeVisible();

  await expect
    .poll(() => verdictsOf(page, projectId))
    .toEqual(["accepted", "fixed_and_accepted", "rejected"]);
  expect((await reviewsOf(page, projectId)).at(-1)?.comment).toBe("It is about money.");
  await reviewer.context().close();
});

test("going back shows the verdict given, and it can be changed", async ({ page, browser }) => {
  const projectId = await start(page, "Back", ["one", "two"]);
  const reviewer = await openStream(page, browser, projectId);
  await expect(shown(reviewer, "one")).toBeVisible();
  await reviewer.getByRole("button", { name: /^Accept/ }).click();
  await expect(shown(reviewer, "two")).toBeVisible();

  await reviewer.keyboard.press("<");
  await expect(shown(reviewer, "one")).toBeVisible();
  await expect(reviewer.getByLabel("Earlier reviews")).toContainText(/accepted/i);
  await reviewer.getByLabel("Comment").fill("On second thought, no.");
  await reviewer.getByRole("button", { name: /^Reject/ }).click();
  await expect(shown(reviewer, "two")).toBeVisible();
  await expect.poll(() => verdictsOf(page, projectId)).toEqual(["accepted", "rejected"]);
  await reviewer.context().close();
});

test("two browsers reviewing at once never get the same item", async ({ page, browser }) => {
  const texts = Array.from({ length: 12 }, (_, number) => `item ${number}`);
  const projectId = await start(page, "Two at once", texts);
  const first = await openStream(page, browser, projectId);
  const second = await openStream(page, browser, projectId, "reviewer2");

  const finish = async (reviewer: Page) => {
    const done = reviewer.getByText(/Review finished|Nothing to review at the moment/);
    const accept = reviewer.getByRole("button", { name: /^Accept/ });
    await expect(accept.or(done).first()).toBeVisible();
    while (!(await done.isVisible())) {
      await reviewer.keyboard.press("a");
    }
  };
  await Promise.all([finish(first), finish(second)]);

  await expect.poll(async () => (await reviewsOf(page, projectId)).length).toBe(texts.length);
  const reviews = await reviewsOf(page, projectId);
  expect(new Set(reviews.map(({ annotation }) => annotation)).size).toBe(texts.length);
  await first.context().close();
  await second.context().close();
});

test("a verdict on an older version is refused and the reviewer sees what changed", async ({
  page,
  browser,
}) => {
  const projectId = await start(page, "Stale", ["one"]);
  const reviewer = await openStream(page, browser, projectId);
  await expect(shown(reviewer, "one")).toBeVisible();

  const list = `/api/tasks/?project=${projectId}&page=1&page_size=10&fields=all`;
  const { tasks } = await call<{ tasks: { annotations: { id: number }[] }[] }>(page, "GET", list);
  await call(page, "PATCH", `/api/annotations/${tasks[0]?.annotations[0]?.id}/`, {
    result: record("", { anna: "Login" }).annotations[0]?.result,
  });
  await reviewer.keyboard.press("a");

  await expect(reviewer.getByText(/changed while you reviewed it/)).toBeVisible();
  expect(await reviewsOf(page, projectId)).toEqual([]);
  await reviewer.getByRole("button", { name: "Review the new version" }).click();
  await expect(reviewer.getByRole("radio", { name: "Login" })).toBeChecked();
  await reviewer.keyboard.press("a");
  await expect(reviewer.getByText("Review finished")).toBeVisible();
  await expect.poll(() => verdictsOf(page, projectId)).toEqual(["accepted"]);
  await reviewer.context().close();
});
