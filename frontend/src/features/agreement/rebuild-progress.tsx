import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { confirmDanger } from "@/components/confirm";
import { ErrorAlert } from "@/components/error-alert";
import { formatCount, plural } from "@/lib/format";
import { useChangeRebuild, useRebuild } from "./api";
import classes from "./rebuild-progress.module.css";
import type { Rebuild } from "./types";

type Building = NonNullable<Rebuild["building"]>;

/** Never 100 while something is left to do. */
export const percentOf = ({ percent }: Building): number => Math.min(percent, 99);

/** The tasks are counted by a job, which comes a moment later. */
const described = (building: Building): string =>
  building.tasks_total === 0
    ? "Preparing"
    : `${percentOf(building)}%: ${formatCount(building.tasks_done)} of ${plural(building.tasks_total, "task")}`;

type Props = { projectId: number; mayChange: boolean };

/** On the settings: how far computing the figures anew has come, or that it is yet to be done. */
export function RebuildProgress({ projectId, mayChange }: Props) {
  const { data, error, refetch } = useRebuild(projectId);
  const change = useChangeRebuild(projectId);
  const building = data?.building ?? null;
  if (error !== null) {
    return (
      <ErrorAlert
        error={error}
        title="The progress could not be read"
        onRetry={() => void refetch()}
      />
    );
  }
  if (building === null) {
    return (
      <>
        {change.error !== null && <ErrorAlert error={change.error} />}
        {data?.outdated === true && (
          <Outdated
            isPending={change.isPending}
            onBegin={mayChange ? () => change.mutate("begin") : null}
          />
        )}
      </>
    );
  }
  const ask = () =>
    confirmDanger({
      title: "Cancel the new figures?",
      children:
        "The new settings stay saved, but the figures stay those of the settings before, and tasks that change are scored by those too, until the figures are computed anew or other settings are saved.",
      confirmLabel: "Cancel the new figures",
      cancelLabel: "Go on computing",
      onConfirm: () => change.mutate("cancel"),
    });
  return (
    <Alert color="blue" title="Figures are being computed anew" role="status">
      <Stack gap="xs">
        <Progress.Root size={14}>
          <Progress.Section
            value={percentOf(building)}
            aria-label="Tasks scored by the new settings"
          />
        </Progress.Root>
        <Group justify="space-between" gap="xs">
          <Text size="sm" style={{ fontVariantNumeric: "tabular-nums" }}>
            {described(building)}. The figures you see are those of the settings before.
          </Text>
          {mayChange && (
            <Button
              size="xs"
              variant="default"
              loading={change.isPending}
              onClick={ask}
              aria-haspopup="dialog"
            >
              Cancel
            </Button>
          )}
        </Group>
        {change.error !== null && <ErrorAlert error={change.error} title="Not cancelled" />}
      </Stack>
    </Alert>
  );
}

type OutdatedProps = { isPending: boolean; onBegin: (() => void) | null };

/** What is left after computing was cancelled. */
function Outdated({ isPending, onBegin }: OutdatedProps) {
  return (
    <Alert color="orange" role="status">
      <Group justify="space-between" gap="xs">
        <Text size="sm" flex={1} miw={220}>
          These settings are saved, but the figures were computed with earlier ones.
        </Text>
        {onBegin !== null && (
          <Button size="xs" variant="default" loading={isPending} onClick={onBegin}>
            Compute the figures anew
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** Above figures and tasks: a line while the figures are being computed anew. */
export function RebuildBanner({ projectId }: { projectId: number }) {
  const { data } = useRebuild(projectId);
  const building = data?.building ?? null;
  if (building === null) {
    return null;
  }
  return (
    <div className={classes["banner"]} role="status">
      <Text size="sm">
        Agreement is being computed by new settings. {described(building)}. Until then you see the
        old figures.
      </Text>
      <div
        className={classes["bar"]}
        style={{ inlineSize: `${percentOf(building)}%` }}
        aria-hidden
      />
    </div>
  );
}
