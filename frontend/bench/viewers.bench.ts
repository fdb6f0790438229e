/** Times the viewers in a browser: npm run bench (prints the table of docs/benchmarks.md). */
import type { CDPSession, Page } from "@playwright/test";
import { call, enter, expect, showTogether, test } from "../e2e/journey";

type Item = Record<string, unknown>;

const WIDTH = 1600;
const HEIGHT = 1000;
const PEOPLE = ["anna", "ben", "chen"];

const rows: { what: string; measured: string; budget: string }[] = [];
const note = (what: string, measured: string, budget: string) =>
  rows.push({ what, measured, budget });
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const ms = (value: number) => `${Math.round(value)} ms`;

test.afterAll(() => {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const body = rows.map(({ what, measured, budget }) => line([what, measured, budget]));
  process.stdout.write(
    ["", line(["what", "measured", "budget"]), "|---|---|---|", ...body, ""].join("\n"),
  );
});

/** Equal numbers every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function boxes(count: number, seed: number): Item[] {
  const next = random(7);
  const jitter = random(seed);
  return Array.from({ length: count }, (_each, at) => ({
    id: `${seed}-${at}`,
    from_name: "box",
    to_name: "image",
    type: "rectanglelabels",
    original_width: WIDTH,
    original_height: HEIGHT,
    image_rotation: 0,
    value: {
      x: next() * 95 + jitter() * 0.5,
      y: next() * 95 + jitter() * 0.5,
      width: 1 + next() * 3,
      height: 1 + next() * 3,
      rotation: 0,
      rectanglelabels: [at % 3 === 0 ? "Car" : "Sign"],
    },
  }));
}

function spans(count: number, text: string, seed: number): Item[] {
  const next = random(seed);
  const room = Math.floor(text.length / count);
  return Array.from({ length: count }, (_each, at) => {
    const start = at * room + Math.floor(next() * 8);
    const end = Math.min(text.length, start + 6 + Math.floor(next() * (room - 12)));
    return {
      id: `${seed}-${at}`,
      from_name: "label",
      to_name: "text",
      type: "labels",
      value: { start, end, text: text.slice(start, end), labels: [at % 2 ? "Person" : "Place"] },
    };
  });
}

function prose(length: number): string {
  const next = random(3);
  const words = [
    "harbour",
    "the",
    "of",
    "ferry",
    "light",
    "a",
    "count",
    "kittiwake",
    "rope",
    "and",
  ];
  let text = "";
  while (text.length < length) {
    text += words[Math.floor(next() * words.length)];
    text += next() < 0.02 ? ".\n\n" : " ";
  }
  return text.slice(0, length);
}

const SVG = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#8aa"/></svg>`,
)}`;

const IMAGE = `<View><RectangleLabels name="box" toName="image"><Label value="Car"/><Label value="Sign"/></RectangleLabels><Image name="image" value="$image"/></View>`;
const TEXT = `<View><Labels name="label" toName="text"><Label value="Person"/><Label value="Place"/></Labels><Text name="text" value="$text"/></View>`;

async function project(page: Page, config: string, tasks: readonly Item[]): Promise<number> {
  await enter(page, "manager");
  const { id } = await call<{ id: number }>(page, "POST", "/api/projects/", {
    title: "Benchmark",
    label_config: config,
  });
  await call(page, "POST", `/api/projects/${id}/import`, tasks);
  return id;
}

const everybody = (make: (seed: number) => Item[]) =>
  PEOPLE.map((name, at) => ({
    completed_by: { email: `${name}@example.org` },
    result: make(at + 1),
  }));

/** From a key to the second frame after it: what the key changed has been painted by then. */
function painted(page: Page, key: string): Promise<number> {
  return page.evaluate(
    (pressed) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        const event = { key: pressed, code: `Key${pressed.toUpperCase()}`, bubbles: true };
        document.body.dispatchEvent(new KeyboardEvent("keydown", event));
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(performance.now() - start)),
        );
      }),
    key,
  );
}

async function repeated(page: Page, key: string, times: number): Promise<number> {
  const found: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    found.push(await painted(page, key));
    await page.waitForTimeout(250);
  }
  return median(found);
}

/** Frames a second while something happens, and the longest wait between two. */
async function frames(page: Page, act: () => Promise<void>) {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { frameTimes: times, counting: true });
    const tick = (now: number) => {
      times.push(now);
      if ((window as unknown as { counting: boolean }).counting) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act();
  const times = await page.evaluate(() => {
    Object.assign(window, { counting: false });
    return (window as unknown as { frameTimes: number[] }).frameTimes;
  });
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const total = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return { rate: (gaps.length / total) * 1000, longest: Math.max(...gaps) };
}

