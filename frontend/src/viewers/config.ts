/** The labeling config as the viewers need it: controls, objects, labels with colours and keys. */
import { labelColour, safeColour, strayLabelColour } from "./colours";
import { expandConfig } from "./expand-config";
import { lookUp, type TaskData } from "./task-data";
import type { ConfigNode } from "./types";

export { lookUp, type TaskData };

export type LabelOption = {
  /** What is stored in a result: the alias when the config gives one. */
  readonly value: string;
  readonly title: string;
  readonly colour: string;
  readonly hotkey: string | null;
  readonly hint: string | null;
};

export type ChoiceOption = {
  readonly value: string;
  readonly title: string;
  readonly hotkey: string | null;
  readonly hint?: string | null;
  readonly children: readonly ChoiceOption[];
};

export type Control = {
  readonly name: string;
  readonly tag: string;
  /** The `type` of its result items: the tag in lower case. */
  readonly type: string;
  readonly objects: readonly string[];
  readonly labels: readonly LabelOption[];
  readonly choices: readonly ChoiceOption[];
  readonly attrs: Readonly<Record<string, string>>;
};

export type DataObject = {
  readonly name: string;
  readonly tag: string;
  readonly attrs: Readonly<Record<string, string>>;
};

export type Config = {
  readonly root: ConfigNode;
  readonly controls: ReadonlyMap<string, Control>;
  readonly objects: ReadonlyMap<string, DataObject>;
  readonly reservedKeys: readonly string[];
};

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/**
 * Read the config. `reservedKeys` are keys that the page around the viewer uses itself; a label
 * that asks for one of them gets a digit like the labels that ask for none.
 */
export function readConfig(root: ConfigNode, reservedKeys: readonly string[] = []): Config {
  const controls = new Map<string, Control>();
  const objects = new Map<string, DataObject>();
  const keys = new HotkeyPool(reservedKeys, root);

  for (const node of walk(root)) {
    const name = node.attrs["name"];
    if (name === undefined) continue;
    const toName = node.attrs["toName"];
    if (toName === undefined) {
      objects.set(name, { name, tag: node.tag, attrs: node.attrs });
      continue;
    }
    controls.set(name, {
      name,
      tag: node.tag,
      type: node.tag.toLowerCase(),
      objects: toName.split(",").map((part) => part.trim()),
      labels: readLabels(node, keys),
      choices:
        node.tag === "Choices"
          ? readChoices(node, node.attrs["perRegion"] === "true" ? null : keys)
          : [],
      attrs: node.attrs,
    });
  }

  return { root, controls, objects, reservedKeys };
}

/** The config for one task: Repeaters written out, labels that the task brings among the others. */
export function configFor(config: Config, data: TaskData): Config {
  const root = expandConfig(config.root, data);
  return root === config.root ? config : readConfig(root, config.reservedKeys);
}

/** The controls of one object, in the order of the config. */
export function controlsOf(config: Config, object: string): readonly Control[] {
  return [...config.controls.values()].filter((control) => control.objects.includes(object));
}

/** The option of a label; a label that the config no longer has still gets a name and a colour. */
export function findLabel(control: Control | undefined, value: string): LabelOption {
  const known = control?.labels.find((label) => label.value === value);
  return (
    known ?? { value, title: value, colour: strayLabelColour(value), hotkey: null, hint: null }
  );
}

/** The choices of a control: those of the config and those that the task brings (`value="$field"`). */
export function choicesFor(control: Control, data: TaskData): readonly ChoiceOption[] {
  const source = control.attrs["value"];
  if (source === undefined || !source.startsWith("$")) return control.choices;
  const given = lookUp(data, source.slice(1));
  return [...control.choices, ...(Array.isArray(given) ? given.flatMap(toChoice) : [])];
}

/** Several answers may be ticked at once. */
export function allowsMany(control: Control): boolean {
  return control.attrs["choice"] === "multiple";
}

/** Fill `$field` and `$a/$b` templates from the task; null when a field is missing. */
export function resolveValue(template: string | undefined, data: TaskData): unknown {
  if (template === undefined) return null;
  if (/^\$[^$/]+$/.test(template)) return lookUp(data, template.slice(1)) ?? null;
  let missing = false;
  const filled = template.replace(/\$([\w.-]+(?:\[\d+\][\w.-]*)*)/g, (_match, field: string) => {
    const value = lookUp(data, field);
    missing ||= value === undefined || value === null;
    return String(value);
  });
  return missing ? null : filled;
}

/** Any value of a task as text. It is always rendered as text: markup in it stays visible. */
export function inText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value, null, 2);
}

function readLabels(node: ConfigNode, keys: HotkeyPool): readonly LabelOption[] {
  const labels = [...walk(node)].filter(
    (child) => child.tag === "Label" && child.attrs["value"] !== undefined,
  );
  return labels.map(({ attrs }, index) => {
    const title = attrs["value"] ?? "";
    return {
      value: attrs["alias"] ?? title,
      title,
      colour: safeColour(attrs["background"]) ?? labelColour(index),
      hotkey: keys.take(attrs["hotkey"]),
      hint: attrs["hint"] ?? null,
    };
  });
}

/** Choices of single regions get no keys: `keys` is null. */
function readChoices(node: ConfigNode, keys: HotkeyPool | null): readonly ChoiceOption[] {
  return node.children
    .filter((child) => child.tag === "Choice" && child.attrs["value"] !== undefined)
    .map((child) => ({
      value: child.attrs["alias"] ?? child.attrs["value"] ?? "",
      title: child.attrs["value"] ?? "",
      hotkey: keys?.take(child.attrs["hotkey"]) ?? null,
      hint: child.attrs["hint"] ?? null,
      children: readChoices(child, keys),
    }));
}

function toChoice(given: unknown): readonly ChoiceOption[] {
  if (typeof given === "string") {
    return [{ value: given, title: given, hotkey: null, children: [] }];
  }
  if (typeof given !== "object" || given === null || !("value" in given)) return [];
  const entry = given as Record<string, unknown>;
  const title = String(entry["value"]);
  const children = Array.isArray(entry["children"]) ? entry["children"].flatMap(toChoice) : [];
  return [{ value: String(entry["alias"] ?? title), title, hotkey: null, children }];
}

function* walk(node: ConfigNode): Generator<ConfigNode> {
  for (const child of node.children) {
    yield child;
    yield* walk(child);
  }
}

/** Gives each key once: first those that the config asks for, then the digits in order. */
class HotkeyPool {
  private readonly taken: Set<string>;

  constructor(reserved: readonly string[], root: ConfigNode) {
    this.taken = new Set(reserved.map((key) => key.toLowerCase()));
    this.wanted = new Set<string>();
    for (const { attrs } of walk(root)) {
      const key = attrs["hotkey"]?.toLowerCase();
      if (key !== undefined && !this.taken.has(key)) this.wanted.add(key);
    }
  }

  private readonly wanted: Set<string>;

  take(asked: string | undefined): string | null {
    const key = asked?.trim().toLowerCase();
    if (key !== undefined && key.length === 1 && !this.taken.has(key)) {
      this.taken.add(key);
      return key;
    }
    const digit = DIGITS.find((each) => !this.taken.has(each) && !this.wanted.has(each));
    if (digit !== undefined) this.taken.add(digit);
    return digit ?? null;
  }
}
