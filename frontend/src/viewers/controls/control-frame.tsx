import { Badge, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./controls.module.css";

type Props = {
  readonly title: string;
  /** Undefined while there is nothing to compare. */
  readonly agree?: boolean | undefined;
  readonly note?: string | undefined;
  readonly children: ReactNode;
};

/** A control with its title, and whether those who answered agree. */
export function ControlFrame({ title, agree, note, children }: Props) {
  return (
    <fieldset
      className={classes["frame"]}
      aria-label={title}
      data-split={agree === false || undefined}
    >
      <div className={classes["head"]}>
        <Text component="span" size="sm" fw={600} className={classes["title"]}>
          {title}
        </Text>
        {note !== undefined && (
          <Text component="span" size="xs" c="dimmed">
            {note}
          </Text>
        )}
        {agree !== undefined && (
          <Badge size="xs" variant="light" color={agree ? "teal" : "orange"}>
            {agree ? "agree" : "differ"}
          </Badge>
        )}
      </div>
      {children}
    </fieldset>
  );
}
