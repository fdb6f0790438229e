import {
  Button,
  Card,
  Group,
  MultiSelect,
  Radio,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Project, ProjectPatch, RejectAction, ReviewSettings } from "@/api/types";
import { confirmDanger } from "@/components/confirm";
import { ErrorAlert } from "@/components/error-alert";
import { formatCount } from "@/lib/format";
import { can } from "@/lib/roles";
import { useDeleteProject, useUpdateProject } from "./api";
import { ConfigEditor } from "./config-editor";

type Props = { project: Project; onDeleted: () => void };

export function ProjectSettings({ project, onDeleted }: Props) {
  const readOnly = !can(project, "project.update");
  return (
    <Stack gap="lg">
      {readOnly && (
        <Text c="dimmed">Your role can read these settings. Managers can change them.</Text>
      )}
      <GeneralSettings project={project} readOnly={readOnly} />
      <ReviewRules project={project} readOnly={readOnly} />
      <ConfigSettings project={project} readOnly={readOnly} />
      {can(project, "project.delete") && <DeleteProject project={project} onDeleted={onDeleted} />}
    </Stack>
  );
}

type SectionProps = {
  title: string;
  projectId: number;
  changes: ProjectPatch;
  changed: boolean;
  readOnly: boolean;
  children: ReactNode;
};

