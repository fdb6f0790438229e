import { SimpleGrid, Stack } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/empty-state";
import { AgreementDistribution } from "./agreement-distribution";
import { AgreementMatrix } from "./agreement-matrix";
import { AnnotatorTable } from "./annotator-table";
import { dashboard } from "./api";
import { LabelDistribution } from "./label-distribution";
import { SummaryCards } from "./summary-cards";

type Props = { projectId: number; emptyAction: ReactNode };

export function ProjectDashboard({ projectId, emptyAction }: Props) {
  const { data: figures } = useSuspenseQuery(dashboard(projectId));
  if (figures.progress.tasks === 0) {
    return (
      <EmptyState title="Nothing to measure yet" action={emptyAction}>
        The figures appear when the project has tasks with annotations.
      </EmptyState>
    );
  }
  return (
    <Stack>
      <SummaryCards projectId={projectId} figures={figures} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <AgreementDistribution projectId={projectId} agreement={figures.agreement} />
        <LabelDistribution labels={figures.labels} />
      </SimpleGrid>
      <AgreementMatrix projectId={projectId} matrix={figures.matrix} />
      <AnnotatorTable projectId={projectId} rows={figures.annotators} />
    </Stack>
  );
}
