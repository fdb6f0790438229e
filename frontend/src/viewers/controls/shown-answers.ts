/** Which items of a result a control's viewer shows; all others are shown as they are stored. */
import type { Config } from "../config";
import { answerKey, findAnswer, isEmptyAnswer } from "../document";
import type { Result, ResultItem } from "../types";
import { isAnswered, isReadable } from "./answers";

/** The first answer of each control for the whole task, where it has the form of its type. */
export function shownAnswers(config: Config, result: Result): ReadonlySet<ResultItem> {
  const items = [...config.controls.values()]
    .filter((control) => isAnswered(control) && control.attrs["perRegion"] !== "true")
    .map(({ name, type }) => ({ type, item: result[findAnswer(result, name, type)] }))
    .filter(({ type, item }) => isPlain(type, item))
    .map(({ item }) => item);
  return new Set(items.filter((item) => item !== undefined));
}

/** An answer for one of several pictures, or beside values we do not know, says more than we show. */
function isPlain(type: string, item: ResultItem | undefined): boolean {
  const value = item?.value?.[answerKey(type)];
  return isReadable(type, value) && (type === "choices" || !isEmptyAnswer(value));
}
