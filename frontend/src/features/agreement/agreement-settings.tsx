import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import type { Project } from "@/api/types";
import { ErrorAlert } from "@/components/error-alert";
import { plural } from "@/lib/format";
import { can } from "@/lib/roles";
import classes from "./agreement-settings.module.css";
import { agreementSettings, useSaveSettings } from "./api";
import { CustomMetric } from "./custom-metric";
import { DimensionList } from "./dimension-list";
import {
  type Changes,
  changesOf,
  countFaults,
  countsNothing,
  type DimensionEdit,
  type Draft,
  drafted,
  movesFigures,
  NO_DRAFT,
  withEdit,
  withMetric,
} from "./draft";
import { MethodologyChoice } from "./methodology-choice";
import { RebuildProgress } from "./rebuild-progress";
import type { Dimension } from "./types";

/** How the agreement of a project is measured; all of it is saved together. */
export function AgreementSettings({ project }: { project: Project }) {
  const { data: saved } = useSuspenseQuery(agreementSettings(project.id));
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  const onMetric = useCallback(
    (dimension: Dimension, key: string) =>
      setDraft((current) => withMetric(current, dimension, key)),
    [],
  );
  const onEdit = useCallback(
    (id: number, edit: DimensionEdit) => setDraft((current) => withEdit(current, id, edit)),
    [],
  );
  const readOnly = !can(project, "project.update");
  const before = {
    methodology: saved.agreement_methodology,
    threshold: readShare(saved.agreement_threshold),
    dimensions: saved.dimensions,
  };
  const settings = drafted(before, draft);
  const changes = changesOf(before, draft);

  return (
    <Stack gap="lg">
      {readOnly && (
        <Text c="dimmed">Your role can read these settings. Managers can change them.</Text>
      )}
      <RebuildProgress projectId={project.id} mayChange={!readOnly} />
      <MethodologyChoice
        settings={settings}
        readOnly={readOnly}
        onMethodology={(methodology) => setDraft({ ...draft, methodology })}
        onThreshold={(threshold) => setDraft({ ...draft, threshold })}
      />
      <DimensionList
        projectId={project.id}
        settings={settings}
        readOnly={readOnly}
        onMetric={onMetric}
        onEdit={onEdit}
      />
      {!readOnly && (
        <SaveBar
          projectId={project.id}
          changes={changes}
          faults={changes === null ? 0 : countFaults(settings)}
          isNothing={countsNothing(settings.dimensions)}
          tasks={saved.n_tasks}
          onDone={() => setDraft(NO_DRAFT)}
        />
      )}
      <LeaveQuestion isChanged={changes !== null} />
      {can(project, "metric.code") && <CustomMetric projectId={project.id} />}
    </Stack>
  );
}

/** The API gives the share as text, as Label Studio does. */
const readShare = (text: string | null): number | null => (text === null ? null : Number(text));

type SaveProps = {
  projectId: number;
  changes: Changes | null;
  faults: number;
  /** Nothing would count. */
  isNothing: boolean;
  tasks: number;
  onDone: () => void;
};

/** Stays in sight, and says what saving does before it does it. */
function SaveBar({ projectId, changes, faults, isNothing, tasks, onDone }: SaveProps) {
  const save = useSaveSettings(projectId);
  const isRefused = faults > 0 || isNothing;
  const discard = () => {
    save.reset();
    onDone();
  };
  const store = () =>
    changes !== null &&
    save.mutate(changes, {
      onSuccess: () => {
        onDone();
        notifications.show({ message: "Agreement: saved" });
      },
    });
  return (
    <div className={classes["bar"]} data-changed={changes !== null || undefined}>
      {save.error !== null && <ErrorAlert error={save.error} title="Not saved" />}
      <Group justify="space-between" gap="sm">
        <Text size="sm" c={isRefused ? undefined : "dimmed"} flex={1} miw={220} aria-live="polite">
          {whatSavingDoes(changes, faults, isNothing, tasks)}
        </Text>
        <Group gap="xs">
          <Button variant="default" disabled={changes === null} onClick={discard}>
            Discard
          </Button>
          <Button disabled={changes === null || isRefused} loading={save.isPending} onClick={store}>
            Save
          </Button>
        </Group>
      </Group>
    </div>
  );
}

export function whatSavingDoes(
  changes: Changes | null,
  faults: number,
  isNothing: boolean,
  tasks: number,
): string {
  if (changes === null) return "Nothing is changed.";
  if (faults > 0) return `Correct ${plural(faults, "marked field")} first.`;
  if (isNothing) return "At least one dimension must count with a weight above 0.";
  if (!movesFigures(changes)) return "Saving moves no figure.";
  if (tasks === 0) return "There is no task yet whose figures would change.";
  return `Saving computes the figures of ${plural(tasks, "task")} anew. The old ones stay until the new are ready.`;
}

/** Unsaved changes are not lost to a wrong click; a closing window asks by itself. */
function LeaveQuestion({ isChanged }: { isChanged: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: isChanged,
    withResolver: true,
  });
  return (
    <Modal opened={status === "blocked"} onClose={() => reset?.()} title="Leave without saving?">
      <Text size="sm">The changes of the agreement settings are not saved.</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" data-autofocus onClick={() => reset?.()}>
          Stay
        </Button>
        <Button color="red" onClick={() => proceed?.()}>
          Leave
        </Button>
      </Group>
    </Modal>
  );
}
