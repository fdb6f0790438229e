// Fails when the code and styles that the first page loads exceed the budget, gzipped.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 300;
const FIRST_PAGES = ["index.html", "src/routes/login.tsx", "src/routes/projects.tsx"];
const DIST = "dist";

const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8"));

/** Files that an entry loads at once: itself, its static imports and their styles. */
function filesOf(name, found = new Set()) {
  const chunk = manifest[name];
  if (chunk === undefined || found.has(chunk.file)) {
    return found;
  }
  found.add(chunk.file);
  for (const style of chunk.css ?? []) {
    found.add(style);
  }
  for (const imported of chunk.imports ?? []) {
    filesOf(imported, found);
  }
  return found;
}

const files = new Set();
for (const page of FIRST_PAGES) {
  for (const file of filesOf(page)) {
    files.add(file);
  }
}

let total = 0;
for (const file of files) {
  const size = gzipSync(readFileSync(join(DIST, file))).length;
  total += size;
  process.stdout.write(`${(size / 1024).toFixed(1).padStart(8)} KB  ${file}\n`);
}
const totalKb = total / 1024;
process.stdout.write(`${totalKb.toFixed(1).padStart(8)} KB  first load, budget ${BUDGET_KB} KB\n`);
if (totalKb > BUDGET_KB) {
  process.stderr.write("The first load is over its budget.\n");
  process.exit(1);
}
