import { ActionIcon, Badge, Chip, Group, Text, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconInfoCircle, IconStar, IconStarFilled } from "@tabler/icons-react";
import type { ReviewItem } from "@/api/types";
import { AgreementBadge } from "@/components/agreement-badge";
import { VerdictBadge } from "@/components/verdict-badge";
import { formatCount } from "@/lib/format";
import { type Action, keyParts } from "@/lib/use-shortcuts";
import type { ActionId } from "./actions";
import { authorName, type Overlay } from "./answers";
import classes from "./review-stream.module.css";
import type { Stop, StreamState } from "./stream";

type Props = {
  readonly item: ReviewItem;
  readonly stop: Stop;
  readonly stream: StreamState;
  readonly overlay: Overlay;
  readonly actions: Readonly<Partial<Record<ActionId, Action>>>;
};

/** Whose annotation this is, what is drawn with it, and how much is left. */
export function TopBar({ item, stop, stream, overlay, actions }: Props) {
  const { annotation, task } = item;
  return (
    <header className={classes["top"]}>
      {actions.back !== undefined && (
        <Tooltip label={hint(actions.back)}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label="Back"
            disabled={!actions.back.enabled}
            onClick={actions.back.run}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      <div className={classes["who"]}>
        <Text fw={600} truncate component="h1" size="md">
          Task {task.inner_id} · {authorName(item, annotation)}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          Annotation {annotation.id} · {left(stream)}
        </Text>
      </div>
      <Group gap={6}>
        {stop.verdict !== null && <VerdictBadge verdict={stop.verdict} prefix="You: " />}
        {stop.sending && (
          <Badge color="gray" variant="light" radius="sm" tt="none">
            Sending
          </Badge>
        )}
        {task.agreement !== null && <AgreementBadge share={task.agreement} />}
      </Group>
      <Group gap={6} className={classes["overlays"]} role="group" aria-label="Shown together">
        <Overlaid action={actions.others} checked={overlay.others} count={item.others.length} />
        <Overlaid
          action={actions.predictions}
          checked={overlay.predictions}
          count={item.predictions.length}
        />
        <Overlaid
          action={actions.truth}
          checked={overlay.truth}
          count={item.others.filter(({ ground_truth }) => ground_truth).length}
        />
        {actions.instructions !== undefined && (
          <Tooltip label={hint(actions.instructions)}>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label="Instructions"
              onClick={actions.instructions.run}
            >
              <IconInfoCircle size={18} />
            </ActionIcon>
          </Tooltip>
        )}
        {actions.star !== undefined && <Star action={actions.star} on={annotation.ground_truth} />}
      </Group>
    </header>
  );
}

type OverlaidProps = {
  readonly action: Action | undefined;
  readonly checked: boolean;
  readonly count: number;
};

function Overlaid({ action, checked, count }: OverlaidProps) {
  if (action === undefined) return null;
  return (
    <Tooltip label={hint(action)}>
      <Chip
        size="xs"
        radius="sm"
        variant="light"
        checked={checked && count > 0}
        disabled={!action.enabled}
        onChange={action.run}
      >
        {action.label} {count}
      </Chip>
    </Tooltip>
  );
}

function Star({ action, on }: { readonly action: Action; readonly on: boolean }) {
  const Icon = on ? IconStarFilled : IconStar;
  return (
    <Tooltip
      label={`${on ? "Take the ground truth star away" : "Make this the ground truth"} (${keys(action)})`}
    >
      <ActionIcon
        variant={on ? "light" : "default"}
        color="yellow"
        size="lg"
        aria-label="Ground truth"
        aria-pressed={on}
        disabled={!action.enabled}
        onClick={action.run}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}

function left({ remaining, path, at }: StreamState): string {
  const seen = path.length - 1 - at;
  const rest = remaining >= 1000 ? `more than ${formatCount(1000)}` : formatCount(remaining);
  return seen > 0 ? `${formatCount(seen)} back · ${rest} left` : `${rest} left`;
}

const keys = (action: Action) => action.keys.map((key) => keyParts(key).join("+")).join(", ");
const hint = (action: Action) => `${action.label} (${keys(action)})`;
