/** Which items of a result a control's viewer shows; all others are shown as they are stored. */
import { shownMessages } from "../chat/messages";
import type { Config, Control } from "../config";
import { answerKey, findAnswer, isEmptyAnswer } from "../document";
import type { Result, ResultItem } from "../types";
import { isAnswered, isPerItem, isReadable } from "./answers";

/** The first answer of each control, of each picture where it asks about each, if it can be read. */
export function shownAnswers(config: Config, result: Result): ReadonlySet<ResultItem> {
  const items = [...config.controls.values()]
    .filter((control) => isAnswered(control) && control.attrs["perRegion"] !== "true")
    .flatMap((control) => {
      const { name, type } = control;
      return picturesAnswered(control, result)
        .map((index) => result[findAnswer(result, name, type, index)])
        .filter((item) => item !== undefined && isPlain(type, item));
    });
  return new Set([
    ...items.filter((item) => item !== undefined),
    ...shownMessages(config.controls.values(), result),
  ]);
}

/** The pictures that have an answer, in order; one nameless place for a control of the whole task. */
export function picturesAnswered(
  control: Control,
  result: Result,
): readonly (number | undefined)[] {
  if (!isPerItem(control)) return [undefined];
  const indices = result
    .filter(({ from_name }) => from_name === control.name)
    .map((item) => item["item_index"])
    .filter((index) => Number.isInteger(index));
  return [...new Set(indices as readonly number[])].sort((left, right) => left - right);
}

function isPlain(type: string, item: ResultItem): boolean {
  const value = item.value?.[answerKey(type)];
  return isReadable(type, value) && (type === "choices" || !isEmptyAnswer(value));
}
