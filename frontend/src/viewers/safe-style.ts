/** The part of a config's `style` that arranges things: no position, no addresses, no code. */
import type { CSSProperties } from "react";

const ALLOWED: ReadonlySet<string> = new Set([
  "align-items",
  "background",
  "background-color",
  "border",
  "border-radius",
  "color",
  "column-gap",
  "display",
  "flex",
  "flex-basis",
  "flex-direction",
  "flex-grow",
  "flex-shrink",
  "flex-wrap",
  "font-size",
  "font-weight",
  "gap",
  "grid-template-columns",
  "justify-content",
  "margin",
  "margin-bottom",
  "margin-left",
  "margin-right",
  "margin-top",
  "max-height",
  "max-width",
  "min-height",
  "min-width",
  "overflow",
  "overflow-y",
  "padding",
  "row-gap",
  "text-align",
  "width",
]);

const PLAIN_VALUE = /^[\w\s.,%#()+*/-]*$/;
const LOADS = /url|image|expression|attr\(|var\(|\\/i;

export function safeStyle(text: string | undefined): CSSProperties | undefined {
  if (text === undefined) return undefined;
  const style: Record<string, string> = {};
  for (const declaration of text.split(";")) {
    const at = declaration.indexOf(":");
    const name = declaration.slice(0, at).trim().toLowerCase();
    const value = declaration.slice(at + 1).trim();
    if (at < 0 || !ALLOWED.has(name) || !PLAIN_VALUE.test(value) || LOADS.test(value)) continue;
    style[name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase())] = value;
  }
  return style;
}
