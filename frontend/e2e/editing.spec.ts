import type { Page } from "@playwright/test";
import { enter, expect, test } from "./journey";
import {
  box,
  by,
  makeImageProject,
  makeTextProject,
  notes,
  person,
  stored,
  tone,
} from "./review-project";

const text = (page: Page) => page.getByRole("textbox", { name: /^Text text/ });
const fix = (page: Page) => page.getByRole("button", { name: "Fix & Accept" });

async function firstResult(page: Page, project: number) {
  return (await stored(page, project))[0]?.annotations[0]?.result;
}

test("text is marked with the mouse, in code points", async ({ page }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Mark with the mouse", notes(1));
  await page.goto(`/projects/${project}/review`);

  await page.getByRole("button", { name: "Place" }).click();
  await text(page)
    .getByText("Oslo")
    .dblclick({ position: await middleOf(page, "Oslo") });
  await expect(page.getByRole("option", { name: "Place “Oslo”" })).toBeVisible();
  await fix(page).click();
  await expect(page.getByRole("heading", { name: "Review finished" })).toBeVisible();

  // "Note 1 😀 by Bob from Oslo.": the emoji counts once.
  expect(await firstResult(page, project)).toMatchObject([
    { type: "choices" },
    { type: "labels", value: { start: 21, end: 25, text: "Oslo", labels: ["Place"] } },
  ]);
});

test("text is marked, widened and deleted by keys alone", async ({ page }) => {
  await enter(page, "manager");
  const project = await makeTextProject(page, "Mark by keys", notes(1));
  await page.goto(`/projects/${project}/review`);

  await text(page).focus();
  await page.keyboard.press("ArrowRight");
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByText("Press a label's key")).toBeVisible();
  await page.keyboard.press("1");
  await expect(page.getByRole("option", { name: "Person “ote”" })).toBeVisible();

  await page.keyboard.press("Control+Shift+ArrowLeft");
  await expect(page.getByRole("option", { name: "Person “Note”" })).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.getByRole("option", { name: "Place “Note”" })).toBeVisible();
  await page.keyboard.press("Delete");
  await expect(page.getByRole("option")).toHaveCount(0);
  await expect(fix(page)).toBeHidden();
});

test("spans of several annotators lie over each other and say where they differ", async ({
  page,
}) => {
  const spans = (end: number, word: string) => [tone("Good"), person("p", 12, end, word)];
  await enter(page, "manager");
  const project = await makeTextProject(page, "Overlaid", [
    {
      data: { text: "Note 1 😀 by Bob from Oslo." },
      annotations: [
        by("anna", spans(15, "Bob")),
        by("ben", [...spans(15, "Bob"), person("q", 21, 25, "Oslo")]),
      ],
    },
  ]);
  await page.goto(`/projects/${project}/review`);
  await expect(page.getByRole("option")).toHaveCount(1);

  await page.keyboard.press("o");

  await expect(page.getByRole("option", { name: /Person “Bob” · Anna.* agree/ })).toBeVisible();
  await expect(
    page.getByRole("option", { name: /Person “Oslo” · Ben.* not by all/ }),
  ).toBeVisible();
  await page.keyboard.press("o");
  await expect(page.getByRole("option")).toHaveCount(1);
});

test.describe("boxes", () => {
  const scene = (result: Record<string, unknown>[]) => [
    { data: { image: "/missing.png" }, annotations: [by("anna", result)] },
  ];

  test("are drawn, moved and resized on a picture that does not load", async ({ page }) => {
    await enter(page, "manager");
    const project = await makeImageProject(page, "Boxes", scene([box("b", 10, 10)]));
    await page.goto(`/projects/${project}/review`);
    await expect(page.getByText("The image could not be loaded")).toBeVisible();

    const canvas = page.getByRole("region", { name: /^Image image/ });
    await canvas.focus();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("option", { selected: true })).toHaveText(/^Car/);
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Escape");

    await page.keyboard.press("2");
    const area = await canvas.boundingBox();
    if (area === null) throw new Error("the picture is not on the page");
    await page.mouse.move(area.x + area.width * 0.6, area.y + area.height * 0.6);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width * 0.8, area.y + area.height * 0.8, { steps: 5 });
    await page.mouse.up();
    await expect(page.getByRole("option")).toHaveCount(2);
    await fix(page).click();
    await expect(page.getByRole("heading", { name: "Review finished" })).toBeVisible();

    const result = await firstResult(page, project);
    expect(result?.[0]).toMatchObject({
      original_width: 400,
      value: { x: 11, y: 10, width: 20, height: 30.25, rotation: 0, rectanglelabels: ["Car"] },
    });
    expect(result?.[1]?.value["rectanglelabels"]).toEqual(["Sign"]);
    for (const side of ["x", "y", "width", "height"]) {
      const value = result?.[1]?.value[side];
      expect(value, side).toBeGreaterThan(5);
      expect(value, side).toBeLessThan(95);
    }
  });

  test("are dragged with the mouse, and undo puts them back exactly", async ({ page }) => {
    await enter(page, "manager");
    const project = await makeImageProject(page, "Drag", scene([box("b", 40.1, 30.3)]));
    await page.goto(`/projects/${project}/review`);
    const canvas = page.getByRole("region", { name: /^Image image/ });
    await page.getByRole("option").click();
    const area = await canvas.boundingBox();
    if (area === null) throw new Error("the picture is not on the page");

    await page.mouse.move(area.x + area.width * 0.5, area.y + area.height * 0.45);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width * 0.56, area.y + area.height * 0.5, { steps: 6 });
    await page.mouse.up();
    await expect(fix(page)).toBeVisible();

    await page.keyboard.press("Control+z");
    await expect(fix(page)).toBeHidden();
  });
});

/** The middle of a word, as a position inside the piece of text that holds it. */
async function middleOf(page: Page, word: string): Promise<{ x: number; y: number }> {
  return text(page)
    .getByText(word)
    .evaluate((element, wanted) => {
      const leaf = element.lastChild;
      const at = leaf?.textContent?.indexOf(wanted) ?? -1;
      const range = document.createRange();
      if (leaf === null || at < 0) throw new Error(`no ${wanted} in the text`);
      range.setStart(leaf, at);
      range.setEnd(leaf, at + wanted.length);
      const piece = element.getBoundingClientRect();
      const place = range.getBoundingClientRect();
      return { x: place.x + place.width / 2 - piece.x, y: place.y + place.height / 2 - piece.y };
    }, word);
}
