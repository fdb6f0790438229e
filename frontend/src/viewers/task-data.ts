/** Fields of a task's data. */

export type TaskData = Readonly<Record<string, unknown>>;

/** A field of the task by its name (which may hold dots) or by its path. */
export function lookUp(data: TaskData, field: string): unknown {
  if (Object.hasOwn(data, field)) return data[field];
  return field
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .reduce<unknown>(
      (part, key) =>
        typeof part === "object" && part !== null && Object.hasOwn(part, key)
          ? (part as Record<string, unknown>)[key]
          : undefined,
      data,
    );
}