test("boxes", async ({ page }) => {
  test.setTimeout(300_000);
  const id = await project(page, IMAGE, [
    { data: { image: SVG }, annotations: everybody((seed) => boxes(1000, seed)) },
  ]);
  await page.goto(`/projects/${id}/review`);
  await page.getByRole("option").first().waitFor();
  await page.waitForTimeout(1500);
  await showTogether(page, false);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.waitForTimeout(1000);
  note("1,000 boxes x 3 annotators: shown together", ms(await painted(page, "o")), "400 ms");
  await page.waitForTimeout(1000);
  note("switch to another annotator of them", ms(await repeated(page, "]", 5)), "120 ms");
  note("one annotator / all three", ms(await repeated(page, "o", 6)), "400 ms");

  await showTogether(page, true);
  const option = page.getByRole("option").first();
  await option.click();
  const area = await page.getByRole("region", { name: /^Image image/ }).boundingBox();
  if (area === null) throw new Error("the picture is not on the page");
  await page.waitForTimeout(500);
  const moved = await frames(page, async () => {
    await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2);
    await page.mouse.down();
    for (let step = 0; step < 90; step += 1) {
      await page.mouse.move(area.x + area.width / 2 + step * 3, area.y + area.height / 2 + step);
    }
    await page.mouse.up();
  });
  note("drag over them", `${Math.round(moved.rate)} frames/s`, "50 frames/s");
});

test("spans and long texts", async ({ page }) => {
  test.setTimeout(300_000);
  const text = prose(20_000);
  const id = await project(page, TEXT, [
    { data: { text }, annotations: everybody((seed) => spans(500, text, seed)) },
  ]);
  await page.goto(`/projects/${id}/review`);
  await page.getByRole("option").first().waitFor();
  await page.waitForTimeout(1000);
  await showTogether(page, false);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.waitForTimeout(1000);
  note(
    "500 spans x 3 in 20,000 characters: shown together",
    ms(await painted(page, "o")),
    "150 ms",
  );

  const long = prose(200_000);
  const other = await project(page, TEXT, [
    { data: { text: long }, annotations: everybody((seed) => spans(200, long, seed)) },
  ]);
  await page.goto(`/projects/${other}/review`);
  const shown = page.getByRole("textbox", { name: /^Text text/ });
  await shown.waitFor();
  await page.waitForTimeout(1500);
  const area = await shown.boundingBox();
  if (area === null) throw new Error("the text is not on the page");
  await page.mouse.move(area.x + 200, Math.min(area.y + 200, 500));
  const scrolled = await frames(page, async () => {
    for (let step = 0; step < 60; step += 1) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(16);
    }
  });
  note("scroll through 200,000 characters", `${Math.round(scrolled.rate)} frames/s`, "smooth");
});

test("from item to item", async ({ page }) => {
  test.setTimeout(600_000);
  const count = Number(process.env["ITEMS"] ?? 500);
  const id = await project(
    page,
    IMAGE,
    Array.from({ length: count }, () => ({
      data: { image: SVG },
      annotations: [{ completed_by: { email: "anna@example.org" }, result: boxes(40, 1) }],
    })),
  );
  await page.goto(`/projects/${id}/review`);
  await page.getByRole("option").first().waitFor();
  await page.waitForTimeout(1500);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const session = await page.context().newCDPSession(page);
  const times: number[] = [];
  let early = 0;
  for (let item = 0; item < count - 1; item += 1) {
    times.push(await nextItem(page));
    if (item === Math.min(49, count >> 1)) early = await heap(session);
  }
  const late = await heap(session);
  note("next item painted after a verdict", ms(median(times)), "100 ms");
  const grown = (late - early) / 2 ** 20;
  note(`memory after ${count} items, against 50`, `${grown.toFixed(1)} MiB more`, "no growth");
  expect(grown).toBeLessThan(25);
});

/** Accepts, and waits until the heading names another annotation. */
function nextItem(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const shown = () => /Annotation \d+/.exec(document.body.innerText)?.[0];
        const before = shown();
        const start = performance.now();
        document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key: "a", code: "KeyA", bubbles: true }),
        );
        const look = () => {
          if (shown() !== before) {
            requestAnimationFrame(() => resolve(performance.now() - start));
          } else {
            requestAnimationFrame(look);
          }
        };
        requestAnimationFrame(look);
      }),
  );
}

async function heap(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize;
}
