import { Paper, Text } from "@mantine/core";
import { STANDING_NAMES } from "../legend";
import type { ShownRegion } from "../shown-regions";
import classes from "./text-viewer.module.css";

type Props = { readonly regions: readonly ShownRegion[]; readonly anchor: DOMRect };

/** Who says what about the piece of text under the pointer. */
export function SpanCard({ regions, anchor }: Props) {
  const below = anchor.bottom + 120 < window.innerHeight;
  const place = below
    ? { top: anchor.bottom + 4 }
    : { bottom: window.innerHeight - anchor.top + 4 };
  return (
    <Paper
      className={classes["card"]}
      withBorder
      shadow="sm"
      style={{ ...place, left: Math.min(anchor.left, window.innerWidth - 280) }}
    >
      {regions.map(({ ref, answer, title, comparison }) => (
        <Text key={ref} size="xs">
          <span className={classes["dot"]} style={{ background: answer.colour }} />
          {answer.name}: <b>{title}</b>
          {comparison !== undefined && ` – ${STANDING_NAMES[comparison.standing]}`}
        </Text>
      ))}
    </Paper>
  );
}
