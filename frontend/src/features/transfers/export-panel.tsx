import { Button, Card, Group, Radio, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import type { Project } from "@/api/types";
import { formatCount } from "@/lib/format";
import { type ExportChoice, exportAddress } from "./api";

const CHOICES: readonly { value: ExportChoice; label: string; description: string }[] = [
  {
    value: "all",
    label: "All tasks",
    description:
      "Everything, tasks without annotations too: importing the file gives the same project",
  },
  {
    value: "annotated",
    label: "Tasks with annotations",
    description: "Leaves out tasks that nobody has annotated",
  },
  {
    value: "reviewed",
    label: "Reviewed tasks only",
    description: "Tasks whose review is finished",
  },
];

export function ExportPanel({ project }: { project: Project }) {
  const [choice, setChoice] = useState<ExportChoice>("all");
  return (
    <Card withBorder component="section" aria-labelledby="export-title">
      <Stack>
        <Title order={2} size="h4" id="export-title">
          Export
        </Title>
        <Radio.Group
          label="What to export"
          value={choice}
          onChange={(value) => setChoice(value as ExportChoice)}
        >
          <Stack gap="xs" mt="xs">
            {CHOICES.map((option) => (
              <Radio key={option.value} {...option} />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            Label Studio JSON with annotations, predictions, reviews and ground truths. The project
            holds {formatCount(project.task_number)} tasks, {formatCount(project.reviewed_number)}{" "}
            of them reviewed.
          </Text>
          <Button
            component="a"
            href={exportAddress(project.id, choice)}
            download
            leftSection={<IconDownload size={16} />}
          >
            Download JSON
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
