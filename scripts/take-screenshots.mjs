// Take the pictures of the documentation from a running demonstration.
//
//   make run                             in one terminal, on an empty data folder
//   node scripts/take-screenshots.mjs    in another; the address may be given as an argument
//
// The browser is the one that scripts/find_browser.py names.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const { chromium } = createRequire(join(ROOT, "frontend/package.json"))("@playwright/test");

const address = process.argv[2] ?? "http://127.0.0.1:8080";
const python = join(ROOT, ".venv/bin/python");
const executablePath = execFileSync(python, [join(ROOT, "scripts/find_browser.py")]).toString().trim();

/** File, account, project, page, the key pressed on it, and items held by a colleague meanwhile. */
const PICTURES = [
  ["review.png", "reviewer", "Warehouse shelves", "review", "o", 0],
  ["review-text.png", "reviewer", "Support tickets", "review", "o", 9],
  ["dashboard.png", "manager", "Support tickets", "dashboard", null, 0],
  ["agreement-settings.png", "manager", "Support tickets", "settings/agreement", null, 0],
];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const picture of PICTURES) {
    await take(...picture);
  }
} finally {
  await browser.close();
}

async function take(file, account, title, page, key, held) {
  const context = await logIn(account);
  const colleague = await logIn("manager");
  const found = await context.request.get(`${address}/api/projects/?title=${encodeURIComponent(title)}`);
  const project = (await found.json()).results.find((item) => item.title === title);
  const stream = { data: { stream: crypto.randomUUID(), limit: held }, headers: { Origin: address } };
  const streamAddress = `${address}/api/projects/${project.id}/review-stream`;
  if (held > 0) {
    await colleague.request.post(`${streamAddress}/next`, stream);
  }
  const tab = await context.newPage();
  await tab.goto(`${address}/projects/${project.id}/${page}`, { waitUntil: "networkidle" });
  if (key !== null) {
    await tab.getByRole("button", { name: "Accept" }).waitFor();
    await tab.keyboard.press(key);
  }
  await tab.waitForTimeout(1500); // pictures and charts fade in
  await tab.screenshot({ path: join(ROOT, "docs/img", file) });
  await tab.close({ runBeforeUnload: true }); // gives the leases back
  await colleague.request.post(`${streamAddress}/release`, stream);
  await context.close();
  await colleague.close();
  process.stdout.write(`docs/img/${file}\n`);
}

async function logIn(account) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const answer = await context.request.post(`${address}/api/session`, {
    data: { email: `${account}@example.org`, password: "touchstone" },
    headers: { Origin: address },
  });
  if (!answer.ok()) {
    throw new Error(`${address} is not a demonstration: ${await answer.text()}`);
  }
  return context;
}
