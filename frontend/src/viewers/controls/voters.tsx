import { Text } from "@mantine/core";
import { Swatch } from "../legend";
import type { Answer } from "../types";
import classes from "./controls.module.css";

/** Who gave one answer, of how many. */
export function Voters({ voters, of }: { voters: readonly Answer[]; of: number }) {
  if (voters.length === 0) return null;
  return (
    <span className={classes["voters"]}>
      <Text component="span" size="xs" c="dimmed" className={classes["votes"]}>
        {voters.length} of {of}
      </Text>
      {voters.map(({ key, name, colour }) => (
        <Text key={key} component="span" size="xs" className={classes["voter"]}>
          <Swatch colour={colour} />
          {name}
        </Text>
      ))}
    </span>
  );
}
