import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Project } from "@/api/types";
import { ErrorAlert } from "@/components/error-alert";
import { useCreateProject } from "./api";
import { ConfigEditor } from "./config-editor";

type Props = { onCreated: (project: Project) => void; onCancel: () => void };

export function CreateProject({ onCreated, onCancel }: Props) {
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [labelConfig, setLabelConfig] = useState("");
  const create = useCreateProject();
  // The editor shows a mistake in the config at its own place.
  const isConfigFault = create.error?.code === "bad_label_config";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { title: title.trim(), description: description.trim(), label_config: labelConfig },
      { onSuccess: onCreated },
    );
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Title"
          required
          maxLength={200}
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={create.error?.fieldError("title")}
        />
        <Textarea
          label="Description"
          description="What the data is and what people should look for"
          autosize
          minRows={2}
          maxRows={6}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <ConfigEditor value={labelConfig} onChange={setLabelConfig} />
        {create.error !== null && !isConfigFault && <ErrorAlert error={create.error} />}
        {isConfigFault && (
          <ErrorAlert error={new Error("Correct the labeling config, then create the project.")} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={title.trim() === "" || labelConfig.trim() === ""}
          >
            Create project
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
