/** Who answered what: a row for each different answer, with a bar, a count and the people. */
import { Button, Text } from "@mantine/core";
import { isEmptyAnswer } from "../document";
import { inWords, isSameAnswer, textsOf, type Words } from "./answers";
import classes from "./controls.module.css";
import { type Given, type Row, tally, tallyEntries } from "./tally";
import { Voters } from "./voters";
import { wordDifference } from "./word-difference";

type Props = {
  readonly words: Words;
  readonly given: readonly Given[];
  /** What the answer under review says now. */
  readonly mine: unknown;
  /** Missing where nothing can be changed. */
  readonly onTake?: ((value: unknown) => void) | undefined;
};

export function Distribution({ words, given, mine, onTake }: Props) {
  const { type, name } = words.control;
  const bySet = type === "taxonomy" || type === "choices";
  const rows = bySet ? tallyEntries(given) : tally(type, given);
  if (rows.every(({ value }) => isEmptyAnswer(value))) {
    return (
      <Text size="xs" c="dimmed">
        Nobody answered.
      </Text>
    );
  }
  return (
    <ul className={classes["distribution"]} aria-label={`Answers to ${name}`}>
      {rows.map((row) => {
        const takes = onTake !== undefined && !bySet && !isSameAnswer(type, row.value, mine);
        return (
          <li
            key={JSON.stringify(row.value) ?? "none"}
            className={classes["row"]}
            data-split={row.voters.length < given.length || undefined}
          >
            <Bar row={row} of={given.length} />
            <div className={classes["rowBody"]}>
              <Answer words={words} value={row.value} mine={mine} />
              <Voters voters={row.voters} of={given.length} />
              {takes && (
                <Button
                  size="compact-xs"
                  variant="default"
                  className={classes["take"]}
                  aria-label={`Use ${inLine(words, row.value)}`}
                  onClick={() => onTake(row.value)}
                >
                  Use
                </Button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Bar({ row, of }: { readonly row: Row; readonly of: number }) {
  return (
    <span className={classes["bar"]} aria-hidden>
      <span style={{ width: `${(100 * row.voters.length) / of}%` }} />
    </span>
  );
}

type AnswerProps = { readonly words: Words; readonly value: unknown; readonly mine?: unknown };

/** One answer in words; of a text, the words that the answer under review does not have are marked. */
export function Answer({ words, value, mine }: AnswerProps) {
  if (isEmptyAnswer(value)) {
    return (
      <Text component="span" size="sm" c="dimmed" className={classes["answer"]}>
        No answer
      </Text>
    );
  }
  const own = words.control.type === "textarea" && !isEmptyAnswer(mine) ? textsOf(mine) : null;
  return (
    <span className={classes["answer"]} data-type={words.control.type}>
      {inWords(words, value).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may repeat, and have no other name.
        <span key={at} className={classes["line"]}>
          {own === null ? line : <Marked text={line} other={own[at] ?? ""} />}
        </span>
      ))}
    </span>
  );
}

function Marked({ text, other }: { readonly text: string; readonly other: string }) {
  return wordDifference(text, other).map(({ words, differs }, at) =>
    differs ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in their order.
      <mark key={at} className={classes["differs"]}>
        {words}
      </mark>
    ) : (
      words
    ),
  );
}

function inLine(words: Words, value: unknown): string {
  return isEmptyAnswer(value) ? "no answer" : inWords(words, value).join(", ");
}
