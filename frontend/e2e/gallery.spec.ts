import { join, resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { changedKeys, EXHIBITS, type Exhibit, fixed, galleryProjects, open, test } from "./gallery";
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
  const { violations } = await new AxeBuilder({ page }).analyze();
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
