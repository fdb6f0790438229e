import { Group, Kbd } from "@mantine/core";
import { keyParts } from "@/lib/use-shortcuts";

/** A key as printed on the keyboard; the button beside it carries the meaning. */
export function KeyHint({ keyText }: { keyText: string }) {
  return (
    <Group gap={2} component="span" wrap="nowrap" display="inline-flex">
      {keyParts(keyText).map((part) => (
        <Kbd key={part} size="xs">
          {part}
        </Kbd>
      ))}
    </Group>
  );
}
