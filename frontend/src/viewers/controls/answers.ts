/** What was answered to the controls that mark nothing: how it is stored, compared and said in words. */
import { choiceRows } from "../choices";
import type { ChoiceOption, Config, Control } from "../config";
import { answerKey, findAnswer, findRegionAnswer, isEmptyAnswer } from "../document";
import { deepEqual } from "../equality";
import type { TaskData } from "../task-data";
import type { Result } from "../types";
import { taxonomyOptions } from "./config-children";
import { hasBuckets, isRanking, type Ranking, rankedItems, rankerColumns } from "./ranking";

/** Types of answers by what they must look like to be shown by a viewer. */
const FORMS: Readonly<Record<string, (value: unknown) => boolean>> = {
  choices: Array.isArray,
  datetime: (value) => typeof value === "string",
  number: isNumber,
  pairwise: (value) => value === "left" || value === "right",
  ranker: isRanking,
  rating: isNumber,
  taxonomy: (value) => Array.isArray(value) && value.every(isPath),
  textarea: (value) => typeof value === "string" || isListOfTexts(value),
};

/** True for controls whose answer is a value and no region. */
export function isAnswered({ type }: Control): boolean {
  return type in FORMS;
}

/** True when a stored value has the form that its type should have. */
export function isReadable(type: string, value: unknown): boolean {
  return FORMS[type]?.(value) === true;
}

/** A control's answer for the task; undefined without one, or for one that cannot be read. */
export function taskAnswer(result: Result, control: Control, itemIndex?: number): unknown {
  return valueAt(result, findAnswer(result, control.name, control.type, itemIndex), control);
}

/** Asked for each of several pictures, not for the task as a whole. */
export function isPerItem({ attrs }: Control): boolean {
  return attrs["perItem"] === "true" && attrs["perRegion"] !== "true";
}

/** A control's answer for one region. */
export function regionAnswer(result: Result, region: string, control: Control): unknown {
  return valueAt(result, findRegionAnswer(result, region, control.name, control.type), control);
}

function valueAt(result: Result, index: number, { type }: Control): unknown {
  const value = result[index]?.value?.[answerKey(type)];
  return isReadable(type, value) ? value : undefined;
}

/** Options in any order are the same answer, and so are a text and a list of that text. */
export function isSameAnswer(type: string, left: unknown, right: unknown): boolean {
  if (isEmptyAnswer(left) || isEmptyAnswer(right))
    return isEmptyAnswer(left) === isEmptyAnswer(right);
  if (type === "textarea") return deepEqual(textsOf(left), textsOf(right));
  if (type !== "choices" && type !== "taxonomy") return deepEqual(left, right);
  const [one, other] = [listOf(left), listOf(right)];
  return (
    one.length === other.length &&
    one.every((entry) => other.some((candidate) => deepEqual(entry, candidate)))
  );
}

export function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return listOf(value).map((entry) => (typeof entry === "string" ? entry : JSON.stringify(entry)));
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The title of a control: what its author wrote, else its name. */
export function titleOf({ attrs, name }: Control): string {
  return attrs["title"] || attrs["label"] || name;
}

export const MAX_RATING = 5;

/** How many stars a Rating has. */
export function mostStars({ attrs }: Control): number {
  const most = Number(attrs["maxRating"] ?? MAX_RATING);
  return Number.isInteger(most) && most > 0 && most <= 100 ? most : MAX_RATING;
}

/** How many paths a Taxonomy allows. */
export function mostEntries({ attrs }: Control): number {
  const most = Number(attrs["maxUsages"] ?? Infinity);
  return most > 0 ? most : Infinity;
}

export type Words = {
  readonly config: Config;
  readonly control: Control;
  readonly data: TaskData;
};

/** An answer in words, one line for each of its entries. */
export function inWords({ config, control, data }: Words, value: unknown): readonly string[] {
  switch (control.type) {
    case "choices":
      return listOf(value).map((stored) => choiceTitle(control, data, stored));
    case "taxonomy":
      return listOf(value).map((path) => pathTitle({ config, control, data }, path));
    case "rating":
      return [`${String(value)} of ${mostStars(control)}`];
    case "textarea":
      return textsOf(value);
    case "pairwise":
      return [sideTitle(control, value)];
    case "ranker":
      return isRanking(value) ? rankingLines({ config, control, data }, value) : [];
    default:
      return [String(value)];
  }
}

function choiceTitle(control: Control, data: TaskData, stored: unknown): string {
  const row = choiceRows(control, data).find((each) => deepEqual(each.stored, stored));
  if (Array.isArray(stored)) return stored.map(String).join(" › ");
  return row?.title ?? String(stored);
}

/** A path by the titles of its steps; steps that the tree does not have by what is stored. */
export function pathTitle({ config, control, data }: Words, path: unknown): string {
  let level: readonly ChoiceOption[] = taxonomyOptions(config, control, data);
  const steps = listOf(path).map((step) => {
    const option = level.find(({ value }) => value === step);
    level = option?.children ?? [];
    return option?.title ?? String(step);
  });
  return steps.join(control.attrs["pathSeparator"] ?? " / ");
}

/** "Left: answer1", by the name of the object that stands there. */
export function sideTitle(control: Control, side: unknown): string {
  const object = control.objects[side === "right" ? 1 : 0];
  const word = side === "right" ? "Right" : "Left";
  const named = object !== undefined && object.toLowerCase() !== word.toLowerCase();
  return named ? `${word}: ${object}` : word;
}

function rankingLines({ config, control, data }: Words, ranking: Ranking): readonly string[] {
  const items = new Map(rankedItems(config, control, data).map(({ id, title }) => [id, title]));
  const columns = rankerColumns(config, control);
  const titles = new Map(columns.map(({ key, title }) => [key, title]));
  const order = columns.map(({ key }) => key);
  const lines = Object.entries(ranking)
    .filter(([, ids]) => ids.length > 0)
    .sort(([left], [right]) => order.indexOf(left) - order.indexOf(right))
    .map(([key, ids]) => {
      const names = ids.map((id, at) => `${at + 1}. ${items.get(id) ?? id}`).join("  ");
      return hasBuckets(config, control) ? `${titles.get(key) ?? key}: ${names}` : names;
    });
  return lines;
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function isPath(value: unknown): boolean {
  return isListOfTexts(value);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
