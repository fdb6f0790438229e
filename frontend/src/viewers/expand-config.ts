/** The config for one task: Repeaters written out and labels taken from the task's data. */
import { lookUp, type TaskData } from "./task-data";
import type { ConfigNode } from "./types";

/** More copies than this would not be reviewed by anybody, and would make the page slow. */
const MOST_COPIES = 200;

/** The same node when nothing in it depends on the task. */
export function expandConfig(root: ConfigNode, data: TaskData): ConfigNode {
  return expandChildren(root, data);
}

function expandChildren(node: ConfigNode, data: TaskData): ConfigNode {
  const children = node.children.flatMap((child) =>
    child.tag === "Repeater" ? repeat(child, data) : [expandChildren(child, data)],
  );
  const labels = labelsOfTask(node, data);
  const same =
    labels.length === 0 &&
    children.length === node.children.length &&
    children.every((child, at) => child === node.children[at]);
  return same ? node : { ...node, children: [...children, ...labels] };
}

function repeat(node: ConfigNode, data: TaskData): readonly ConfigNode[] {
  const on = node.attrs["on"] ?? "";
  const list = on.startsWith("$") ? lookUp(data, on.slice(1)) : undefined;
  if (!Array.isArray(list)) return [];
  const flag = node.attrs["indexFlag"] ?? "{{idx}}";
  const copies = list.slice(0, MOST_COPIES).map((_item, index) => ({
    tag: "View",
    attrs: {},
    children: node.children.map((child) => expandChildren(withIndex(child, flag, index), data)),
  }));
  const left = list.length - copies.length;
  if (left === 0) return copies;
  const note = { value: `${left} more entries of ${on} are not shown.`, size: "5" };
  return [...copies, { tag: "Header", attrs: note, children: [] }];
}

function withIndex(node: ConfigNode, flag: string, index: number): ConfigNode {
  const attrs = Object.fromEntries(
    Object.entries(node.attrs).map(([name, value]) => [name, value.replaceAll(flag, `${index}`)]),
  );
  return { ...node, attrs, children: node.children.map((child) => withIndex(child, flag, index)) };
}

/** `<Labels value="$labels">`: names, or objects with `value`, `alias`, `background`, `hotkey`. */
function labelsOfTask(node: ConfigNode, data: TaskData): readonly ConfigNode[] {
  const source = node.attrs["value"];
  if (!node.tag.endsWith("Labels") || source?.startsWith("$") !== true) return [];
  const given = lookUp(data, source.slice(1));
  if (!Array.isArray(given)) return [];
  return given.flatMap((entry: unknown) => {
    if (typeof entry === "string") return [label({ value: entry })];
    if (typeof entry !== "object" || entry === null || !("value" in entry)) return [];
    const fields = Object.entries(entry).filter(
      ([name, value]) => LABEL_FIELDS.has(name) && typeof value === "string",
    );
    return [label(Object.fromEntries(fields) as Record<string, string>)];
  });
}

const LABEL_FIELDS: ReadonlySet<string> = new Set([
  "value",
  "alias",
  "background",
  "hint",
  "hotkey",
]);

function label(attrs: Readonly<Record<string, string>>): ConfigNode {
  return { tag: "Label", attrs, children: [] };
}
