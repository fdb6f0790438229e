/** What the project's managers tell its reviewers. */
import { Button, Group, Modal } from "@mantine/core";
import { useState } from "react";
import type { ReviewSettings } from "@/api/types";
import { SafeHtml } from "@/components/safe-html";

type State = {
  readonly exist: boolean;
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
};

/** Open from the beginning where the project wants them to be read before reviewing. */
export function useInstructions({
  instruction,
  show_instruction,
}: Pick<ReviewSettings, "instruction" | "show_instruction">): State {
  const exist = instruction.trim() !== "";
  const [isOpen, setOpen] = useState(exist && show_instruction);
  return { exist, isOpen, open: () => setOpen(true), close: () => setOpen(false) };
}

export function Instructions({ html, state }: { readonly html: string; readonly state: State }) {
  return (
    <Modal
      opened={state.isOpen}
      onClose={state.close}
      title="Instructions for reviewers"
      size="lg"
      closeButtonProps={{ "aria-label": "Close the instructions" }}
    >
      <SafeHtml html={html} />
      <Group justify="flex-end" mt="md">
        <Button data-autofocus onClick={state.close}>
          Start reviewing
        </Button>
      </Group>
    </Modal>
  );
}
