import { Card, Group, SegmentedControl, Select, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AgreementReport, Confusion, ConfusionMode } from "@/api/agreement";
import { ErrorAlert } from "@/components/error-alert";
import { Loading } from "@/components/loading";
import { formatCount, formatPercent, plural } from "@/lib/format";
import { confusion } from "./api";
import classes from "./confusion-matrix.module.css";
import { dimensionChoices } from "./interval";
import { labelName } from "./label-name";
import { TopPairs } from "./top-pairs";

const MODES: readonly { value: ConfusionMode; label: string }[] = [
  { value: "all", label: "All" },
  { value: "accepted", label: "Accepted" },
  { value: "ground_truth", label: "Ground truth" },
];

const EXPLAINED: Readonly<Record<ConfusionMode, string>> = {
  all: "How often a label of one annotator met a label of another on the same thing. Each pair counts both ways.",
  accepted: "The same among annotations that a reviewer accepted.",
  ground_truth: "Rows are the labels of the ground truth, columns those of the annotators.",
};

const EMPTY: Readonly<Record<ConfusionMode, string>> = {
  all: "No two annotators have labelled the same thing yet.",
  accepted: "No two annotations of a task have been accepted yet.",
  ground_truth: "No task with a ground truth has been annotated by somebody else yet.",
};

type Props = { projectId: number; report: AgreementReport | undefined };

/** Which label was taken for which. */
export function ConfusionMatrix({ projectId, report }: Props) {
  const [mode, setMode] = useState<ConfusionMode>("all");
  const [chosen, setChosen] = useState<string | null>(null);
  const choices = dimensionChoices(report);
  const isKnown = choices.some(({ value }) => value === chosen);
  const dimension = isKnown ? Number(chosen) : null;
  const { data, error, refetch } = useQuery(confusion(projectId, dimension, mode));
  const shown = dimension ?? data?.dimension ?? null;

  return (
    <Card withBorder component="section" aria-label="Confusion matrix">
      <Title order={2} size="h4">
        Confusion matrix
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {EXPLAINED[mode]}
      </Text>
      <Group gap="xs" mb="xs">
        {choices.length > 1 && (
          <Select
            size="xs"
            w={180}
            aria-label="Dimension of the confusion matrix"
            allowDeselect={false}
            placeholder="Dimension"
            data={choices}
            value={shown === null ? null : String(shown)}
            onChange={setChosen}
          />
        )}
        <SegmentedControl
          size="xs"
          aria-label="Which annotations"
          data={[...MODES]}
          value={mode}
          onChange={(next) => setMode(next as ConfusionMode)}
        />
      </Group>
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading label="Loading the confusion matrix" />}
      {data !== undefined &&
        (isEmpty(data) ? (
          <Text size="sm" c="dimmed" py="lg">
            {EMPTY[mode]}
          </Text>
        ) : (
          <div className={classes["parts"]}>
            <Counts data={data} mode={mode} />
            <TopPairs projectId={projectId} data={data} mode={mode} />
          </div>
        ))}
    </Card>
  );
}

const isEmpty = ({ matrix }: Confusion): boolean => !matrix.flat().some((count) => count > 0);

/** Right on the diagonal in green, wrong beside it in red, by their share of the row. */
export function tint(count: number, rowSum: number, isRight: boolean): string | undefined {
  if (count === 0 || rowSum === 0) return undefined;
  const percent = Math.round(8 + (count / rowSum) * 52);
  const color = isRight ? "teal" : "red";
  return `color-mix(in srgb, var(--mantine-color-${color}-6) ${percent}%, transparent)`;
}

function Counts({ data, mode }: { data: Confusion; mode: ConfusionMode }) {
  const isTruth = mode === "ground_truth";
  return (
    <div>
      <div className={classes["scroll"]}>
        <table className={classes["matrix"]} aria-label="Counts of labels that met">
          <thead>
            <tr>
              <td />
              {data.labels.map((label) => (
                <th key={label} scope="col" title={labelName(label)}>
                  {labelName(label)}
                </th>
              ))}
              <th
                scope="col"
                title={
                  isTruth
                    ? "Of what truly is it, how much was found"
                    : "Of what met, how much was the same"
                }
              >
                {isTruth ? "Recall" : "Same"}
              </th>
              {isTruth && (
                <th scope="col" title="Of what was called it, how much truly is">
                  Precision
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {data.labels.map((label, row) => (
              <CountRow key={label} data={data} row={row} isTruth={isTruth} />
            ))}
          </tbody>
        </table>
      </div>
      {data.omitted_labels > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {plural(data.omitted_labels, "rarer label")} left out.
        </Text>
      )}
    </div>
  );
}

function CountRow({ data, row, isTruth }: { data: Confusion; row: number; isTruth: boolean }) {
  const counts = data.matrix[row] ?? [];
  const sum = counts.reduce((total, count) => total + count, 0);
  const name = labelName(data.labels[row] ?? "");
  return (
    <tr>
      <th scope="row" title={name}>
        {name}
      </th>
      {counts.map((count, column) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in the matrix is what the cell is.
          key={column}
          className={count === 0 ? classes["zero"] : undefined}
          style={{ background: tint(count, sum, row === column) }}
        >
          {formatCount(count)}
        </td>
      ))}
      <ShareCell share={data.recall[row] ?? null} />
      {isTruth && <ShareCell share={data.precision[row] ?? null} />}
    </tr>
  );
}

function ShareCell({ share }: { share: number | null }) {
  return <td className={classes["sum"]}>{share === null ? "–" : formatPercent(share)}</td>;
}
