import { Button, Group, Menu, Paper, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { errorMessage } from "@/api/errors";
import type { BulkAction } from "@/api/types";
import { confirmDanger } from "@/components/confirm";
import { plural } from "@/lib/format";
import type { Selection } from "@/lib/table-search";
import { bulkActionList, useBulkAction } from "./api";
import { selectedCount } from "./selection";
import type { ServerQuery } from "./server-query";

/** These stand as buttons; the others are in the menu. */
const PROMINENT = new Set(["delete_ground_truths", "delete_tasks"]);

const EXPLANATIONS: Readonly<Record<string, string>> = {
  delete_ground_truths: "The stars are taken away; the annotations stay.",
  delete_tasks:
    "The tasks are deleted with their annotations, predictions and reviews. This cannot be undone.",
  delete_tasks_annotations:
    "All annotations of these tasks and their reviews are deleted. This cannot be undone.",
  delete_tasks_predictions: "All predictions of these tasks are deleted. This cannot be undone.",
  delete_tasks_reviews: "All verdicts on these tasks are deleted. This cannot be undone.",
};

const QUESTIONS: Readonly<Record<string, (count: number) => string>> = {
  delete_ground_truths: (count) => `Delete the ground truths of ${plural(count, "task")}?`,
  delete_tasks: (count) => `Delete ${plural(count, "task")}?`,
  delete_tasks_annotations: (count) => `Delete the annotations of ${plural(count, "task")}?`,
  delete_tasks_predictions: (count) => `Delete the predictions of ${plural(count, "task")}?`,
  delete_tasks_reviews: (count) => `Delete the reviews of ${plural(count, "task")}?`,
};

type Props = {
  projectId: number;
  selection: Selection;
  total: number;
  query: ServerQuery;
  onDone: () => void;
};

/** What can be done with the selected tasks. Everything that deletes asks first. */
export function BulkBar({ projectId, selection, total, query, onDone }: Props) {
  const actions = useQuery(bulkActionList(projectId));
  const perform = useBulkAction(projectId);
  const count = selectedCount(selection, total);

  const ask = (action: BulkAction) =>
    confirmDanger({
      title: QUESTIONS[action.id]?.(count) ?? `${action.title}: ${plural(count, "task")}?`,
      children: EXPLANATIONS[action.id] ?? action.dialog?.text ?? "This cannot be undone.",
      confirmLabel: action.title,
      onConfirm: () =>
        perform.mutate(
          { actionId: action.id, selectedItems: selection, query },
          {
            onSuccess: ({ detail }) => {
              notifications.show({ message: detail });
              onDone();
            },
            onError: (error) =>
              notifications.show({
                color: "red",
                title: `${action.title}: not done`,
                message: errorMessage(error),
                autoClose: false,
              }),
          },
        ),
    });

  const all = actions.data ?? [];
  const prominent = all.filter(({ id }) => PROMINENT.has(id));
  const others = all.filter(({ id }) => !PROMINENT.has(id));
  return (
    <Paper
      role="region"
      aria-label="Selected tasks"
      px="sm"
      py={6}
      style={{ borderTop: "1px solid var(--mantine-color-default-border)" }}
      radius={0}
    >
      <Group gap="xs">
        <Text size="sm" fw={500} aria-live="polite">
          {plural(count, "task")} selected
        </Text>
        {prominent.map((action) => (
          <Button
            key={action.id}
            size="xs"
            variant="default"
            disabled={perform.isPending}
            onClick={() => ask(action)}
          >
            {action.title}
          </Button>
        ))}
        {others.length > 0 && (
          <Menu>
            <Menu.Target>
              <Button
                size="xs"
                variant="default"
                disabled={perform.isPending}
                rightSection={<IconChevronDown size={14} />}
              >
                More actions
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {others.map((action) => (
                <Menu.Item key={action.id} onClick={() => ask(action)}>
                  {action.title}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        <Button size="xs" variant="subtle" color="gray" ms="auto" onClick={onDone}>
          Clear selection
        </Button>
      </Group>
    </Paper>
  );
}
