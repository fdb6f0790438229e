import type { ReactNode } from "react";
import classes from "./tag.module.css";

/** A word on a tint. Plain markup: the task table draws hundreds of them while it scrolls. */
export function Tag({ color, children }: { color: string; children: ReactNode }) {
  return (
    <span
      className={classes["tag"]}
      style={{ backgroundColor: `var(--mantine-color-${color}-light)` }}
    >
      {children}
    </span>
  );
}
