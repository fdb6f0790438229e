import { join, resolve } from "node:path";
import type { Locator, Page } from "@playwright/test";
import axe from "axe-core";
import {
  changedKeys,
  EXHIBITS,
  type Exhibit,
  fixed,
  galleryProjects,
  open,
  resultsOf,
  test,
} from "./gallery";
import { enter, expect } from "./journey";

/** Set it to a folder to have a picture of every exhibit written there. */
const PICTURES = process.env["TOUCHSTONE_PICTURES"];

const option = (page: Page, name: RegExp) => page.getByRole("option", { name }).first();
const surface = (page: Page) => page.locator("[data-viewer-surface]").first();

const label = (page: Page, name: string) =>
  page
    .getByRole("group", { name: /^Labels of/ })
    .getByRole("button", { name: new RegExp(`^${name}`) });

test("the gallery has the exhibits that these journeys visit", async ({ page }) => {
  await enter(page, "reviewer");
  const titles = (await galleryProjects(page)).map(({ title }) => title);
  expect(titles.toSorted()).toEqual([...EXHIBITS].toSorted());
});

for (const exhibit of EXHIBITS) {
  test(`${exhibit}: opens, with everybody's answers, for everyone`, async ({ page }) => {
    await open(page, exhibit, { together: true });
    await page.waitForLoadState("networkidle");
    await expect(page.getByText(/Loading the/)).toBeHidden({ timeout: 20_000 });
    await expect(page.getByText("could not be drawn")).toBeHidden();
    expect(await grave(page), "light").toEqual([]);
    if (PICTURES !== undefined) await takePicture(page, exhibit, PICTURES);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await grave(page), "dark").toEqual([]);
    await expect(page.getByRole("button", { name: /^Accept/ })).toBeEnabled();
  });
}

/** What axe finds serious, or worse, in words. */
async function grave(page: Page): Promise<readonly string[]> {
  // Not in the frames of pages that tasks bring: they are others' work, and run no script.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { iframes: false }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
    );
}

async function takePicture(page: Page, exhibit: Exhibit, folder: string): Promise<void> {
  const name = exhibit.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  await page.screenshot({
    path: join(resolve(folder), `${name}.png`),
    scale: "css",
    animations: "disabled",
  });
}

type Relabel = {
  readonly exhibit: Exhibit;
  readonly region: RegExp;
  readonly to: string;
  readonly key: string;
};

const RELABELS: readonly Relabel[] = [
  { exhibit: "Labels on Text, Relations", region: /^Place “Coll”/, to: "Person", key: "labels" },
  { exhibit: "HyperTextLabels", region: /^Hazard “buoy/, to: "Place", key: "hypertextlabels" },
  { exhibit: "ParagraphLabels", region: /^Order/, to: "Question", key: "paragraphlabels" },
  { exhibit: "RectangleLabels", region: /^Sailing boat/, to: "Buoy", key: "rectanglelabels" },
  { exhibit: "EllipseLabels", region: /^Buoy/, to: "Cloud", key: "ellipselabels" },
  { exhibit: "PolygonLabels", region: /^Tower/, to: "Quay", key: "polygonlabels" },
  { exhibit: "KeyPointLabels", region: /^Hip/, to: "Neck", key: "keypointlabels" },
  { exhibit: "VectorLabels", region: /^Edge/, to: "Rope", key: "vectorlabels" },
  { exhibit: "BrushLabels", region: /^Quay/, to: "Cloud", key: "brushlabels" },
  { exhibit: "BitmaskLabels", region: /^Tower/, to: "Sun", key: "bitmasklabels" },
  { exhibit: "Labels on Audio", region: /^Bell/, to: "Clerk", key: "labels" },
  { exhibit: "TimeSeriesLabels", region: /^Rinse/, to: "Stall", key: "timeserieslabels" },
  { exhibit: "VideoRectangle", region: /^Person/, to: "Car", key: "labels" },
  { exhibit: "TimelineLabels", region: /^Red/, to: "Green", key: "timelinelabels" },
];

for (const { exhibit, region, to, key } of RELABELS) {
  test(`${exhibit}: another label changes the label of one item alone`, async ({ page }) => {
    const project = await open(page, exhibit, { together: false });
    const { changed, added, removed } = await fixed(page, project, async () => {
      await option(page, region).click();
      await label(page, to).click();
    });
    expect([added, removed]).toEqual([[], []]);
    expect(changed.map(changedKeys)).toEqual([[key]]);
    expect(changed[0]?.after.value?.[key]).toEqual([to]);
  });
}

type Move = {
  readonly exhibit: Exhibit;
  readonly region: RegExp;
  readonly press: string;
  readonly keys: readonly string[];
};

const MOVES: readonly Move[] = [
  { exhibit: "RectangleLabels", region: /^Dinghy/, press: "ArrowRight", keys: ["x"] },
  { exhibit: "EllipseLabels", region: /^Sun/, press: "ArrowDown", keys: ["y"] },
  { exhibit: "PolygonLabels", region: /^Tower/, press: "ArrowLeft", keys: ["points"] },
  { exhibit: "KeyPointLabels", region: /^Neck/, press: "ArrowUp", keys: ["y"] },
  { exhibit: "VectorLabels", region: /^Rope/, press: "ArrowRight", keys: ["vertices"] },
  { exhibit: "Labels on Audio", region: /^Clerk/, press: "ArrowRight", keys: ["start", "end"] },
  { exhibit: "TimeSeriesLabels", region: /^Stall/, press: "Shift+ArrowRight", keys: ["end"] },
  { exhibit: "TimelineLabels", region: /^Red/, press: "Shift+ArrowLeft", keys: ["ranges"] },
];

