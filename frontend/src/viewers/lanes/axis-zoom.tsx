import { ActionIcon, Group } from "@mantine/core";
import { IconMaximize, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import type { TimeAxis } from "./use-time-axis";

/** Buttons that zoom a time axis; `whole` names what is shown when all of it is. */
export function AxisZoom({ axis, whole }: { readonly axis: TimeAxis; readonly whole: string }) {
  return (
    <Group gap={4} ml="auto" wrap="nowrap">
      <ActionIcon variant="default" aria-label="Zoom out" onClick={() => axis.zoom(0.5)}>
        <IconZoomOut size={16} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label="Zoom in" onClick={() => axis.zoom(2)}>
        <IconZoomIn size={16} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={`Show the whole ${whole}`} onClick={axis.fit}>
        <IconMaximize size={16} />
      </ActionIcon>
    </Group>
  );
}
