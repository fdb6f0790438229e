/** Whose colour is whose, who is drawn, and what the lines mean. */
import { Group, SegmentedControl, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { KeyHint } from "@/components/key-hint";
import type { Standing } from "./compare";
import compare from "./compare/compare.module.css";
import type { ViewMode, ViewModes } from "./compare/view-mode";
import type { Answer } from "./types";
import classes from "./viewers.module.css";

export const STANDING_NAMES: Readonly<Record<Standing, string>> = {
  agreeing: "agree",
  disagreeing: "differ",
  missing: "not by all",
};

/** The same words where the answers are before and after a fix. */
export const CHANGE_STANDING_NAMES: Readonly<Record<Standing, string>> = {
  agreeing: "unchanged",
  disagreeing: "changed",
  missing: "added or removed",
};

const STANDINGS: readonly Standing[] = ["agreeing", "disagreeing", "missing"];

const MODE_NAMES: Readonly<Record<ViewMode, string>> = {
  together: "Together",
  grid: "Side by side",
  changes: "Changes",
};

type Props = {
  readonly modes: ViewModes;
  readonly focus: string | null;
  /** Regions are drawn, so their lines need a word. */
  readonly lines: boolean;
};

export function Legend({ modes, focus, lines }: Props) {
  const { mode, setMode, offered, isPossible, shown, everybody } = modes;
  const people = mode === "changes" ? shown : everybody;
  if (people.length < 2 && offered.length < 2) return null;
  const names = mode === "changes" ? CHANGE_STANDING_NAMES : STANDING_NAMES;
  return (
    <Group gap="xs" className={classes["legend"]} role="group" aria-label="Legend">
      {offered.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="How answers are shown"
          value={mode}
          onChange={(value) => setMode(value as ViewMode)}
          data={offered.map((value) => ({
            value,
            label: MODE_NAMES[value],
            disabled: !isPossible(value),
          }))}
        />
      )}
      {people.length > 1 &&
        people.map((answer, at) => (
          <Person key={answer.key} answer={answer} at={at} modes={modes} focus={focus} />
        ))}
      {lines &&
        shown.length > 1 &&
        STANDINGS.map((standing) => (
          <Text key={standing} size="xs" c="dimmed" component="span">
            <span className={classes["line"]} data-standing={standing} />
            {names[standing]}
          </Text>
        ))}
    </Group>
  );
}

type PersonProps = {
  readonly answer: Answer;
  readonly at: number;
  readonly modes: ViewModes;
  readonly focus: string | null;
};

/** One of those who answered: pressed while drawn. The one in focus always is. */
function Person({ answer: { key, name, colour, groundTruth, kind }, at, ...props }: PersonProps) {
  const { modes, focus } = props;
  const fixed = key === focus || modes.mode === "changes";
  const words = (
    <>
      <Swatch colour={colour} />
      {name}
      {kind === "prediction" && " (model)"}
      {groundTruth && " ★"}
    </>
  );
  if (fixed) {
    return (
      <Text size="xs" component="span" className={compare["person"]}>
        {words}
      </Text>
    );
  }
  const hidden = modes.isHidden(key);
  return (
    <Tooltip
      label={
        <Group gap={6}>
          {hidden ? "Show" : "Hide"} {at < 9 && <KeyHint keyText={`Alt+${at + 1}`} />}
        </Group>
      }
    >
      <UnstyledButton
        className={compare["toggle"]}
        aria-pressed={!hidden}
        onClick={() => modes.toggle(key)}
      >
        {words}
      </UnstyledButton>
    </Tooltip>
  );
}

export function Swatch({ colour }: { colour: string }) {
  return <span className={classes["swatch"]} style={{ background: colour }} aria-hidden />;
}
