import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { confirmDanger } from "@/components/confirm";
import { ErrorAlert } from "@/components/error-alert";
import { formatCount, plural } from "@/lib/format";
import { useCancelRebuild, useRebuild } from "./api";
import classes from "./rebuild-progress.module.css";
import type { Rebuild } from "./types";

type Building = NonNullable<Rebuild["building"]>;

/** Never 100 while something is left to do. */
export const percentOf = ({ percent }: Building): number => Math.min(percent, 99);

const described = (building: Building): string =>
  `${formatCount(building.tasks_done)} of ${plural(building.tasks_total, "task")}`;

type Props = { projectId: number; mayCancel: boolean };

/** On the settings: how far computing the figures anew has come. */
export function RebuildProgress({ projectId, mayCancel }: Props) {
  const { data, error, refetch } = useRebuild(projectId);
  const cancel = useCancelRebuild(projectId);
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
    return cancel.error === null ? null : <ErrorAlert error={cancel.error} />;
  }
  const percent = percentOf(building);
  const ask = () =>
    confirmDanger({
      title: "Cancel the new figures?",
      children:
        "The figures stay those of the settings before. The new settings are kept, but nothing is computed by them until something is saved again.",
      confirmLabel: "Cancel the new figures",
      onConfirm: () => cancel.mutate(),
    });
  return (
    <Alert color="blue" title="Figures are being computed anew" role="status">
      <Stack gap="xs">
        <Progress.Root size={14}>
          <Progress.Section value={percent} aria-label="Tasks scored by the new settings" />
        </Progress.Root>
        <Group justify="space-between" gap="xs">
          <Text size="sm" style={{ fontVariantNumeric: "tabular-nums" }}>
            {percent}%: {described(building)}. The figures you see are those of the settings before.
          </Text>
          {mayCancel && (
            <Button
              size="xs"
              variant="default"
              loading={cancel.isPending}
              onClick={ask}
              aria-haspopup="dialog"
            >
              Cancel
            </Button>
          )}
        </Group>
        {cancel.error !== null && <ErrorAlert error={cancel.error} title="Not cancelled" />}
      </Stack>
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
  const percent = percentOf(building);
  return (
    <div className={classes["banner"]} role="status">
      <Text size="sm">
        Agreement is being computed by new settings: {percent}% ({described(building)}). Until then
        you see the old figures.
      </Text>
      <div className={classes["bar"]} style={{ inlineSize: `${percent}%` }} aria-hidden />
    </div>
  );
}
