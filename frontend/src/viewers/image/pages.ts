/** Several pictures in one object (`valueList`): which of them an item belongs to. */
import type { DataObject, TaskData } from "../config";
import { resolveValue } from "../config";
import type { Answer, ResultItem } from "../types";

/** The addresses of several pictures; null for an object that shows a single one. */
export function picturesOf({ attrs }: DataObject, data: TaskData): readonly unknown[] | null {
  const list = attrs["valueList"];
  if (list === undefined || list.trim() === "") return null;
  const given = resolveValue(list, data);
  if (Array.isArray(given)) return given;
  return given === null ? [] : [given];
}

/** Items without a place belong to the first picture. */
export function pageOf(item: ResultItem): number {
  const place = item["item_index"];
  return typeof place === "number" && Number.isInteger(place) && place >= 0 ? place : 0;
}

/** The answers with what they say about one picture. */
export function onPage(answers: readonly Answer[], page: number | null): readonly Answer[] {
  if (page === null) return answers;
  return answers.map((answer) => ({
    ...answer,
    result: answer.result.filter((item) => pageOf(item) === page),
  }));
}
