import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode, Ref } from "react";
import { KeyHint } from "@/components/key-hint";
import type { Action } from "@/lib/use-shortcuts";

type Props = ButtonProps & {
  readonly action: Action;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
};

/** A button for an action of the table, with its first key written on it. */
export function ActionButton({ action, children, ...props }: Props) {
  const [key] = action.keys;
  return (
    <Button
      {...props}
      disabled={!action.enabled}
      onClick={action.run}
      rightSection={key === undefined ? undefined : <KeyHint keyText={key} />}
    >
      {children ?? action.label}
    </Button>
  );
}
