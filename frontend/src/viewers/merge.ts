/** What differs between two states of a result, and carrying one person's changes over to another state. */
import { deepEqual } from "./equality";
import type { Result, ResultItem } from "./types";

export type ResultDifference = {
  readonly added: readonly ResultItem[];
  readonly removed: readonly ResultItem[];
  readonly changed: readonly { readonly before: ResultItem; readonly after: ResultItem }[];
};

export function diffResults(before: Result, after: Result): ResultDifference {
  const old = keyed(before);
  const now = keyed(after);
  const both = [...now].filter(([key]) => old.has(key));
  return {
    added: [...now].filter(([key]) => !old.has(key)).map(([, item]) => item),
    removed: [...old].filter(([key]) => !now.has(key)).map(([, item]) => item),
    changed: both.flatMap(([key, item]) => {
      const previous = old.get(key) ?? item;
      return deepEqual(previous, item) ? [] : [{ before: previous, after: item }];
    }),
  };
}

export type Rebased = {
  readonly result: Result;
  /** Items that both sides changed: the reviewer's version was kept. */
  readonly clashes: number;
};

/** Do to `theirs` what turned `base` into `mine`. */
export function rebase(base: Result, mine: Result, theirs: Result): Rebased {
  const before = keyed(base);
  const wanted = keyed(mine);
  const found = keyed(theirs);
  let clashes = 0;

  const kept: ResultItem[] = [];
  for (const [key, item] of found) {
    const origin = before.get(key);
    const own = wanted.get(key);
    const touched = !deepEqual(origin, own);
    if (touched && !deepEqual(origin, item) && !deepEqual(own, item)) clashes += 1;
    if (!touched) kept.push(item);
    else if (own !== undefined) kept.push(own);
  }

  const missing = [...wanted].filter(([key]) => !found.has(key));
  for (const [key, own] of missing) {
    const origin = before.get(key);
    if (origin !== undefined && deepEqual(origin, own)) continue; // deleted by them, untouched by me
    if (origin !== undefined) clashes += 1;
    kept.push(own);
  }
  return { result: kept, clashes };
}

/** Items by what makes them the same in two states; items without an id by their content. */
function keyed(result: Result): ReadonlyMap<string, ResultItem> {
  const items = new Map<string, ResultItem>();
  for (const item of result) {
    const name =
      item.type === "relation"
        ? `relation ${String(item["from_id"])} ${String(item["to_id"])}`
        : item.id === undefined
          ? JSON.stringify(item)
          : `${item.id} ${item.from_name} ${item.type}`;
    let key = name;
    for (let copy = 2; items.has(key); copy += 1) key = `${name} ${copy}`;
    items.set(key, item);
  }
  return items;
}
