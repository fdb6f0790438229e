/** The rows of a time series as columns: from CSV, or JSON in its usual shapes. */

export type Table = ReadonlyMap<string, readonly unknown[]>;

/** Null for a text that is neither JSON nor a table. */
export function readTable(text: string, separator: string | undefined): Table | null {
  const start = text.trimStart().slice(0, 1);
  if (start === "{" || start === "[") {
    try {
      return tableOf(JSON.parse(text));
    } catch {
      return null;
    }
  }
  return readCsv(text, separator);
}

/** Columns of values, or rows with names. */
export function tableOf(value: unknown): Table | null {
  if (Array.isArray(value)) return fromRows(value);
  if (typeof value !== "object" || value === null) return null;
  const columns = Object.entries(value).filter(([, column]) => Array.isArray(column));
  return columns.length === 0 ? null : new Map(columns as [string, unknown[]][]);
}

function fromRows(rows: readonly unknown[]): Table | null {
  const columns = new Map<string, unknown[]>();
  rows.forEach((row, index) => {
    if (typeof row !== "object" || row === null) return;
    for (const [name, value] of Object.entries(row)) {
      const column = columns.get(name) ?? new Array(rows.length).fill(null);
      column[index] = value;
      columns.set(name, column);
    }
  });
  return columns.size === 0 ? null : columns;
}

function readCsv(text: string, given: string | undefined): Table | null {
  const lines = text.includes('"') ? null : text.split(/\r\n|\n|\r/);
  const firstLine = lines?.[0] ?? text.slice(0, text.search(/[\r\n]|$/));
  const separator = separatorOf(firstLine, given);
  const rows = lines?.map((line) => line.split(separator)) ?? splitQuoted(text, separator);
  const filled = rows.filter((row) => row.length > 1 || (row[0] ?? "").trim() !== "");
  const [first] = filled;
  if (first === undefined) return null;
  // A file without names: columns are known by their place.
  const named = first.some((cell) => cell.trim() !== "" && !Number.isFinite(Number(cell)));
  const body = named ? filled.slice(1) : filled;
  return new Map(
    first.map((name, at) => [
      named ? name.replace(/^\uFEFF/, "").trim() : String(at),
      body.map((row) => row[at] ?? ""),
    ]),
  );
}

function separatorOf(header: string, given: string | undefined): string {
  if (given === "\\t" || given?.toLowerCase() === "tab") return "\t";
  if (given !== undefined && given !== "" && header.includes(given)) return given;
  const counts = [",", "\t", ";", "|"].map((each) => [each, header.split(each).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

/** Fields in quotes may hold separators, line breaks and doubled quotes. */
function splitQuoted(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell);
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === separator) endCell();
    else if (character === "\n") {
      endCell();
      rows.push(row);
      row = [];
    } else if (character !== "\r") cell += character;
  }
  endCell();
  rows.push(row);
  return rows;
}
