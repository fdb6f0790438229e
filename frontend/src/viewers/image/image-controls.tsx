/** The buttons of a picture: zoom, turn, brightness and contrast. */
import { ActionIcon, Button, Group, Popover, Slider, Stack, Text, Tooltip } from "@mantine/core";
import {
  IconBrightnessHalf,
  IconMaximize,
  IconRotateClockwise,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { KeyHint } from "@/components/key-hint";
import type { Action } from "@/lib/use-shortcuts";
import classes from "./image-viewer.module.css";
import { filterOf, LOOK_RANGE, type Look } from "./look";
import type { ViewActions } from "./view-commands";

type Props = {
  readonly actions: ViewActions;
  readonly scale: number;
  readonly look: Look;
  readonly setLook: (look: Look) => void;
};

export function ImageControls({ actions, scale, look, setLook }: Props) {
  return (
    <Group gap={4} className={classes["zoom"]}>
      <Command action={actions.out} icon={IconZoomOut} />
      <Command action={actions.in} icon={IconZoomIn} />
      <Command action={actions.fit} icon={IconMaximize} />
      <Command action={actions.turn} icon={IconRotateClockwise} />
      <Popover position="top-end" withinPortal shadow="md" trapFocus>
        <Popover.Target>
          <ActionIcon
            variant={filterOf(look) === "" ? "default" : "filled"}
            aria-label="Brightness and contrast"
          >
            <IconBrightnessHalf size={16} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <LookSliders actions={actions} look={look} setLook={setLook} />
        </Popover.Dropdown>
      </Popover>
      <Text size="xs" c="dimmed" className={classes["percent"]}>
        {Math.round(scale * 100)}%
      </Text>
    </Group>
  );
}

function Command({
  action,
  icon: Icon,
}: {
  action: Action;
  icon: ComponentType<{ size: number }>;
}) {
  return (
    <Tooltip
      label={
        <Group gap={6} wrap="nowrap">
          {action.label} <KeyHint keyText={action.keys[0] ?? ""} />
        </Group>
      }
    >
      <ActionIcon variant="default" aria-label={action.label} onClick={action.run}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function LookSliders({ actions, look, setLook }: Omit<Props, "scale">) {
  const slider = (key: keyof Look, label: string) => (
    <div>
      <Text size="xs" mb={2}>
        {label}: {look[key]}%
      </Text>
      <Slider
        {...LOOK_RANGE}
        step={5}
        w={220}
        label={null}
        thumbLabel={label}
        value={look[key]}
        onChange={(value) => setLook({ ...look, [key]: value })}
      />
    </div>
  );
  return (
    <Stack gap="xs">
      {slider("brightness", "Brightness")}
      {slider("contrast", "Contrast")}
      <Button
        size="compact-xs"
        variant="default"
        rightSection={<KeyHint keyText={actions.plain.keys[0] ?? ""} />}
        onClick={actions.plain.run}
      >
        As stored
      </Button>
    </Stack>
  );
}
