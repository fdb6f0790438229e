/** The series of a task: inside the task itself, or in a file that it names. */
import { useEffect, useMemo, useState } from "react";
import { type DataObject, resolveValue, type TaskData } from "../config";
import { type MediaAddress, mediaAddress } from "../media/address";
import { readFile } from "../media/read-file";
import { type Series, seriesOf } from "./series";
import { momentFormat } from "./series-times";
import { readTable, type Table, tableOf } from "./table";

export type SeriesState = {
  readonly status: "loading" | "ready" | "failed";
  readonly series: Series | null;
  /** Where it comes from; inline data counts as loaded. */
  readonly address: MediaAddress;
};

const LARGEST_FILE = 100 * 1_048_576;

type Props = {
  readonly object: DataObject;
  readonly data: TaskData;
  readonly toUrl: (url: string) => string;
};

type Loaded = { readonly url: string; readonly table: Table | null };

export function useSeries({ object, data, toUrl }: Props): SeriesState {
  const value = resolveValue(object.attrs["value"], data);
  const inline = useMemo(() => inlineTable(value), [value]);
  const address = useMemo(
    (): MediaAddress =>
      inline === null ? mediaAddress(value, toUrl) : { kind: "url", url: "", given: "the task" },
    [inline, value, toUrl],
  );
  const separator = object.attrs["sep"];
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const url = inline === null && address.kind === "url" ? address.url : null;

  useEffect(() => {
    if (url === null) return;
    const abort = new AbortController();
    const keep = (table: Table | null) => {
      if (!abort.signal.aborted) setLoaded({ url, table });
    };
    readFile(url, { signal: abort.signal, largest: LARGEST_FILE }).then(
      (bytes) => keep(readTable(new TextDecoder().decode(bytes), separator)),
      () => keep(null),
    );
    return () => abort.abort();
  }, [url, separator]);

  const table = inline ?? (loaded?.url === url ? loaded?.table : undefined) ?? null;
  const name = object.attrs["timeColumn"];
  const format = momentFormat(object);
  const series = useMemo(
    () => (table === null ? null : seriesOf(table, { name, format })),
    [table, name, format],
  );
  if (series !== null) return { status: "ready", series, address };
  const waits = url !== null && loaded?.url !== url;
  return { status: waits ? "loading" : "failed", series: null, address };
}

/** Columns or rows in the task, or a text that holds them. */
function inlineTable(value: unknown): Table | null {
  if (typeof value !== "string") return tableOf(value);
  const text = value.trim();
  const isTable = text.startsWith("{") || text.startsWith("[") || text.includes("\n");
  return isTable ? readTable(text, undefined) : null;
}
