import { Badge, Card, Stack, Table, Text, Title } from "@mantine/core";
import type { ImportJob, ImportStatus } from "@/api/types";
import { formatAgo, formatCount, formatDateTime } from "@/lib/format";

const SHOWN_JOBS = 20;

const STATUSES: Readonly<Record<ImportStatus, { name: string; color: string }>> = {
  created: { name: "Waiting", color: "gray" },
  in_progress: { name: "Running", color: "blue" },
  completed: { name: "Imported", color: "teal" },
  failed: { name: "Not imported", color: "red" },
  cancelled: { name: "Cancelled", color: "gray" },
};

export function ImportHistory({ jobs }: { jobs: readonly ImportJob[] }) {
  return (
    <Card withBorder component="section" aria-label="Earlier imports">
      <Stack gap="xs">
        <Title order={2} size="h4">
          Earlier imports
        </Title>
        <Table.ScrollContainer minWidth={560} type="native">
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>File</Table.Th>
                <Table.Th>Result</Table.Th>
                <Table.Th ta="right">Tasks</Table.Th>
                <Table.Th ta="right">Annotations</Table.Th>
                <Table.Th ta="right">Predictions</Table.Th>
                <Table.Th>When</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {jobs.slice(0, SHOWN_JOBS).map((job) => (
                <Table.Tr key={job.id}>
                  <Table.Td maw={260}>
                    <Text size="sm" truncate>
                      {job.file_name ?? `Import ${job.id}`}
                    </Text>
                    {job.error !== null && (
                      <Text size="xs" c="dimmed" lineClamp={2} title={job.error}>
                        {job.error}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Badge variant="light" tt="none" radius="sm" color={STATUSES[job.status].color}>
                      {STATUSES[job.status].name}
                    </Badge>
                  </Table.Td>
                  <Table.Td ta="right">{formatCount(job.task_count)}</Table.Td>
                  <Table.Td ta="right">{formatCount(job.annotation_count)}</Table.Td>
                  <Table.Td ta="right">{formatCount(job.prediction_count)}</Table.Td>
                  <Table.Td>
                    <Text size="sm" title={formatDateTime(job.created_at)}>
                      {formatAgo(job.created_at)}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
    </Card>
  );
}
