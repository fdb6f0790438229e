import {
  Button,
  Card,
  Center,
  Progress,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, Suspense, useState } from "react";
import type { ProjectSummary } from "@/api/types";
import { EmptyState } from "@/components/empty-state";
import { Loading } from "@/components/loading";
import { formatCount, formatPercent, plural } from "@/lib/format";
import { projectList } from "./api";
import classes from "./project-list.module.css";

const SEARCH_DELAY_MS = 250;

/** All projects that the person can reach. `createButton` is absent for those who may not create. */
export function ProjectList({ createButton }: { createButton: ReactNode }) {
  const [search, setSearch] = useState("");
  const [settled] = useDebouncedValue(search.trim(), SEARCH_DELAY_MS);
  return (
    <Stack>
      <TextInput
        type="search"
        aria-label="Search projects"
        placeholder="Search by title"
        leftSection={<IconSearch size={16} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={360}
      />
      <Suspense fallback={<Loading label="Loading projects" />}>
        <Results search={settled} createButton={createButton} />
      </Suspense>
    </Stack>
  );
}

function Results({ search, createButton }: { search: string; createButton: ReactNode }) {
  const list = useSuspenseInfiniteQuery(projectList(search));
  const projects = list.data.pages.flatMap((page) => page.results);
  const total = list.data.pages[0]?.count ?? 0;

  if (projects.length === 0) {
    return search === "" ? (
      <EmptyState title="No projects yet" action={createButton}>
        {createButton === null
          ? "You see the projects that you are a member of. Ask a manager to add you to one."
          : "A project holds tasks, their annotations and the reviews. Create the first one."}
      </EmptyState>
    ) : (
      <EmptyState title="No project matches">No title contains “{search}”.</EmptyState>
    );
  }
  return (
    <Stack>
      <SimpleGrid component="ul" cols={{ base: 1, sm: 2, lg: 3 }} p={0} m={0}>
        {projects.map((project) => (
          <li key={project.id} style={{ listStyle: "none" }}>
            <ProjectCard project={project} />
          </li>
        ))}
      </SimpleGrid>
      {list.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more ({formatCount(projects.length)} of {formatCount(total)})
          </Button>
        </Center>
      )}
    </Stack>
  );
}

function ProjectCard({ project }: { project: ProjectSummary }) {
  const done = project.reviewed_number;
  const share = project.task_number === 0 ? 0 : done / project.task_number;
  return (
    <Card withBorder className={classes["card"]} pos="relative">
      <Stack gap="sm" h="100%">
        <div>
          <Title order={2} size="h4">
            <Link
              to="/projects/$projectId"
              params={{ projectId: project.id }}
              className={classes["link"]}
            >
              {project.title}
            </Link>
          </Title>
          {project.description !== "" && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {project.description}
            </Text>
          )}
        </div>
        <dl className={classes["figures"]} style={{ marginTop: "auto" }}>
          <Figure name="Tasks" value={project.task_number} />
          <Figure name="Annotations" value={project.total_annotations_number} />
          <Figure name="To review" value={project.review_queue_total} />
          <Figure name="Ground truths" value={project.ground_truth_number} />
        </dl>
        <div>
          <Progress
            value={share * 100}
            size="sm"
            aria-label={`${formatPercent(share)} of the tasks are reviewed`}
          />
          <Text size="xs" c="dimmed" mt={4}>
            {project.task_number === 0
              ? "No tasks yet"
              : `${formatCount(done)} of ${plural(project.task_number, "task")} reviewed`}
          </Text>
        </div>
      </Stack>
    </Card>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}
