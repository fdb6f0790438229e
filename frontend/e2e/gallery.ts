import type { Page } from "@playwright/test";
import { test as base, call, enter, expect, showTogether } from "./journey";
import { startServer } from "./server";

export type Item = Readonly<Record<string, unknown>> & {
  readonly id?: string;
  readonly type?: string;
  readonly value?: Readonly<Record<string, unknown>>;
};

/** The exhibits of the gallery; a test compares them with those that the server has. */
export const EXHIBITS = [
  "Choices",
  "Taxonomy",
  "Rating, Number, DateTime, TextArea",
  "Pairwise",
  "Ranker",
  "Ranker with buckets",
  "Labels on Text, Relations",
  "HyperTextLabels",
  "ParagraphLabels",
  "Table",
  "Chat",
  "RectangleLabels",
  "EllipseLabels",
  "PolygonLabels",
  "KeyPointLabels",
  "VectorLabels",
  "Shapes without labels of their own",
  "Several images",
  "BrushLabels",
  "BitmaskLabels",
  "Labels on Audio",
  "TimeSeriesLabels",
  "TimeSeries inside the task",
  "VideoRectangle",
  "TimelineLabels",
  "Pdf",
  "View, Header, Collapse, Repeater, Style",
  "Media that are missing",
  "Tags without a viewer",
] as const;

export type Exhibit = (typeof EXHIBITS)[number];

/** Journeys through a server of their own, which holds the gallery. */
export const test = base.extend<{ baseURL: string; leave: undefined }, { gallery: string }>({
  gallery: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is needed here.
    async ({}, use) => {
      const given = process.env["TOUCHSTONE_GALLERY_URL"];
      if (given !== undefined) {
        await use(given);
        return;
      }
      const server = await startServer({ demo: true, gallery: true });
      await use(server.url);
      await server.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ gallery }, use) => use(gallery),
  // A page that is left gives back what it held, so that the next journey finds it.
  leave: [
    async ({ page }, use) => {
      const held = new Map<string, string>();
      page.on("request", (request) => {
        const { pathname } = new URL(request.url());
        if (!pathname.endsWith("/review-stream/next")) return;
        const { stream } = request.postDataJSON() as { stream: string };
        held.set(stream, pathname.replace(/next$/, "release"));
      });
      await use(undefined);
      await page.goto("about:blank");
      // A browser that ends at once may never say what its page gives back.
      for (const [stream, path] of held) await call(page, "POST", path, { stream });
    },
    { auto: true },
  ],
});

type Project = { readonly id: number; readonly title: string };

export async function galleryProjects(page: Page): Promise<readonly Project[]> {
  const { results } = await call<{ results: Project[] }>(
    page,
    "GET",
    "/api/projects/?page_size=100",
  );
  return results
    .filter(({ title }) => title.startsWith("Gallery: "))
    .map(({ id, title }) => ({ id, title: title.slice("Gallery: ".length) }));
}

async function projectOf(page: Page, exhibit: Exhibit): Promise<number> {
  const found = (await galleryProjects(page)).find(({ title }) => title === exhibit);
  if (found === undefined) throw new Error(`the gallery has no ${exhibit}`);
  return found.id;
}

/** Opens the review of an exhibit, with one person's answer or with everybody's. */
export async function open(
  page: Page,
  exhibit: Exhibit,
  { together }: { together: boolean },
): Promise<number> {
  await enter(page, "reviewer");
  const project = await projectOf(page, exhibit);
  await page.goto(`/projects/${project}/review`);
  await showTogether(page, together);
  return project;
}

export type Results = ReadonlyMap<number, readonly Item[]>;

/** Every annotation's result, exactly as it is stored. */
export async function resultsOf(page: Page, project: number): Promise<Results> {
  const path = `/api/tasks/?project=${project}&fields=all&page_size=100`;
  const { tasks } = await call<{ tasks: { annotations: { id: number; result: Item[] }[] }[] }>(
    page,
    "GET",
    path,
  );
  const found = tasks.flatMap(({ annotations }) => annotations);
  return new Map(found.map(({ id, result }) => [id, result]));
}

export type Difference = {
  readonly changed: readonly { readonly before: Item; readonly after: Item }[];
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
};

/** What became of the one annotation that was fixed; every other one must be as it was. */
export function differenceOf(before: Results, after: Results): Difference {
  const texts = (items: readonly Item[] = []) => items.map((item) => JSON.stringify(item));
  const fixed = [...after].filter(
    ([id, items]) => JSON.stringify(items) !== JSON.stringify(before.get(id)),
  );
  expect(fixed.map(([id]) => id)).toHaveLength(1);
  const [id, now] = fixed[0] ?? [0, []];
  const was = before.get(id) ?? [];
  const gone = was.filter((item) => !texts(now).includes(JSON.stringify(item)));
  const come = now.filter((item) => !texts(was).includes(JSON.stringify(item)));
  const same = (one: Item) => (other: Item) =>
    other.id === one.id && other["from_name"] === one["from_name"] && other.type === one.type;
  // What stayed is in the order that it had.
  expect(texts(now).filter((text) => texts(was).includes(text))).toEqual(
    texts(was).filter((text) => texts(now).includes(text)),
  );
  return {
    changed: gone.flatMap((item) => {
      const after = come.find(same(item));
      return after === undefined ? [] : [{ before: item, after }];
    }),
    added: come.filter((item) => !gone.some(same(item))),
    removed: gone.filter((item) => !come.some(same(item))),
  };
}

/** The keys of the value that differ between two states of an item; all else must be equal. */
export function changedKeys({ before, after }: Difference["changed"][number]): readonly string[] {
  const { value: was = {}, ...frame } = before;
  const { value: now = {}, ...newFrame } = after;
  expect(newFrame).toEqual(frame);
  expect(Object.keys(now)).toEqual(Object.keys(was));
  return Object.keys(was).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(now[key]));
}

/** Fixes what is on screen, accepts it, and tells what was stored. */
export async function fixed(
  page: Page,
  project: number,
  act: () => Promise<void>,
): Promise<Difference> {
  const before = await resultsOf(page, project);
  await act();
  const stored = page.waitForResponse(
    (answer) => answer.request().method() === "POST" && /review/.test(answer.url()),
  );
  await page.getByRole("button", { name: /^Fix & Accept/ }).click();
  expect((await stored).ok()).toBe(true);
  return differenceOf(before, await resultsOf(page, project));
}
