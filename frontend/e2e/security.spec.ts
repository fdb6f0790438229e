import type { Page } from "@playwright/test";
import { call, enter, expect, showTogether, test } from "./journey";

/** Markup that runs script wherever it is taken for markup; each names the place it was put in. */
const payloads = (place: string): readonly string[] => {
  const run = `window.__ran=(window.__ran||[]).concat('${place}')`;
  return [
    `<script>${run}</script>`,
    `<img src=x onerror="${run}">`,
    `<svg onload="${run}"><script>${run}</script></svg>`,
    `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
    `<iframe src="javascript:parent.${run}"></iframe>`,
    `<a href="javascript:${run}" autofocus onfocus="${run}">link</a>`,
    `<details open ontoggle="${run}">x</details>`,
    `<style>@import 'javascript:${run}'; body{display:none}</style>`,
    `<math><mtext><table><mglyph><style><img src=x onerror="${run}"></style></mglyph></table></mtext></math>`,
    `<form action="javascript:${run}"><button id=x>go</button></form><base href="https://evil.example/">`,
    `"><video><source onerror="${run}"></video>`,
    `{{constructor.constructor("${run}")()}}`,
  ];
};
const all = (place: string) => payloads(place).join("\n");
const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;").replace(/'/g, "&apos;");

const CONFIG = `<View style="background: url(javascript:window.__ran=['style'])">
  <Style>body { display: none } .x { background: url("javascript:window.__ran=['css']") }</Style>
  <Header value="${escaped(all("header of the config"))}"/>
  <Header value="$title"/>
  <Labels name="label" toName="text"><Label value="${escaped(`<img src=x onerror="window.__ran=['label']">`)}" background="red;background:url(javascript:1)"/></Labels>
  <Text name="text" value="$text"/>
  <HyperTextLabels name="mark" toName="page"><Label value="Mark"/></HyperTextLabels>
  <HyperText name="page" value="$page"/>
  <Paragraphs name="talk" value="$talk" layout="dialogue" nameKey="author" textKey="text"/>
  <ParagraphLabels name="act" toName="talk"><Label value="Act"/></ParagraphLabels>
  <Table name="table" value="$table"/>
  <Chat name="chat" value="$chat"/>
  <Image name="image" value="$image"/>
  <Audio name="audio" value="$audio"/>
  <Video name="video" value="$video"/>
  <Pdf name="pdf" value="$pdf"/>
  <TimeSeries name="series" value="$csv"><Channel column="a"/></TimeSeries>
  <Choices name="topic" toName="text" value="$topics"/>
  <Taxonomy name="tree" toName="text" value="$topics"/>
  <TextArea name="note" toName="text"/>
  <List name="list" value="$items"/><Ranker name="rank" toName="list"/>
</View>`;

const URL_PAYLOAD = "javascript:window.__ran=['an address']";

const task = {
  data: {
    title: all("title"),
    text: all("text"),
    page: all("page"),
    talk: [{ author: all("author"), text: all("talk") }],
    table: { [all("key of a table")]: all("table") },
    chat: [{ role: "user", content: all("chat") }],
    image: URL_PAYLOAD,
    audio: URL_PAYLOAD,
    video: "data:text/html,<script>parent.window.__ran=['data']</script>",
    pdf: URL_PAYLOAD,
    csv: URL_PAYLOAD,
    topics: payloads("topics").map((value) => ({ value, hint: value })),
    items: payloads("items").map((body, id) => ({ id: String(id), title: body, body, html: body })),
  },
  annotations: ["anna", "ben"].map((name) => ({
    completed_by: { email: `${name}@example.org` },
    result: [
      {
        id: "s",
        from_name: "label",
        to_name: "text",
        type: "labels",
        value: {
          start: 0,
          end: 8,
          text: all("text of a region"),
          labels: [all("label of a region")],
        },
        meta: { text: [all("meta")] },
      },
      {
        id: "n",
        from_name: "note",
        to_name: "text",
        type: "textarea",
        value: { text: [all(`note of ${name}`)] },
      },
      {
        id: "t",
        from_name: "topic",
        to_name: "text",
        type: "choices",
        value: { choices: [all("choice")] },
      },
    ],
  })),
};

