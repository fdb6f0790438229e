import { Button, Card, Group, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { confirmDanger } from "@/components/confirm";
import { ErrorAlert } from "@/components/error-alert";
import { plural } from "@/lib/format";
import { AddDimension } from "./add-dimension";
import { useDeleteDimension } from "./api";
import classes from "./dimension-list.module.css";
import { DimensionRow } from "./dimension-row";
import { countsNothing, type DimensionEdit, type Settings, shareOfScore } from "./draft";
import type { Dimension } from "./types";

/** More dimensions than this are searched. */
const SEARCHED_FROM = 12;
const SHOWN_DIMENSIONS = 25;

type Props = {
  projectId: number;
  settings: Settings;
  readOnly: boolean;
  onMetric: (dimension: Dimension, key: string) => void;
  onEdit: (id: number, edit: DimensionEdit) => void;
};

/** Everything that is compared between two answers, each with its metric and weight. */
export function DimensionList({ projectId, settings, readOnly, onMetric, onEdit }: Props) {
  const [adding, dialog] = useDisclosure(false);
  const [search, setSearch] = useState("");
  const remove = useDeleteDimension(projectId);
  const { dimensions, methodology } = settings;
  const wanted = search.trim().toLowerCase();
  const matching = dimensions.filter((each) =>
    `${each.name} ${each.tag ?? ""}`.toLowerCase().includes(wanted),
  );
  const shown = matching.slice(0, SHOWN_DIMENSIONS);

  const { mutate: deleteDimension } = remove;
  const askDelete = useCallback(
    (dimension: Dimension) =>
      confirmDanger({
        title: `Delete the dimension “${dimension.name}”?`,
        children:
          "Its figures are deleted with it, and the figures of the project are computed anew. To keep them, switch it off instead.",
        confirmLabel: "Delete dimension",
        onConfirm: () => deleteDimension(dimension.id),
      }),
    [deleteDimension],
  );

  return (
    <Card withBorder component="section" aria-label="What is compared">
      <Group justify="space-between" align="flex-start" gap="sm" mb="xs">
        <div style={{ flex: 1, minWidth: 220 }}>
          <Title order={2} size="h4">
            What is compared
          </Title>
          <Text size="sm" c="dimmed">
            One dimension for each control of the labeling config. The figure of a task is their
            mean by weight, over those that have one.
          </Text>
        </div>
        {!readOnly && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            aria-haspopup="dialog"
            onClick={dialog.open}
          >
            Add dimension
          </Button>
        )}
      </Group>
      {dimensions.length > SEARCHED_FROM && (
        <TextInput
          type="search"
          aria-label="Search dimensions"
          placeholder="Search by name or tag"
          mb="xs"
          maw={280}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {remove.error !== null && <ErrorAlert error={remove.error} title="Not deleted" />}
      {dimensions.length === 0 ? (
        <Text size="sm" c="dimmed" py="lg">
          The labeling config asks for nothing that can be compared. Add a control to it, or a
          dimension that takes its values from the results by a JSON path.
        </Text>
      ) : (
        <>
          <div className={classes["head"]} aria-hidden>
            <span>Counts</span>
            <span>Dimension</span>
            <span>Metric</span>
            <span>Weight 0 to 1</span>
            <span style={{ textAlign: "end" }}>Share</span>
            <span />
          </div>
          <ul className={classes["list"]}>
            {shown.map((dimension) => (
              <DimensionRow
                key={dimension.id}
                dimension={dimension}
                methodology={methodology}
                share={shareOfScore(dimensions, dimension)}
                readOnly={readOnly}
                onMetric={onMetric}
                onEdit={onEdit}
                onDelete={askDelete}
              />
            ))}
          </ul>
          {matching.length === 0 && (
            <Text size="sm" c="dimmed" py="sm">
              No dimension is called “{search}”.
            </Text>
          )}
          {matching.length > shown.length && (
            <Text size="sm" c="dimmed">
              The first {shown.length} of {plural(matching.length, "dimension")} are listed. Search
              to find the others.
            </Text>
          )}
          {countsNothing(dimensions) && (
            <Text size="sm" role="alert">
              No dimension counts, so no task has a figure.
            </Text>
          )}
        </>
      )}
      <AddDimension projectId={projectId} opened={adding} onClose={dialog.close} />
    </Card>
  );
}
