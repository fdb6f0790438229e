/** What stands inside a control's tag, for tags whose children are no labels. */
import type { ChoiceOption, Config, Control } from "../config";
import { lookUp, type TaskData } from "../task-data";
import type { ConfigNode } from "../types";

const NONE: readonly ConfigNode[] = [];
const cache = new WeakMap<ConfigNode, ReadonlyMap<string, readonly ConfigNode[]>>();

export function childrenOf(config: Config, control: Control): readonly ConfigNode[] {
  let known = cache.get(config.root);
  if (known === undefined) {
    known = new Map([...named(config.root)]);
    cache.set(config.root, known);
  }
  return known.get(control.name) ?? NONE;
}

function* named(node: ConfigNode): Generator<[string, readonly ConfigNode[]]> {
  const { name, toName } = node.attrs;
  if (name !== undefined && toName !== undefined) yield [name, node.children];
  for (const child of node.children) yield* named(child);
}

/** The tree of a Taxonomy: of the config, then of the task (`value="$field"`). */
export function taxonomyOptions(
  config: Config,
  control: Control,
  data: TaskData,
): readonly ChoiceOption[] {
  const own = childrenOf(config, control).flatMap(fromNode);
  const source = control.attrs["value"];
  if (source?.startsWith("$") !== true) return own;
  const given = lookUp(data, source.slice(1));
  return [...own, ...(Array.isArray(given) ? given.flatMap(fromData) : [])];
}

function fromNode({ tag, attrs, children }: ConfigNode): readonly ChoiceOption[] {
  const title = attrs["value"];
  if (tag !== "Choice" || title === undefined) return [];
  return [
    {
      value: attrs["alias"] ?? title,
      title,
      hotkey: null,
      hint: attrs["hint"] ?? null,
      children: children.flatMap(fromNode),
    },
  ];
}

function fromData(given: unknown): readonly ChoiceOption[] {
  if (typeof given === "string") {
    return [{ value: given, title: given, hotkey: null, hint: null, children: [] }];
  }
  if (typeof given !== "object" || given === null || !("value" in given)) return [];
  const { value, alias, hint, children } = given as Readonly<Record<string, unknown>>;
  const title = String(value);
  return [
    {
      value: typeof alias === "string" ? alias : title,
      title,
      hotkey: null,
      hint: typeof hint === "string" ? hint : null,
      children: Array.isArray(children) ? children.flatMap(fromData) : [],
    },
  ];
}
