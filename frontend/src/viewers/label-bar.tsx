import { Group, Kbd, UnstyledButton } from "@mantine/core";
import type { CSSProperties } from "react";
import type { Control, LabelOption } from "./config";
import { isEditable, useEditor } from "./editor";
import classes from "./viewers.module.css";

/** The labels of one control: a legend while reading, the tools while editing. */
export function LabelBar({ control }: { control: Control }) {
  const editor = useEditor();
  const { selected, active } = editor;
  const region =
    selected !== null && selected.region.control === control.name && isEditable(editor, selected)
      ? selected.region
      : null;

  const isOn = ({ value }: LabelOption) =>
    region !== null
      ? region.labels.includes(value)
      : active?.control === control.name && active.value === value;

  return (
    <Group
      gap={6}
      role="group"
      aria-label={`Labels of ${control.name}`}
      className={classes["labels"]}
    >
      {control.labels.length === 0 && editor.canEdit && (
        <UnstyledButton
          className={classes["label"]}
          aria-pressed={active?.control === control.name}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => editor.pickTool(control)}
        >
          {`${control.tag}: ${control.name}`}
        </UnstyledButton>
      )}
      {control.labels.map((label) => {
        const style = { "--ink": label.colour } as CSSProperties;
        return editor.canEdit ? (
          <UnstyledButton
            key={label.value}
            className={classes["label"]}
            style={style}
            aria-pressed={isOn(label)}
            title={label.hint ?? undefined}
            // Keeps the marked text marked while the button is pressed.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => editor.pickLabel(control, label)}
          >
            {label.title}
            {label.hotkey !== null && <Kbd size="xs">{label.hotkey.toUpperCase()}</Kbd>}
          </UnstyledButton>
        ) : (
          <span
            key={label.value}
            className={classes["label"]}
            style={style}
            title={label.hint ?? undefined}
          >
            {label.title}
          </span>
        );
      })}
    </Group>
  );
}
