import { IconCheck, IconStarFilled } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Column, Task } from "@/api/types";
import { AgreementBadge } from "@/components/agreement-badge";
import { People } from "@/components/person";
import { Tag } from "@/components/tag";
import {
  formatAgo,
  formatCount,
  formatDateTime,
  formatDuration,
  formatPercent,
} from "@/lib/format";
import { mediaUrl } from "@/lib/media-url";
import { TASK_STATES } from "@/lib/task-states";
import classes from "./cells.module.css";
import { columnValue } from "./column-value";

// Plain markup on purpose: while somebody scrolls, hundreds of cells are made every second.

const LONGEST_TEXT = 300;
const ISO_DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

const none = (
  <span className={classes["none"]} aria-hidden>
    –
  </span>
);

function Flag({ set, label, icon }: { set: boolean; label: string; icon: ReactNode }) {
  return set ? (
    <span role="img" aria-label={label} title={label} className={classes["flag"]}>
      {icon}
    </span>
  ) : (
    none
  );
}

function When({ iso }: { iso: string }) {
  return <span title={formatDateTime(iso)}>{formatAgo(iso)}</span>;
}

type Render = (task: Task) => ReactNode;

/** How each known column shows its value; the others follow their type. */
const CELLS: Readonly<Record<string, Render>> = {
  state: ({ state }) => <Tag color={TASK_STATES[state].color}>{TASK_STATES[state].name}</Tag>,
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
  return broken ? (
    <PlainText text={address} />
  ) : (
    <img
      src={mediaUrl(address)}
      alt=""
      className={classes["thumbnail"]}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(true)}
    />
  );
}

function PlainText({ text }: { text: string }) {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return (
    <span className={classes["text"]} title={shown} dir="auto">
      {shown}
    </span>
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

function byType(value: unknown, type: string): ReactNode {
  if (isEmptyValue(value)) {
    return none;
  }
  if (typeof value === "boolean") {
    return <Flag set={value} label="Yes" icon={<IconCheck size={18} />} />;
  }
  if (typeof value === "number") {
    return Number.isInteger(value) ? formatCount(value) : value;
  }
  if (typeof value !== "string") {
    return <PlainText text={JSON.stringify(value)} />;
  }
  if (type === "Image") {
    return <Thumbnail address={value} />;
  }
  if (type === "Datetime") {
    return <When iso={value} />;
  }
  return <PlainText text={ISO_DATE_TIME.test(value) ? formatDateTime(value) : value} />;
}

export function taskCell(task: Task, column: Column): ReactNode {
  const render = CELLS[column.id];
  return render === undefined ? byType(columnValue(task, column.id), column.type) : render(task);
}
