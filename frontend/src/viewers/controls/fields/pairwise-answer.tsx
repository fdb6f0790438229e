import { Button, Group } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { sideTitle } from "../answers";
import type { FieldProps } from "../field";

const SIDES = ["left", "right"] as const;

/** Which of two is better; pressing the chosen one again takes the answer away. */
export function PairwiseAnswer({ control, value, onChange }: FieldProps) {
  return (
    <Group gap="xs">
      {SIDES.map((side) => {
        const chosen = value === side;
        return (
          <Button
            key={side}
            size="xs"
            variant={chosen ? "filled" : "default"}
            aria-pressed={chosen}
            leftSection={chosen ? <IconCheck size={14} /> : null}
            onClick={() => onChange(chosen ? null : side)}
          >
            {sideTitle(control, side)}
          </Button>
        );
      })}
    </Group>
  );
}
