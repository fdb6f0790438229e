/** Who answered what: the answers of several people, each different one once. */
import { isEmptyAnswer } from "../document";
import { deepEqual } from "../equality";
import type { Answer } from "../types";
import { isSameAnswer, listOf } from "./answers";

export type Given = { readonly answer: Answer; readonly value: unknown };

export type Row = { readonly value: unknown; readonly voters: readonly Answer[] };

/** The most frequent answer first; no answer at all last. */
export function tally(type: string, given: readonly Given[]): readonly Row[] {
  const rows: { value: unknown; voters: Answer[] }[] = [];
  for (const { answer, value } of given) {
    const row = rows.find((each) => isSameAnswer(type, each.value, value));
    if (row === undefined) rows.push({ value, voters: [answer] });
    else row.voters.push(answer);
  }
  return sorted(rows);
}

/** Each entry of answers that are sets, such as the paths of a Taxonomy; those without any last. */
export function tallyEntries(given: readonly Given[]): readonly Row[] {
  const rows: { value: unknown; voters: Answer[] }[] = [];
  for (const { answer, value } of given) {
    const entries = listOf(value).map((entry) => [entry]);
    for (const entry of entries.length === 0 ? [undefined] : entries) {
      const row = rows.find((each) => deepEqual(each.value, entry));
      if (row === undefined) rows.push({ value: entry, voters: [answer] });
      else row.voters.push(answer);
    }
  }
  return sorted(rows);
}

/** True when all gave the same answer; undefined with fewer than two people, or without any answer. */
export function allAgree(type: string, given: readonly Given[]): boolean | undefined {
  const [first, ...others] = given;
  if (first === undefined || others.length === 0) return undefined;
  if (given.every(({ value }) => isEmptyAnswer(value))) return undefined;
  return others.every(({ value }) => isSameAnswer(type, first.value, value));
}

function sorted(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((left, right) => {
    const empty = Number(isEmptyAnswer(left.value)) - Number(isEmptyAnswer(right.value));
    return empty !== 0 ? empty : right.voters.length - left.voters.length;
  });
}