for (const { exhibit, region, press, keys } of MOVES) {
  test(`${exhibit}: ${press} changes the place of one item alone`, async ({ page }) => {
    const project = await open(page, exhibit, { together: false });
    const { changed, added, removed } = await fixed(page, project, async () => {
      await option(page, region).click();
      await surface(page).focus();
      await page.keyboard.press(press);
    });
    expect([added, removed]).toEqual([[], []]);
    expect(changed.map(changedKeys)).toEqual([keys]);
  });
}

const REMOVALS: readonly { readonly exhibit: Exhibit; readonly region: RegExp; items: number }[] = [
  // With its region go the answers about it and the relations that hold on to it.
  { exhibit: "Labels on Text, Relations", region: /^Person “Ingrid/, items: 3 },
  { exhibit: "Shapes without labels of their own", region: /ellipse/, items: 2 },
  { exhibit: "Several images", region: /^Ferry/, items: 1 },
];

for (const { exhibit, region, items } of REMOVALS) {
  test(`${exhibit}: a deleted region takes what is its own along`, async ({ page }) => {
    const project = await open(page, exhibit, { together: false });
    const { changed, added, removed } = await fixed(page, project, async () => {
      await option(page, region).click();
      await page.keyboard.press("Delete");
    });
    expect([changed, added]).toEqual([[], []]);
    expect(removed).toHaveLength(items);
  });
}

type Answering = {
  readonly exhibit: Exhibit;
  readonly question: string;
  readonly give: (page: Page, question: Locator) => Promise<void>;
  readonly key: string;
  readonly stored: unknown;
};

const ANSWERS: readonly Answering[] = [
  {
    exhibit: "Choices",
    question: "tone",
    give: (_page, question) => question.getByText("Disappointed").click(),
    key: "choices",
    stored: ["bad"],
  },
  {
    exhibit: "Choices",
    question: "topics",
    give: (_page, question) => question.getByText("Delivery").click(),
    key: "choices",
    stored: expect.arrayContaining(["Quality", "Delivery"]),
  },
  {
    exhibit: "Taxonomy",
    question: "species",
    give: (_page, question) => question.getByRole("button", { name: /^Take .*Robin away/ }).click(),
    key: "taxonomy",
    stored: expect.not.arrayContaining([["Songbirds", "Thrushes", "Robin"]]),
  },
  {
    exhibit: "Rating, Number, DateTime, TextArea",
    question: "stars",
    give: (_page, question) =>
      question.getByRole("radio", { name: "2 of 5" }).dispatchEvent("click"),
    key: "rating",
    stored: 2,
  },
  {
    exhibit: "Rating, Number, DateTime, TextArea",
    question: "people",
    give: (_page, question) => question.getByRole("textbox").fill("17"),
    key: "number",
    stored: 17,
  },
  {
    exhibit: "Rating, Number, DateTime, TextArea",
    question: "title",
    give: (_page, question) => question.getByRole("textbox").first().fill("Another title"),
    key: "text",
    stored: ["Another title"],
  },
  {
    exhibit: "Pairwise",
    question: "better",
    give: (_page, question) =>
      question
        .getByText(/^Right/)
        .first()
        .click(),
    key: "selected",
    stored: "right",
  },
  {
    exhibit: "Ranker",
    question: "order",
    give: (_page, question) =>
      question.getByRole("button", { name: "Move Tide tables down" }).click(),
    key: "ranker",
    stored: { order: [expect.any(String), "tides", expect.any(String), "shop"] },
  },
  {
    exhibit: "Ranker with buckets",
    question: "buckets",
    give: (_page, question) =>
      question.getByRole("button", { name: "Move Chandlery down" }).click(),
    key: "ranker",
    stored: expect.objectContaining({ rest: ["walk", "shop"] }),
  },
];

for (const { exhibit, question, give, key, stored } of ANSWERS) {
  test(`${exhibit}: another answer to ${question} changes one item alone`, async ({ page }) => {
    const project = await open(page, exhibit, { together: false });
    const { changed, added, removed } = await fixed(page, project, async () => {
      await give(page, page.getByRole("group", { name: question, exact: true }));
      await page.keyboard.press("Escape");
    });
    expect([added, removed]).toEqual([[], []]);
    expect(changed.map(changedKeys)).toEqual([[key]]);
    expect(changed[0]?.after.value?.[key]).toEqual(stored);
  });
}

test("an answer about one region is an item under its id", async ({ page }) => {
  const project = await open(page, "RectangleLabels", { together: false });
  const { changed, added, removed } = await fixed(page, project, async () => {
    await option(page, /^Dinghy/).click();
    await page.getByLabel("Answers about the selected region").getByText("Blurred").click();
  });
  expect([changed, removed]).toEqual([[], []]);
  expect(added).toMatchObject([
    { type: "choices", from_name: "sharp", to_name: "image", value: { choices: ["Blurred"] } },
  ]);
  expect(added[0]?.id).toMatch(/dinghy/);
});

test("an answer that was only looked at is stored as it was", async ({ page }) => {
  for (const exhibit of ["BrushLabels", "VideoRectangle", "Labels on Text, Relations"] as const) {
    const project = await open(page, exhibit, { together: true });
    const before = JSON.stringify([...(await resultsOf(page, project))]);
    const sent = page.waitForResponse((answer) => answer.request().method() === "POST");
    await page.getByRole("button", { name: /^Accept/ }).click();
    expect((await sent).ok()).toBe(true);
    expect(JSON.stringify([...(await resultsOf(page, project))])).toBe(before);
  }
});
