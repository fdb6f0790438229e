import { ActionIcon, Group, Menu, Text, Textarea } from "@mantine/core";
import { IconChevronUp } from "@tabler/icons-react";
import type { RefObject } from "react";
import { KeyHint } from "@/components/key-hint";
import type { Action } from "@/lib/use-shortcuts";
import { ActionButton } from "./action-button";
import type { ActionId } from "./actions";
import classes from "./review-stream.module.css";

type Props = {
  readonly actions: Readonly<Partial<Record<ActionId, Action>>>;
  readonly rejectActions: readonly Action[];
  readonly comment: string;
  readonly commentError: string | null;
  readonly commentRequired: boolean;
  readonly commentField: RefObject<HTMLTextAreaElement | null>;
  readonly onComment: (text: string) => void;
  readonly changed: boolean;
};

/** The comment and the verdicts, always at the same place. */
export function VerdictBar({
  actions,
  rejectActions,
  comment,
  commentError,
  commentRequired,
  commentField,
  onComment,
  changed,
}: Props) {
  return (
    <footer className={classes["verdicts"]}>
      <Textarea
        ref={commentField}
        className={classes["comment"]}
        aria-label="Comment"
        placeholder={
          commentRequired ? "Comment (needed to reject)" : "Comment for the annotator (optional)"
        }
        value={comment}
        error={commentError}
        onChange={(event) => onComment(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        rows={1}
        classNames={{ input: classes["commentInput"] ?? "" }}
      />
      <Group gap="xs" wrap="wrap" justify="flex-end" className={classes["buttons"]}>
        {changed && (
          <Text size="xs" c="dimmed">
            You changed this annotation.
          </Text>
        )}
        {actions.revert?.enabled && (
          <ActionButton action={actions.revert} variant="subtle" color="gray" />
        )}
        {actions.next !== undefined && <ActionButton action={actions.next} variant="default" />}
        {actions.reject !== undefined && (
          <Group gap={0} wrap="nowrap">
            <ActionButton
              action={actions.reject}
              variant="light"
              color="red"
              {...(rejectActions.length > 1 ? { className: classes["splitLeft"] ?? "" } : {})}
            />
            {rejectActions.length > 1 && (
              <RejectMenu actions={rejectActions} disabled={!actions.reject.enabled} />
            )}
          </Group>
        )}
        {changed
          ? actions.fix !== undefined && <ActionButton action={actions.fix} color="blue" />
          : actions.accept !== undefined && <ActionButton action={actions.accept} color="teal.9" />}
      </Group>
    </footer>
  );
}

function RejectMenu({ actions, disabled }: { actions: readonly Action[]; disabled: boolean }) {
  return (
    <Menu position="top-end" width={340} withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="light"
          color="red"
          size={36}
          className={classes["splitRight"]}
          aria-label="Other ways to reject"
          disabled={disabled}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => (
          <Menu.Item
            key={action.id}
            onClick={action.run}
            rightSection={<KeyHint keyText={action.keys[0] ?? ""} />}
          >
            {action.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
