import { SimpleGrid, Stack } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/empty-state";
import { ErrorAlert } from "@/components/error-alert";
import { Loading } from "@/components/loading";
import { AgreementDistribution } from "./agreement-distribution";
import { AgreementMatrix } from "./agreement-matrix";
import { AnnotatorTable } from "./annotator-table";
import { agreementReport, dashboard } from "./api";
import { Coefficients } from "./coefficients";
import { ConfusionMatrix } from "./confusion-matrix";
import { DimensionFigures } from "./dimension-figures";
import { LabelDistribution } from "./label-distribution";
import { SummaryCards } from "./summary-cards";

type Props = { projectId: number; emptyAction: ReactNode };

export function ProjectDashboard({ projectId, emptyAction }: Props) {
  const { data: figures } = useSuspenseQuery(dashboard(projectId));
  const report = useQuery(agreementReport(projectId));
  if (figures.progress.tasks === 0) {
    return (
      <EmptyState title="Nothing to measure yet" action={emptyAction}>
        The figures appear when the project has tasks with annotations.
      </EmptyState>
    );
  }
  return (
    <Stack>
      <SummaryCards projectId={projectId} figures={figures} report={report.data} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <AgreementDistribution projectId={projectId} agreement={figures.agreement} />
        <LabelDistribution labels={figures.labels} />
      </SimpleGrid>
      {report.error !== null && (
        <ErrorAlert
          error={report.error}
          title="The agreement report could not be loaded"
          onRetry={() => void report.refetch()}
        />
      )}
      {report.data === undefined ? (
        report.error === null && <Loading label="Loading the agreement report" />
      ) : (
        <>
          <DimensionFigures report={report.data} />
          <Coefficients report={report.data} />
        </>
      )}
      <AgreementMatrix projectId={projectId} report={report.data} />
      <ConfusionMatrix projectId={projectId} report={report.data} />
      <AnnotatorTable projectId={projectId} rows={figures.annotators} report={report.data} />
    </Stack>
  );
}
