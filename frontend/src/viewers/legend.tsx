import { Group, Text } from "@mantine/core";
import type { Standing } from "./compare";
import type { Answer } from "./types";
import classes from "./viewers.module.css";

export const STANDING_NAMES: Readonly<Record<Standing, string>> = {
  agreeing: "agree",
  disagreeing: "differ",
  missing: "not by all",
};

const STANDINGS: readonly Standing[] = ["agreeing", "disagreeing", "missing"];

/** Whose colour is whose, and what the lines mean. Only needed while several answers are drawn. */
export function Legend({ answers, lines }: { answers: readonly Answer[]; lines: boolean }) {
  if (answers.length < 2) return null;
  return (
    <Group gap="md" className={classes["legend"]} role="note" aria-label="Legend">
      {answers.map(({ key, name, colour, groundTruth }) => (
        <Text key={key} size="xs" component="span">
          <Swatch colour={colour} />
          {name}
          {groundTruth && " ★"}
        </Text>
      ))}
      {lines &&
        STANDINGS.map((standing) => (
          <Text key={standing} size="xs" c="dimmed" component="span">
            <span className={classes["line"]} data-standing={standing} />
            {STANDING_NAMES[standing]}
          </Text>
        ))}
    </Group>
  );
}

export function Swatch({ colour }: { colour: string }) {
  return <span className={classes["swatch"]} style={{ background: colour }} aria-hidden />;
}
