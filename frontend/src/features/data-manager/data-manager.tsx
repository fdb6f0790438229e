import { Button, Text } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ColumnSizingState } from "@tanstack/react-table";
import { type ReactNode, useMemo, useState } from "react";
import type { Project } from "@/api/types";
import { EmptyState } from "@/components/empty-state";
import { ErrorAlert } from "@/components/error-alert";
import { Loading } from "@/components/loading";
import { formatCount, plural } from "@/lib/format";
import { can } from "@/lib/roles";
import { NOTHING_SELECTED, type Selection, type TableSearch } from "@/lib/table-search";
import { useShortcuts } from "@/lib/use-shortcuts";
import { columnList, PAGE_SIZE } from "./api";
import { BulkBar } from "./bulk-bar";
import { arrangeColumns } from "./column-layout";
import { ColumnPicker, useColumnVisibility } from "./column-picker";
import classes from "./data-manager.module.css";
import { FilterBuilder } from "./filter-builder";
import { QuickFilters } from "./quick-filters";
import { selectedCount, toggleTask } from "./selection";
import { nextOrdering, toServerQuery } from "./server-query";
import { MOST_ROWS, TaskTable } from "./task-table";
import { type TaskRows, taskAt, useTaskRows } from "./use-task-rows";

type Props = {
  project: Project;
  /** The table's state, from the address. */
  search: TableSearch;
  onSearch: (changes: Partial<TableSearch>) => void;
  /** The open task, beside the table. */
  detail: ReactNode;
  /** What to do when the project has no tasks. */
  emptyAction: ReactNode;
};

export function DataManager({ project, search, onSearch, detail, emptyAction }: Props) {
  const { data: served } = useSuspenseQuery(columnList(project.id));
  const arranged = useMemo(() => arrangeColumns(served), [served]);
  const { columns } = arranged;
  const { visibility, setVisible, reset } = useColumnVisibility(project.id, arranged);
  const [sizing, setSizing] = useState<ColumnSizingState>({});
  const query = useMemo(() => toServerQuery(search, columns), [search, columns]);
  const rows = useTaskRows(project.id, query);
  const total = rows.total ?? 0;

  // A selection belongs to the filter it was made under.
  const filterKey = JSON.stringify(query.filters ?? null);
  const [chosen, setChosen] = useState({ filterKey, selection: NOTHING_SELECTED as Selection });
  const selection = chosen.filterKey === filterKey ? chosen.selection : NOTHING_SELECTED;
  const select = (next: Selection) => setChosen({ filterKey, selection: next });
  const mayAct = can(project, "data_manager.act");
  const count = selectedCount(selection, total);

  const openNeighbour = useNeighbours(rows, total, search.task, (task) => onSearch({ task }));
  useShortcuts([
    {
      id: "next-task",
      label: "Open the next task",
      group: "Tasks",
      keys: ["j"],
      enabled: openNeighbour.next !== null,
      repeats: true,
      run: () => openNeighbour.next?.(),
    },
    {
      id: "previous-task",
      label: "Open the previous task",
      group: "Tasks",
      keys: ["k"],
      enabled: openNeighbour.previous !== null,
      repeats: true,
      run: () => openNeighbour.previous?.(),
    },
  ]);

  return (
    <div className={classes["manager"]} data-detail={search.task !== undefined || undefined}>
      <section className={classes["list"]} aria-label="Tasks of the project">
        <div className={classes["toolbar"]}>
          <FilterBuilder
            projectId={project.id}
            columns={columns}
            search={search}
            onSearch={onSearch}
          />
          <div className={classes["quick"]}>
            <QuickFilters columns={columns} search={search} onSearch={onSearch} />
          </div>
          {can(project, "review.create") && (
            <Button
              component={Link}
              to={`/projects/${project.id}/review`}
              disabled={project.review_queue_total === 0}
              ms="auto"
            >
              Review All Tasks
            </Button>
          )}
          <Text size="sm" c="dimmed" aria-live="polite">
            {rows.total === null ? "" : plural(rows.total, "task")}
          </Text>
          <ColumnPicker
            columns={columns}
            visibility={visibility}
            onChange={setVisible}
            onReset={reset}
          />
        </div>
        {rows.error !== null && (
          <ErrorAlert error={rows.error} title="Tasks could not be loaded" onRetry={rows.retry} />
        )}
        <div className={classes["rows"]} data-stale={rows.isStale || undefined}>
          {rows.total === null && rows.error === null && <Loading label="Loading tasks" />}
          {rows.total === 0 && (
            <NoTasks
              isFiltered={query.filters !== undefined}
              onClear={() => onSearch({ filters: undefined, match: undefined })}
              emptyAction={emptyAction}
            />
          )}
          {total > 0 && (
            <TaskTable
              key={JSON.stringify(query)}
              arranged={arranged}
              sizing={sizing}
              onSizing={setSizing}
              visibility={visibility}
              rows={rows}
              total={total}
              ordering={search.ordering}
              onOrder={(columnId) =>
                onSearch({ ordering: nextOrdering(search.ordering, columnId) })
              }
              selection={mayAct ? selection : null}
              onToggle={(taskId) => select(toggleTask(selection, taskId))}
              onToggleAll={() =>
                select(count === total ? NOTHING_SELECTED : { all: true, excluded: [] })
              }
              openTaskId={search.task}
              onOpen={(task) => onSearch({ task })}
            />
          )}
        </div>
        {total > MOST_ROWS && (
          <Text size="sm" px="sm" py={4} c="dimmed">
            The first {formatCount(MOST_ROWS)} tasks are listed. Filter or order to reach the
            others.
          </Text>
        )}
        {mayAct && count > 0 && (
          <BulkBar
            projectId={project.id}
            selection={selection}
            total={total}
            query={query}
            onDone={() => select(NOTHING_SELECTED)}
          />
        )}
      </section>
      {search.task !== undefined && <div className={classes["detail"]}>{detail}</div>}
    </div>
  );
}

function NoTasks({
  isFiltered,
  onClear,
  emptyAction,
}: {
  isFiltered: boolean;
  onClear: () => void;
  emptyAction: ReactNode;
}) {
  return isFiltered ? (
    <EmptyState
      title="No task matches the filters"
      action={
        <Button variant="default" onClick={onClear}>
          Remove all filters
        </Button>
      }
    />
  ) : (
    <EmptyState title="This project has no tasks yet" action={emptyAction}>
      Import a file with tasks and, if you have them, their annotations and predictions.
    </EmptyState>
  );
}

type Neighbours = { next: (() => void) | null; previous: (() => void) | null };

/** Opens the task after or before the open one, as far as their rows are loaded. */
function useNeighbours(
  rows: TaskRows,
  total: number,
  openTask: number | undefined,
  open: (taskId: number) => void,
): Neighbours {
  const index = useMemo(() => placeOf(rows.byPage, openTask), [rows.byPage, openTask]);
  const at = (place: number) => {
    const task = place >= 0 && place < total ? taskAt(rows, place) : undefined;
    return task === undefined ? null : () => open(task.id);
  };
  return index === null
    ? { next: null, previous: null }
    : { next: at(index + 1), previous: at(index - 1) };
}

function placeOf(byPage: TaskRows["byPage"], taskId: number | undefined): number | null {
  for (const [page, tasks] of byPage) {
    const place = tasks?.findIndex(({ id }) => id === taskId) ?? -1;
    if (taskId !== undefined && place >= 0) {
      return (page - 1) * PAGE_SIZE + place;
    }
  }
  return null;
}
