import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, type UseQueryResult, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { Task, TaskPage } from "@/api/types";
import { PAGE_SIZE, taskPage } from "./api";
import type { ServerQuery } from "./server-query";

const FIRST_PAGE = 1;
/** While somebody drags the scroll bar, pages that only pass by are not asked for. */
const SETTLE_MS = 60;

export type RowRange = { first: number; last: number };

/** Pages that hold the rows from `first` to `last`, both counted from 0. */
export function pagesOf({ first, last }: RowRange): number[] {
  const from = Math.floor(Math.max(0, first) / PAGE_SIZE);
  const to = Math.floor(Math.max(0, last) / PAGE_SIZE);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step + 1);
}

/** Keeps the identity of pages that did not change, so that the table does not rebuild its rows. */
function collect(results: UseQueryResult<TaskPage>[]) {
  return {
    pages: results.map(({ data }) => data?.tasks),
    failure: results.find(({ error, data }) => error !== null && data === undefined),
  };
}

/**
 * The tasks of a query by their place, loaded around the visible rows. The total comes with the
 * first page, which stays loaded.
 */
export function useTaskRows(projectId: number, query: ServerQuery) {
  // A text, so that scrolling within the same pages changes nothing.
  const [pagesInSight, setPagesInSight] = useState(String(FIRST_PAGE));
  const [settled] = useDebouncedValue(pagesInSight, SETTLE_MS);
  const showRows = useCallback((range: RowRange) => setPagesInSight(pagesOf(range).join()), []);

  const first = useQuery({
    ...taskPage(projectId, query, FIRST_PAGE),
    placeholderData: keepPreviousData,
  });
  const total = first.data?.total ?? null;
  const lastPage = Math.max(FIRST_PAGE, Math.ceil((total ?? 0) / PAGE_SIZE));
  const wanted = settled
    .split(",")
    .map(Number)
    .filter((page) => page !== FIRST_PAGE && page <= lastPage);
  const { pages, failure } = useQueries({
    queries: wanted.map((page) => taskPage(projectId, query, page)),
    combine: collect,
  });

  const firstTasks = first.data?.tasks;
  const wantedKey = wanted.join();
  const byPage = useMemo(() => {
    const entries: [number, Task[] | undefined][] = wantedKey
      .split(",")
      .filter((page) => page !== "")
      .map((page, index) => [Number(page), pages[index]]);
    return new Map<number, Task[] | undefined>([[FIRST_PAGE, firstTasks], ...entries]);
  }, [firstTasks, pages, wantedKey]);

  return {
    total,
    byPage,
    /** Tells which rows are in sight, so that their pages are loaded. */
    showRows,
    /** The rows are those of the query before. */
    isStale: first.isPlaceholderData,
    error: first.error ?? failure?.error ?? null,
    isLoadFailure: first.data === undefined && first.error !== null,
    retry: () => void (failure ?? first).refetch(),
  };
}

export type TaskRows = ReturnType<typeof useTaskRows>;

/** The task at a place, or undefined while its page is on the way. */
export function taskAt({ byPage }: Pick<TaskRows, "byPage">, index: number): Task | undefined {
  return byPage.get(Math.floor(index / PAGE_SIZE) + 1)?.[index % PAGE_SIZE];
}
