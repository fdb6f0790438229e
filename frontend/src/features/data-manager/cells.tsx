import { Badge, Image, Text, Tooltip } from "@mantine/core";
import { IconCheck, IconStarFilled } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Column, Task } from "@/api/types";
import { AgreementBadge } from "@/components/agreement-badge";
import { People } from "@/components/person";
import {
  formatAgo,
  formatCount,
  formatDateTime,
  formatDuration,
  formatPercent,
} from "@/lib/format";
import { TASK_STATES } from "@/lib/task-states";
import { columnValue } from "./column-value";

const LONGEST_TEXT = 300;
const ISO_DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const THUMBNAIL_HEIGHT = 32;

const none = (
  <Text span size="sm" c="dimmed" aria-hidden>
    –
  </Text>
);

function Flag({ set, label, icon }: { set: boolean; label: string; icon: ReactNode }) {
  return set ? (
    <span role="img" aria-label={label} title={label} style={{ display: "inline-flex" }}>
      {icon}
    </span>
  ) : (
    none
  );
}

function When({ iso }: { iso: string | null }) {
  return iso === null ? (
    none
  ) : (
    <Text span size="sm" title={formatDateTime(iso)}>
      {formatAgo(iso)}
    </Text>
  );
}

function StateBadge({ state }: { state: Task["state"] }) {
  const known = TASK_STATES[state] ?? { name: state, color: "gray" };
  return (
    <Badge variant="light" color={known.color} tt="none" radius="sm" fw={500}>
      {known.name}
    </Badge>
  );
}

type Render = (task: Task) => ReactNode;

/** How each known column shows its value; the others follow their type. */
const CELLS: Readonly<Record<string, Render>> = {
  state: (task) => <StateBadge state={task.state} />,
  agreement: (task) => (
    <AgreementBadge
      share={task.agreement}
      reason={task.agreement_undefined}
      pending={task.scoring_pending}
    />
  ),
  annotators: (task) => (task.annotators.length > 0 ? <People people={task.annotators} /> : none),
  reviewers: (task) => (task.reviewers.length > 0 ? <People people={task.reviewers} /> : none),
  ground_truth: (task) => (
    <Flag
      set={task.ground_truth}
      label="Has a ground truth"
      icon={<IconStarFilled size={16} color="var(--mantine-color-yellow-6)" />}
    />
  ),
  reviewed: (task) => (
    <Flag
      set={task.reviewed}
      label="Reviewed"
      icon={<IconCheck size={18} color="var(--mantine-color-teal-6)" />}
    />
  ),
  avg_lead_time: ({ avg_lead_time }) =>
    avg_lead_time === null ? none : formatDuration(avg_lead_time),
  predictions_score: ({ predictions_score }) =>
    predictions_score === null ? none : formatPercent(predictions_score),
};

function Thumbnail({ address }: { address: string }) {
  const [broken, setBroken] = useState(false);
  if (broken) {
    return <PlainText text={address} />;
  }
  return (
    <Image
      src={address}
      alt=""
      h={THUMBNAIL_HEIGHT}
      w="auto"
      maw={72}
      fit="contain"
      radius={2}
      loading="lazy"
      onError={() => setBroken(true)}
    />
  );
}

function PlainText({ text }: { text: string }) {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return (
    <Tooltip label={shown} multiline maw={420} openDelay={600} position="bottom-start">
      <Text size="sm" truncate dir="auto">
        {shown}
      </Text>
    </Tooltip>
  );
}

function isEmptyValue(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );
}

function ByType({ value, type }: { value: unknown; type: string }) {
  if (isEmptyValue(value)) {
    return none;
  }
  if (type === "Image" && typeof value === "string") {
    return <Thumbnail address={value} />;
  }
  if (type === "Datetime" && typeof value === "string") {
    return <When iso={value} />;
  }
  if (typeof value === "boolean") {
    return <Flag set={value} label="Yes" icon={<IconCheck size={18} />} />;
  }
  if (typeof value === "number") {
    return (
      <Text size="sm" truncate>
        {Number.isInteger(value) ? formatCount(value) : value}
      </Text>
    );
  }
  if (typeof value !== "string") {
    return <PlainText text={JSON.stringify(value)} />;
  }
  return <PlainText text={ISO_DATE_TIME.test(value) ? formatDateTime(value) : value} />;
}

export function TaskCell({ task, column }: { task: Task; column: Column }) {
  const render = CELLS[column.id];
  return render === undefined ? (
    <ByType value={columnValue(task, column.id)} type={column.type} />
  ) : (
    render(task)
  );
}
