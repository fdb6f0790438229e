/** The `Style` tag: rules for classes of the config, as inline styles of the same safe subset. */
import type { CSSProperties } from "react";
import { safeStyle } from "./safe-style";
import type { ConfigNode } from "./types";

export type StyleRules = ReadonlyMap<string, CSSProperties>;

const NONE: StyleRules = new Map();
const MOST_CHARACTERS = 50_000;

/** Rules whose selector ends in a single class, such as `.row` or `.page .row`; others are left out. */
export function readStyleRules(root: ConfigNode): StyleRules {
  const text = styleTexts(root).join("\n").slice(0, MOST_CHARACTERS);
  if (text.trim() === "") return NONE;
  const rules = new Map<string, CSSProperties>();
  for (const part of text.replace(/\/\*[\s\S]*?\*\//g, "").split("}")) {
    const [selectors, declarations] = part.split("{");
    if (selectors === undefined || declarations === undefined) continue;
    const style = safeStyle(declarations);
    for (const selector of selectors.split(",")) {
      const name = /(?:^|\s)\.([\w-]+)$/.exec(selector.trim())?.[1];
      if (name !== undefined) rules.set(name, { ...rules.get(name), ...style });
    }
  }
  return rules;
}

/** The style of an element: that of its classes in their order, then its own. */
export function styleOf({ attrs }: ConfigNode, rules: StyleRules): CSSProperties | undefined {
  const names = (attrs["className"] ?? attrs["classname"] ?? "").split(/\s+/);
  const styles = names.map((name) => rules.get(name)).filter((each) => each !== undefined);
  const own = safeStyle(attrs["style"]);
  if (styles.length === 0 && own === undefined) return undefined;
  const style = Object.assign({}, ...styles, own) as CSSProperties;
  // Groups are columns here; `display: flex` alone means a row everywhere else.
  const isRow = style.display?.includes("flex") && style.flexDirection === undefined;
  return isRow ? { ...style, flexDirection: "row" } : style;
}

function styleTexts(node: ConfigNode): readonly string[] {
  const own = node.tag === "Style" ? [node.text ?? ""] : [];
  return [...own, ...node.children.flatMap(styleTexts)];
}
