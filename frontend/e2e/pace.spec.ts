import type { Page } from "@playwright/test";
import { call, enter, expect, test } from "./journey";
import { box, by, makeImageProject, makeTextProject, notes, type Work } from "./review-project";

/** The figures go into the report beside the journey; the budgets are judged by a benchmark run. */

declare global {
  interface Window {
    painted?: Promise<number>;
  }
}

/** Press a key and wait until another annotation is painted; milliseconds. */
async function timeKey(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    const title = () => document.querySelector("h1")?.parentElement?.textContent?.split("·")[1];
    const before = title();
    window.painted = new Promise<number>((resolve) => {
      const start = () => {
        const started = performance.now();
        // The task after an animation frame runs when that frame has been drawn.
        const finish = () => setTimeout(() => resolve(performance.now() - started));
        const check = () => {
          if (title() === before) setTimeout(check);
          else requestAnimationFrame(finish);
        };
        check();
      };
      window.addEventListener("keydown", start, { capture: true, once: true });
    });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => window.painted ?? Number.NaN);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function report(name: string, values: readonly number[]): void {
  const description = `${name}: median ${Math.round(median(values))} ms of ${values.length}`;
  test.info().annotations.push({ type: "paint", description });
}

async function openReview(page: Page, project: number): Promise<void> {
  await page.goto(`/projects/${project}/review`);
  await expect(page.getByRole("button", { name: /^Accept/ })).toBeEnabled();
}

test("the next item is there before the server has answered the verdict", async ({ page }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Pace", notes(4));
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/api/annotation-reviews/", async (route) => {
    await held;
    await route.continue();
  });
  await openReview(page, project);

  const times: number[] = [];
  for (let item = 0; item < 2; item += 1) times.push(await timeKey(page, "a"));
  report("next item", times);
  await expect(page.getByText("2 left")).toBeVisible();
  const path = `/api/annotation-reviews/?annotation__task__project=${project}`;
  expect(await call<unknown[]>(page, "GET", path)).toEqual([]);

  answer();
  await expect
    .poll(async () => (await call<unknown[]>(page, "GET", path)).length, "both verdicts are sent")
    .toBe(2);
});

test("1,000 boxes of three annotators are painted with the next item", async ({ page }) => {
  const boxes = (shift: number) =>
    Array.from({ length: 1_000 }, (_value, at) =>
      box(`b${at}`, (at % 40) * 2 + shift, Math.floor(at / 40) * 2.7, at % 2 ? "Car" : "Sign"),
    );
  const crowd = (at: number): Work => ({
    data: { image: `/missing-${at}.png` },
    annotations: ["anna", "ben", "chen"].map((name, index) => by(name, boxes(index * 0.3))),
  });
  await enter(page, "manager");
  const project = await makeImageProject(page, "Crowded", [crowd(1), crowd(2)]);
  await openReview(page, project);
  await page.keyboard.press("o");
  await expect(page.getByText("3,000 regions")).toBeVisible();

  const times: number[] = [];
  for (let item = 0; item < 5; item += 1) times.push(await timeKey(page, "a"));

  report("1,000 boxes of 3 annotators", times);
  await expect(page.getByText("1 left")).toBeVisible();
  await expect(page.getByText("3,000 regions")).toBeVisible();
});