/** Everything that the browser refused or that ran. */
async function watch(page: Page): Promise<{ readonly outside: string[] }> {
  const outside: string[] = [];
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|data:|blob:|about:)/.test(request.url())) {
      outside.push(request.url());
    }
  });
  page.on("dialog", (dialog) => {
    outside.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { outside };
}

const ran = (page: Page) => page.evaluate(() => (window as { __ran?: unknown }).__ran ?? null);

test("markup and script in tasks, configs, labels and comments run nothing", async ({ page }) => {
  await enter(page, "manager");
  const { id } = await call<{ id: number }>(page, "POST", "/api/projects/", {
    title: "<img src=x onerror=\"window.__ran=['title']\">",
    description: all("description"),
    expert_instruction: all("instruction"),
    label_config: CONFIG,
  });
  await call(page, "POST", `/api/projects/${id}/import`, [task]);
  const { outside } = await watch(page);

  const answer = await page.goto(`/projects/${id}/review`);
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);

  await expect(page.getByRole("button", { name: /^Accept/ })).toBeEnabled();
  await showTogether(page, true);
  await page.getByPlaceholder(/^Comment/).fill(all("comment"));
  await page.waitForTimeout(1500);
  expect(await ran(page)).toBeNull();
  await expect(page.getByText("<script>window.__ran").first()).toBeAttached();
  // No element of ours came from a payload, and no frame shares the page's origin.
  expect(
    await page.locator("math, form[action], base, [onerror], [onload], [ontoggle]").count(),
  ).toBe(0);
  for (const frame of page.frames().filter((each) => each !== page.mainFrame())) {
    const inside = await frame.evaluate(() => [
      document.querySelectorAll(
        "script, iframe, form, base, [onerror], [onload], [ontoggle], [onfocus]",
      ).length,
      document.querySelectorAll("[href^='javascript:'], [src^='javascript:']").length,
    ]);
    expect(inside).toEqual([0, 0]);
  }
  await page
    .getByRole("button", { name: /^Reject/ })
    .first()
    .click();
  await page.waitForTimeout(500);
  expect(await ran(page)).toBeNull();

  for (const path of ["data", "dashboard", "settings", "members"]) {
    await page.goto(`/projects/${id}/${path}`);
    await page.waitForTimeout(700);
    expect(await ran(page), path).toBeNull();
  }
  await page.goto("/");
  await page.waitForTimeout(500);
  expect(await ran(page)).toBeNull();
  expect(outside).toEqual([]);
});

test("an uploaded page is saved, not opened, and never served as a page", async ({ page }) => {
  await enter(page, "manager");
  const { id } = await call<{ id: number }>(page, "POST", "/api/projects/", {
    title: "Uploads",
    label_config: '<View><Image name="i" value="$i"/></View>',
  });
  const put = (name: string, data: string) =>
    page.request.fetch(`/data/upload/${id}/${name}`, {
      method: "PUT",
      data,
      headers: { "Sec-Fetch-Site": "same-origin", "Content-Type": "text/html" },
    });
  expect((await put("page.html", "<script>1</script>")).status()).toBe(415);
  expect((await put("drawing.svg", "<svg onload=alert(1)/>")).status()).toBe(415);
  expect((await put("fake.png", "<script>window.__ran=['png']</script>")).status()).toBe(201);

  const file = await page.goto(`/data/upload/${id}/fake.png`);
  expect(file?.headers()["content-type"]).toBe("image/png");
  expect(file?.headers()["x-content-type-options"]).toBe("nosniff");
  expect(file?.headers()["content-security-policy"]).toContain("sandbox");
  expect(await ran(page)).toBeNull();
});
