/** Colours of annotators and labels: fixed lists, so that the same name keeps its colour. */

/** Told apart by readers with the common colour blindnesses; 3:1 or more on white and on near-black. */
const ANNOTATOR_COLOURS = [
  "#3b82f6",
  "#e8590c",
  "#0ca678",
  "#c84bb8",
  "#a98600",
  "#8b6cf0",
  "#e0475b",
  "#1098ad",
] as const;

const LABEL_COLOURS = [
  "#e8590c",
  "#1c7ed6",
  "#2f9e44",
  "#9c36b5",
  "#e03131",
  "#0c8599",
  "#b08800",
  "#6741d9",
  "#c2255c",
  "#5c940d",
  "#3b5bdb",
  "#a0522d",
] as const;

const PLAIN_COLOUR = /^(#[0-9a-f]{3,8}|[a-z]+|(rgb|hsl)a?\([\d\s.,%/deg-]+\))$/i;

export function annotatorColour(index: number): string {
  return ANNOTATOR_COLOURS[index % ANNOTATOR_COLOURS.length] ?? ANNOTATOR_COLOURS[0];
}

export function labelColour(index: number): string {
  return LABEL_COLOURS[index % LABEL_COLOURS.length] ?? LABEL_COLOURS[0];
}

/** The colour of a label that the config does not have: from its name, so that it is stable. */
export function strayLabelColour(name: string): string {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return labelColour(hash);
}

/** A colour written by a user, when it is a colour and nothing else (an address must not load). */
export function safeColour(text: string | undefined): string | null {
  const colour = text?.trim() ?? "";
  return PLAIN_COLOUR.test(colour) ? colour : null;
}
