import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { ReactNode } from "react";

type Question = {
  title: string;
  children: ReactNode;
  /** Verb and noun, the same as on the button that asked. */
  confirmLabel: string;
  /** For a question that is itself about cancelling something. */
  cancelLabel?: string;
  onConfirm: () => void;
};

/** Asks before something that cannot be taken back. The safe answer has the focus. */
export function confirmDanger({
  title,
  children,
  confirmLabel,
  cancelLabel = "Cancel",
  onConfirm,
}: Question): void {
  modals.openConfirmModal({
    title,
    children: (
      <Text size="sm" component="div">
        {children}
      </Text>
    ),
    labels: { confirm: confirmLabel, cancel: cancelLabel },
    confirmProps: { color: "red" },
    cancelProps: { "data-autofocus": true },
    onConfirm,
  });
}
