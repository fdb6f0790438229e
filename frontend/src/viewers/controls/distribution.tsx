/** Who answered what: a row for each different answer, with a bar, a count and the people. */
import { Button, Text } from "@mantine/core";
import { allowsMany, type Control } from "../config";
import { isEmptyAnswer } from "../document";
import { deepEqual } from "../equality";
import { inWords, isSameAnswer, listOf, mostEntries, textsOf, type Words } from "./answers";
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
        const offer = onTake === undefined ? null : offerOf(words.control, row.value, mine);
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
              {offer !== null && (
                <Button
                  size="compact-xs"
                  variant="default"
                  className={classes["take"]}
                  aria-label={`${offer.verb} ${inLine(words, row.value)}`}
                  onClick={() => onTake?.(offer.answer)}
                >
                  {offer.verb}
                </Button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

type Offer = { readonly verb: "Use" | "Add"; readonly answer: unknown };

/** What another's answer could do to the one under review; null where it is the same already. */
function offerOf(control: Control, value: unknown, mine: unknown): Offer | null {
  const { type } = control;
  if (type !== "choices" && type !== "taxonomy") {
    return isSameAnswer(type, value, mine) ? null : { verb: "Use", answer: value };
  }
  const own = listOf(mine);
  const [entry] = listOf(value);
  if (entry === undefined || own.some((each) => deepEqual(each, entry))) return null;
  if (type === "choices" && !allowsMany(control)) return { verb: "Use", answer: [entry] };
  return own.length < mostEntries(control) ? { verb: "Add", answer: [...own, entry] } : null;
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
