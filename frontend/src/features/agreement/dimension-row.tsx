import {
  ActionIcon,
  Badge,
  Code,
  Group,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { IconChevronRight, IconTrash } from "@tabler/icons-react";
import { memo, useId, useState } from "react";
import { NumberField } from "@/components/number-field";
import { formatPercent } from "@/lib/format";
import { ClassChips } from "./class-chips";
import classes from "./dimension-list.module.css";
import { type DimensionEdit, faultsOf } from "./draft";
import { MetricParams } from "./metric-params";
import type { Dimension, Methodology } from "./types";

export type RowProps = {
  dimension: Dimension;
  methodology: Methodology;
  /** How much of the task's score comes from it. */
  share: number;
  readOnly: boolean;
  onMetric: (dimension: Dimension, key: string) => void;
  onEdit: (id: number, edit: DimensionEdit) => void;
  onDelete: (dimension: Dimension) => void;
};

/** One dimension: what it compares, by which metric, how much it counts. */
export const DimensionRow = memo(function DimensionRow(props: RowProps) {
  const { dimension, methodology, share, readOnly, onMetric } = props;
  const onEdit = (edit: DimensionEdit) => props.onEdit(dimension.id, edit);
  const [opened, setOpened] = useState(false);
  const detailId = useId();
  const metric = dimension.allowed_metrics_with_params[dimension.metric_type];
  const faults = faultsOf(dimension);
  // A mistake must not hide in a closed row, and its field must stay while it is corrected.
  const hidesFault = Object.keys(faults).some((name) => name !== "weight");
  if (hidesFault && !opened) {
    setOpened(true);
  }

  return (
    <li
      className={classes["row"]}
      aria-label={`Dimension ${dimension.name}`}
      data-inactive={!dimension.is_active || undefined}
    >
      <div className={classes["line"]}>
        <Switch
          aria-label={`${dimension.name} counts`}
          checked={dimension.is_active}
          disabled={readOnly}
          onChange={(event) => onEdit({ is_active: event.currentTarget.checked })}
        />
        <What dimension={dimension} />
        <Select
          aria-label={`Metric of ${dimension.name}`}
          className={classes["metric"] ?? ""}
          data={Object.entries(dimension.allowed_metrics_with_params).map(([value, { title }]) => ({
            value,
            label: title,
          }))}
          value={dimension.metric_type}
          error={faults["metric_type"]}
          allowDeselect={false}
          disabled={readOnly}
          onChange={(key) =>
            key !== null && key !== dimension.metric_type && onMetric(dimension, key)
          }
        />
        <NumberField
          aria-label={`Weight of ${dimension.name}`}
          className={classes["weight"] ?? ""}
          value={Number.isNaN(dimension.weight) ? null : dimension.weight}
          error={faults["weight"]}
          step={0.1}
          min={0}
          max={1}
          disabled={readOnly}
          onValue={(value) => onEdit({ weight: value ?? Number.NaN })}
        />
        <Text size="sm" c="dimmed" className={classes["share"] ?? ""}>
          {dimension.is_active ? formatPercent(share) : "Off"}
        </Text>
        <UnstyledButton
          className={classes["toggle"] ?? ""}
          aria-expanded={opened}
          aria-controls={detailId}
          aria-label={`Parameters and classes of ${dimension.name}`}
          onClick={() => setOpened(hidesFault || !opened)}
        >
          <IconChevronRight size={18} data-open={opened || undefined} aria-hidden />
        </UnstyledButton>
      </div>
      <div id={detailId}>
        {opened && (
          <Stack gap="md" className={classes["detail"] ?? ""}>
            {metric !== undefined && (
              <Text size="sm" c="dimmed">
                {metric.description} In the documentation: <Code>{dimension.metric_type}</Code>.
              </Text>
            )}
            {dimension.is_user_defined && <OwnFields {...props} fault={faults["name"] ?? null} />}
            {metric !== undefined && Object.keys(metric.params).length > 0 && (
              <MetricParams
                dimension={dimension}
                metric={metric}
                methodology={methodology}
                faults={faults}
                readOnly={readOnly}
                onChange={(metric_params) => onEdit({ metric_params })}
              />
            )}
            <ClassChips
              dimension={dimension}
              readOnly={readOnly}
              onChange={(excluded_classes) => onEdit({ excluded_classes })}
            />
          </Stack>
        )}
      </div>
    </li>
  );
});

function What({ dimension }: { dimension: Dimension }) {
  const { name, control_tag: control, tag, per_region: perRegion } = dimension;
  return (
    <div className={classes["what"]}>
      <Text fw={500} className={classes["name"] ?? ""} title={name}>
        {name}
      </Text>
      <Group gap={6}>
        {tag !== null && (
          <Badge variant="light" color="gray" tt="none" radius="sm">
            {tag}
          </Badge>
        )}
        {perRegion && (
          <Badge variant="light" color="gray" tt="none" radius="sm">
            per region
          </Badge>
        )}
        {dimension.is_user_defined && (
          <Badge variant="light" color="grape" tt="none" radius="sm">
            JSON path
          </Badge>
        )}
        {control !== null && control !== name && (
          <Text size="xs" c="dimmed">
            control <Code>{control}</Code>
          </Text>
        )}
      </Group>
    </div>
  );
}

function OwnFields({
  dimension,
  readOnly,
  fault,
  onEdit,
  onDelete,
}: RowProps & { fault: string | null }) {
  const path = dimension.extraction_method_params["path"];
  return (
    <Group align="flex-end" gap="md">
      <TextInput
        label="Name"
        value={dimension.name}
        error={fault}
        maxLength={200}
        disabled={readOnly}
        w={260}
        maw="100%"
        onChange={(event) => onEdit(dimension.id, { name: event.currentTarget.value })}
      />
      <Text size="sm" pb={8} style={{ overflowWrap: "anywhere" }}>
        finds <Code>{String(path ?? "")}</Code>
      </Text>
      {!readOnly && (
        <Tooltip label="Delete this dimension">
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={`Delete dimension ${dimension.name}`}
            onClick={() => onDelete(dimension)}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
