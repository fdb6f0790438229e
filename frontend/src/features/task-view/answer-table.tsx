import { ActionIcon, Badge, Checkbox, Radio, Table, Text, Tooltip } from "@mantine/core";
import { IconStar, IconStarFilled } from "@tabler/icons-react";
import type { Annotation } from "@/api/types";
import { AgreementBadge } from "@/components/agreement-badge";
import { VerdictBadge } from "@/components/verdict-badge";
import { formatDuration, formatPercent } from "@/lib/format";
import { Swatch } from "@/viewers/legend";
import type { AnswerRow } from "./answer-rows";
import classes from "./task-view.module.css";

type Props = {
  readonly rows: readonly AnswerRow[];
  readonly focus: string | null;
  readonly shown: ReadonlySet<string>;
  readonly onFocus: (key: string) => void;
  readonly onToggle: (key: string) => void;
  /** Missing for people who may not set ground truths. */
  readonly onStar: ((annotation: Annotation) => void) | null;
};

/** One row per annotator and model: look at one, or draw several together. */
export function AnswerTable({ rows, focus, shown, onFocus, onToggle, onStar }: Props) {
  return (
    <Table.ScrollContainer minWidth={520} type="native">
      <Table verticalSpacing={4} horizontalSpacing="xs" aria-label="Answers of this task">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={34} aria-label="In front" />
            <Table.Th w={34} aria-label="Drawn" />
            <Table.Th>Who</Table.Th>
            <Table.Th>Verdict</Table.Th>
            <Table.Th>Agrees with others</Table.Th>
            <Table.Th>Time</Table.Th>
            <Table.Th w={40} aria-label="Ground truth" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr
              key={row.answer.key}
              className={classes["answer"]}
              data-focus={row.answer.key === focus || undefined}
            >
              <Table.Td>
                <Radio
                  size="xs"
                  name="answer-in-front"
                  aria-label={`Put ${row.answer.name} in front`}
                  checked={row.answer.key === focus}
                  onChange={() => onFocus(row.answer.key)}
                />
              </Table.Td>
              <Table.Td>
                <Checkbox
                  size="xs"
                  aria-label={`Draw ${row.answer.name}`}
                  checked={shown.has(row.answer.key)}
                  disabled={row.answer.key === focus}
                  onChange={() => onToggle(row.answer.key)}
                />
              </Table.Td>
              <Who row={row} />
              <Cells row={row} onStar={onStar} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Who({ row: { answer, annotation, prediction } }: { readonly row: AnswerRow }) {
  return (
    <Table.Td className={classes["name"]}>
      <Swatch colour={answer.colour} />
      {answer.name}{" "}
      {annotation?.was_cancelled && (
        <Badge size="xs" color="gray" variant="light">
          Skipped
        </Badge>
      )}
      {prediction !== null && (
        <Badge size="xs" color="grape" variant="light">
          Model
        </Badge>
      )}
    </Table.Td>
  );
}

function Cells({ row, onStar }: { readonly row: AnswerRow; readonly onStar: Props["onStar"] }) {
  const { annotation, prediction, agreement } = row;
  if (annotation === null) {
    const score = prediction?.score ?? null;
    return (
      <Table.Td colSpan={4}>
        <Text size="sm" c="dimmed">
          {score === null ? "No score" : `Score ${formatPercent(score)}`}
        </Text>
      </Table.Td>
    );
  }
  const state = annotation.review_state;
  return (
    <>
      <Table.Td>
        {state === "pending" ? (
          <Text size="sm" c="dimmed">
            Not reviewed
          </Text>
        ) : (
          <VerdictBadge verdict={state} />
        )}
      </Table.Td>
      <Table.Td>
        <AgreementBadge share={agreement} reason="nothing_to_compare" />
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {annotation.lead_time === null ? "–" : formatDuration(annotation.lead_time)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Star annotation={annotation} name={row.answer.name} onStar={onStar} />
      </Table.Td>
    </>
  );
}

type StarProps = {
  readonly annotation: Annotation;
  readonly name: string;
  readonly onStar: Props["onStar"];
};

function Star({ annotation, name, onStar }: StarProps) {
  const on = annotation.ground_truth;
  const Icon = on ? IconStarFilled : IconStar;
  const label = on ? "Take the ground truth star away" : "Make this the ground truth";
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={on ? "light" : "subtle"}
        color={on ? "yellow" : "gray"}
        aria-label={`Ground truth: ${name}`}
        aria-pressed={on}
        disabled={onStar === null}
        onClick={() => onStar?.(annotation)}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
