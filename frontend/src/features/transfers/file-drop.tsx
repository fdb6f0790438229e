import { Button, FileButton, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { formatBytes } from "@/lib/format";
import classes from "./file-drop.module.css";

type Props = {
  disabled: boolean;
  /** Largest file that the server takes; null while it has not said so. */
  limitBytes: number | null;
  onFile: (file: File) => void;
};

/** Takes one file, dropped or chosen. */
export function FileDrop({ disabled, limitBytes, onFile }: Props) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files.item(0);
    if (file !== null && !disabled) {
      onFile(file);
    }
  };
  return (
    <section
      aria-label="File to import"
      className={classes["drop"]}
      data-over={(over && !disabled) || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileButton
        onChange={(file) => file !== null && onFile(file)}
        accept=".json,.jsonl,application/json"
        disabled={disabled}
      >
        {(props) => (
          <Button {...props} disabled={disabled} leftSection={<IconUpload size={16} />}>
            Choose file
          </Button>
        )}
      </FileButton>
      <Text size="sm">or drop it here</Text>
      <Text size="sm" c="dimmed" maw={560}>
        JSON or JSON Lines, as Label Studio exports it: tasks with annotations, predictions and
        drafts, or bare task data{limitBytes === null ? "" : `, up to ${formatBytes(limitBytes)}`}.
        The file is imported whole or not at all.
      </Text>
    </section>
  );
}
