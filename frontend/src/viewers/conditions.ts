/** When a part of the config is shown: `visibleWhen` with `whenTagName`, `whenLabelValue`, `whenChoiceValue`. */
import { readRegions } from "./regions";
import type { ShownRegion } from "./shown-regions";
import type { Answer, ConfigNode, Result } from "./types";

type Situation = {
  readonly answers: readonly Answer[];
  readonly selected: ShownRegion | null;
};

/**
 * What is hidden from the annotator stays hidden, unless some answer that is compared shows it:
 * a difference that hangs on a condition must be seen.
 */
export function isVisible({ attrs }: ConfigNode, { answers, selected }: Situation): boolean {
  switch (attrs["visibleWhen"]) {
    case "region-selected":
      return selected !== null && fitsRegion(attrs, selected);
    case "no-region-selected":
      return selected === null;
    case "choice-selected":
      return answers.some(({ result }) => isChosen(attrs, result));
    case "choice-unselected":
      return answers.length === 0 || answers.some(({ result }) => !isChosen(attrs, result));
    default:
      return true;
  }
}

type Attrs = ConfigNode["attrs"];

function fitsRegion(attrs: Attrs, { region }: ShownRegion): boolean {
  const tags = listOf(attrs["whenTagName"]);
  const labels = listOf(attrs["whenLabelValue"]);
  return (
    (tags.length === 0 || tags.includes(region.control)) &&
    (labels.length === 0 || region.labels.some((label) => labels.includes(label)))
  );
}

function isChosen(attrs: Attrs, result: Result): boolean {
  const tags = listOf(attrs["whenTagName"]);
  const wanted = listOf(attrs["whenChoiceValue"] ?? attrs["whenLabelValue"]);
  const given = result
    .filter(({ from_name }) => tags.length === 0 || tags.includes(from_name ?? ""))
    .flatMap(({ type, value }) => flat(value?.[type ?? ""]));
  const labels = readRegions(result)
    .filter(({ control }) => tags.length === 0 || tags.includes(control))
    .flatMap((region) => region.labels);
  const all = [...given, ...labels];
  return wanted.length === 0 ? all.length > 0 : all.some((each) => wanted.includes(each));
}

/** The words of an answer; a path counts with its last step too. */
function flat(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
