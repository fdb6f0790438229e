/** Equality of JSON values: the order of keys in an object does not matter, that of a list does. */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  if (left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => deepEqual(item, right[at]));
  }
  const leftEntries = Object.entries(left);
  if (leftEntries.length !== Object.keys(right).length) return false;
  return leftEntries.every(
    ([key, value]) =>
      Object.hasOwn(right, key) && deepEqual(value, (right as Record<string, unknown>)[key]),
  );
}

/** Ticking the same options in another order is the same answer: keep the order it had. */
export function canonicalChoices(choices: readonly unknown[], before: unknown): readonly unknown[] {
  if (!Array.isArray(before) || before.length !== choices.length) return choices;
  const same = before.every((choice) => choices.some((other) => deepEqual(choice, other)));
  return same ? before : choices;
}