/** One card of settings with its own Save, so that a mistake in one does not hold up another. */
function Section({ title, projectId, changes, changed, readOnly, children }: SectionProps) {
  const update = useUpdateProject(projectId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(changes, {
      onSuccess: () => notifications.show({ message: `${title}: saved` }),
    });
  };
  return (
    <Card withBorder component="section" aria-label={title}>
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4">
            {title}
          </Title>
          {children}
          {update.error !== null && <ErrorAlert error={update.error} />}
          {!readOnly && (
            <Group justify="flex-end">
              <Button type="submit" disabled={!changed} loading={update.isPending}>
                Save
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Card>
  );
}

type CardProps = { project: Project; readOnly: boolean };

function GeneralSettings({ project, readOnly }: CardProps) {
  const [title, setTitle] = useState(project.title);
  const [description, setDescription] = useState(project.description);
  return (
    <Section
      title="General"
      projectId={project.id}
      changes={{ title: title.trim(), description: description.trim() }}
      changed={title !== project.title || description !== project.description}
      readOnly={readOnly}
    >
      <TextInput
        label="Title"
        required
        maxLength={200}
        readOnly={readOnly}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        readOnly={readOnly}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </Section>
  );
}

const REJECT_ACTIONS: readonly { value: RejectAction; label: string }[] = [
  { value: "remove", label: "Remove: the annotation no longer counts" },
  { value: "requeue", label: "Requeue: back to its annotator" },
  { value: "redistribute", label: "Redistribute: to another annotator" },
];

/** The rules that this form changes; the server keeps the others as they are. */
function editable(settings: ReviewSettings) {
  const { review_criteria, require_comment_on_reject, allowed_reject_actions } = settings;
  const { default_reject_action, only_finished_tasks, allow_own_annotations } = settings;
  const { instruction, show_instruction } = settings;
  return {
    review_criteria,
    require_comment_on_reject,
    allowed_reject_actions,
    default_reject_action,
    only_finished_tasks,
    allow_own_annotations,
    instruction,
    show_instruction,
  };
}

function ReviewRules({ project, readOnly }: CardProps) {
  const [rules, setRules] = useState(() => editable(project.review_settings));
  const changed = JSON.stringify(rules) !== JSON.stringify(editable(project.review_settings));
  const allowed = REJECT_ACTIONS.filter(({ value }) =>
    rules.allowed_reject_actions.includes(value),
  );

  const setAllowed = (values: string[]) => {
    const actions = REJECT_ACTIONS.map(({ value }) => value).filter((value) =>
      values.includes(value),
    );
    const [first] = actions;
    if (first === undefined) {
      return;
    }
    setRules({
      ...rules,
      allowed_reject_actions: actions,
      default_reject_action: actions.includes(rules.default_reject_action)
        ? rules.default_reject_action
        : first,
    });
  };

  return (
    <Section
      title="Review"
      projectId={project.id}
      changes={{ review_settings: rules }}
      changed={changed}
      readOnly={readOnly}
    >
      <Radio.Group
        label="A task counts as reviewed when"
        value={rules.review_criteria}
        onChange={(value) =>
          setRules({ ...rules, review_criteria: value === "all" ? "all" : "one" })
        }
      >
        <Stack gap="xs" mt="xs">
          <Radio value="one" label="one of its annotations is accepted" disabled={readOnly} />
          <Radio
            value="all"
            label="every one of its annotations has a verdict"
            disabled={readOnly}
          />
        </Stack>
      </Radio.Group>
      <Switch
        label="Require a comment on reject"
        disabled={readOnly}
        checked={rules.require_comment_on_reject}
        onChange={(event) =>
          setRules({ ...rules, require_comment_on_reject: event.currentTarget.checked })
        }
      />
      <Switch
        label="Serve an annotation for review only when its task has all annotations it needs"
        disabled={readOnly}
        checked={rules.only_finished_tasks}
        onChange={(event) =>
          setRules({ ...rules, only_finished_tasks: event.currentTarget.checked })
        }
      />
      <Switch
        label="Let reviewers review annotations of their own"
        disabled={readOnly}
        checked={rules.allow_own_annotations}
        onChange={(event) =>
          setRules({ ...rules, allow_own_annotations: event.currentTarget.checked })
        }
      />
      <Textarea
        label="Instructions for reviewers"
        description="HTML. Reviewers open them by the i key; scripts and styles are taken out."
        autosize
        minRows={3}
        maxRows={12}
        readOnly={readOnly}
        value={rules.instruction}
        onChange={(event) => setRules({ ...rules, instruction: event.currentTarget.value })}
      />
      <Switch
        label="Show the instructions before reviewing"
        disabled={readOnly || rules.instruction.trim() === ""}
        checked={rules.show_instruction}
        onChange={(event) => setRules({ ...rules, show_instruction: event.currentTarget.checked })}
      />
      <MultiSelect
        label="What a reject may do"
        data={[...REJECT_ACTIONS]}
        value={[...rules.allowed_reject_actions]}
        onChange={setAllowed}
        disabled={readOnly}
      />
      <Select
        label="What a reject does unless the reviewer chooses"
        data={allowed}
        value={rules.default_reject_action}
        allowDeselect={false}
        onChange={(value) =>
          setRules({
            ...rules,
            default_reject_action: (value as RejectAction | null) ?? rules.default_reject_action,
          })
        }
        disabled={readOnly}
      />
    </Section>
  );
}

function ConfigSettings({ project, readOnly }: CardProps) {
  const [config, setConfig] = useState(project.label_config);
  return (
    <Section
      title="Labeling config"
      projectId={project.id}
      changes={{ label_config: config }}
      changed={config !== project.label_config}
      readOnly={readOnly}
    >
      <ConfigEditor value={config} onChange={setConfig} readOnly={readOnly} />
    </Section>
  );
}

function DeleteProject({ project, onDeleted }: Props) {
  const remove = useDeleteProject();
  const ask = () =>
    confirmDanger({
      title: `Delete “${project.title}”?`,
      children: `Its ${formatCount(project.task_number)} tasks, ${formatCount(
        project.total_annotations_number,
      )} annotations and all reviews are deleted. This cannot be undone.`,
      confirmLabel: "Delete project",
      onConfirm: () => remove.mutate(project.id, { onSuccess: onDeleted }),
    });
  return (
    <Card withBorder component="section" aria-label="Delete project">
      <Stack>
        <Title order={2} size="h4">
          Delete project
        </Title>
        {remove.error !== null && <ErrorAlert error={remove.error} />}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            Deletes the project with all tasks, annotations and reviews. Export first what you want
            to keep.
          </Text>
          <Button color="red" variant="outline" onClick={ask} loading={remove.isPending}>
            Delete project
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
