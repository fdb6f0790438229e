/** Any value of a task as a table: records as columns, one record as keys and values. */
export type TableData =
  | { readonly kind: "pairs"; readonly rows: readonly (readonly [string, string])[] }
  | {
      readonly kind: "grid";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: "text"; readonly text: string };

export function readTable(given: unknown): TableData {
  const value = typeof given === "string" ? parsed(given) : given;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isRecord)) return gridOf(value);
    if (value.length > 0 && value.every(Array.isArray)) return cellsOf(value as unknown[][]);
    return { kind: "pairs", rows: value.map((entry, at) => [String(at + 1), inWords(entry)]) };
  }
  if (isRecord(value)) {
    return {
      kind: "pairs",
      rows: Object.entries(value).map(([key, entry]) => [key, inWords(entry)]),
    };
  }
  return { kind: "text", text: inWords(value) };
}

/** Columns in the order in which the records name them first. */
function gridOf(records: readonly Readonly<Record<string, unknown>>[]): TableData {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {
    kind: "grid",
    columns,
    rows: records.map((record) => columns.map((column) => inWords(record[column]))),
  };
}

function cellsOf(lists: readonly (readonly unknown[])[]): TableData {
  const width = Math.max(...lists.map(({ length }) => length));
  const columns = Array.from({ length: width }, (_value, at) => String(at + 1));
  return {
    kind: "grid",
    columns,
    rows: lists.map((list) => columns.map((_column, at) => inWords(list[at]))),
  };
}

/** Some exports hold the table as JSON in a text. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
