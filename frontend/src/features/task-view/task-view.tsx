import { ActionIcon, Badge, Group, Text, Title, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Project, TaskDetail } from "@/api/types";
import { AgreementBadge } from "@/components/agreement-badge";
import { EmptyState } from "@/components/empty-state";
import { ErrorAlert } from "@/components/error-alert";
import { Loading } from "@/components/loading";
import { mediaUrl } from "@/lib/media-url";
import { can } from "@/lib/roles";
import { TASK_STATES } from "@/lib/task-states";
import { type Action, useShortcuts } from "@/lib/use-shortcuts";
import { AnnotationView } from "@/viewers/annotation-view";
import { readConfig } from "@/viewers/config";
import { answerRows, firstShown } from "./answer-rows";
import { AnswerTable } from "./answer-table";
import { taskDetail, useStar } from "./api";
import { History } from "./history";
import { TaskAgreement } from "./task-agreement";
import classes from "./task-view.module.css";

type Props = { readonly project: Project; readonly taskId: number; readonly onClose: () => void };

/** One task with everything that people and models said about it. */
export function TaskView({ project, taskId, onClose }: Props) {
  const task = useQuery(taskDetail(project.id, taskId));
  return (
    <section className={classes["task"]} aria-label={`Task ${task.data?.inner_id ?? ""}`}>
      <header className={classes["head"]}>
        <Heading task={task.data} />
        <Tooltip label="Close the task">
          <ActionIcon variant="subtle" color="gray" aria-label="Close the task" onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        </Tooltip>
      </header>
      {task.error !== null && (
        <ErrorAlert
          error={task.error}
          title="The task could not be loaded"
          onRetry={() => void task.refetch()}
        />
      )}
      {task.data !== undefined ? (
        <Loaded project={project} task={task.data} />
      ) : (
        task.error === null && <Loading label="Loading task" />
      )}
    </section>
  );
}

function Heading({ task }: { readonly task: TaskDetail | undefined }) {
  if (task === undefined)
    return (
      <Title order={2} size="h4">
        Task
      </Title>
    );
  const state = TASK_STATES[task.state];
  return (
    <Group gap="xs" flex={1} miw={0}>
      <Title order={2} size="h4">
        Task {task.inner_id}
      </Title>
      <Text size="sm" c="dimmed">
        id {task.id}
      </Text>
      <Badge variant="light" color={state.color} radius="sm" tt="none">
        {state.name}
      </Badge>
      <AgreementBadge
        share={task.agreement}
        reason={task.agreement_undefined}
        pending={task.scoring_pending}
      />
    </Group>
  );
}

function Loaded({ project, task }: { readonly project: Project; readonly task: TaskDetail }) {
  const config = useMemo(() => readConfig(project.config.tree), [project.config]);
  const rows = useMemo(() => answerRows(task), [task]);
  const [chosenFocus, setFocus] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const star = useStar(project.id, task.id);

  const focusRow = rows.find(({ answer }) => answer.key === chosenFocus) ?? rows[0];
  const focus = focusRow?.answer.key ?? null;
  const shown = chosen ?? firstShown(rows);
  const answers = useMemo(() => {
    const drawn = rows.filter(({ answer }) => answer.key === focus || shown.has(answer.key));
    return drawn.map(({ answer }) => answer);
  }, [rows, focus, shown]);

  const mayStar = can(project, "ground_truth.set");
  const annotation = focusRow?.annotation ?? null;
  const toggle = (key: string) => {
    const next = new Set(shown);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
  };
  const step = (by: number) => {
    const at = rows.findIndex(({ answer }) => answer.key === focus);
    const next = rows[(at + by + rows.length) % rows.length];
    if (next !== undefined) setFocus(next.answer.key);
  };
  const all = new Set(rows.map(({ answer }) => answer.key));
  const isAll = answers.length === all.size;
  useShortcuts(
    taskActions({
      several: rows.length > 1,
      step,
      overlay: () => setChosen(isAll ? new Set() : all),
      star: mayStar && annotation !== null ? () => star.mutate(annotation) : null,
    }),
  );

  return (
    <>
      {star.error !== null && <ErrorAlert error={star.error} title="The star was not changed" />}
      {rows.length > 0 ? (
        <AnswerTable
          rows={rows}
          focus={focus}
          shown={shown}
          onFocus={setFocus}
          onToggle={toggle}
          onStar={mayStar ? (each) => star.mutate(each) : null}
        />
      ) : (
        <EmptyState title="No annotations yet">
          What people and models say about this task will be listed here.
        </EmptyState>
      )}
      <AnnotationView
        config={config}
        data={task.data}
        answers={answers}
        focus={focus}
        toUrl={mediaUrl}
      />
      {rows.length > 1 && can(project, "dashboard.view") && (
        <TaskAgreement projectId={project.id} task={task} />
      )}
      {annotation !== null && (
        <History projectId={project.id} task={task} annotation={annotation} />
      )}
    </>
  );
}

type Handlers = {
  readonly several: boolean;
  readonly step: (by: number) => void;
  readonly overlay: () => void;
  readonly star: (() => void) | null;
};

function taskActions({ several, step, overlay, star }: Handlers): readonly Action[] {
  const group = "Task";
  return [
    {
      id: "task.next",
      label: "Next annotator",
      keys: ["]"],
      group,
      enabled: several,
      run: () => step(1),
    },
    {
      id: "task.previous",
      label: "Previous annotator",
      keys: ["["],
      group,
      enabled: several,
      run: () => step(-1),
    },
    {
      id: "task.overlay",
      label: "Draw all or only one",
      keys: ["o"],
      group,
      enabled: several,
      run: overlay,
    },
    {
      id: "task.star",
      label: "Ground truth",
      keys: ["g"],
      group,
      enabled: star !== null,
      run: () => star?.(),
    },
  ];
}
