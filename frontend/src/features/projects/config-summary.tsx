import { Badge, Card, Code, ColorSwatch, Group, Stack, Text } from "@mantine/core";
import type { ControlTag, LabelingConfig } from "@/api/types";
import { plural } from "@/lib/format";

const SHOWN_LABELS = 40;
const SAFE_COLOR = /^(#[0-9a-f]{3,8}|[a-z]+)$/i;

/** The parsed config as people read it: what is shown, what is asked, with which labels. */
export function ConfigSummary({ config }: { config: LabelingConfig }) {
  const objects = Object.entries(config.objects);
  const controls = Object.entries(config.controls);
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {plural(objects.length, "data object")}, {plural(controls.length, "control")}
      </Text>
      {objects.map(([name, object]) => (
        <Card key={name} withBorder padding="xs">
          <Group gap="xs">
            <Badge variant="default" tt="none" radius="sm">
              {object.tag}
            </Badge>
            <Text size="sm">
              shows <Code>{object.value}</Code>
            </Text>
          </Group>
        </Card>
      ))}
      {controls.map(([name, control]) => (
        <ControlCard key={name} name={name} control={control} />
      ))}
      {controls.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing is asked yet: add a control such as Choices or Labels.
        </Text>
      )}
    </Stack>
  );
}

function ControlCard({ name, control }: { name: string; control: ControlTag }) {
  const labels = control.labels.slice(0, SHOWN_LABELS);
  const hidden = control.labels.length - labels.length;
  return (
    <Card withBorder padding="xs">
      <Group gap="xs" mb={labels.length > 0 ? 6 : 0}>
        <Badge variant="light" tt="none" radius="sm">
          {control.tag}
        </Badge>
        <Text size="sm">
          <Code>{name}</Code> on <Code>{control.to_names.join(", ")}</Code>
        </Text>
      </Group>
      <Group gap={6}>
        {labels.map((label) => (
          <LabelChip key={label} label={label} attrs={control.label_attrs[label] ?? {}} />
        ))}
        {hidden > 0 && (
          <Text size="xs" c="dimmed">
            and {plural(hidden, "more label")}
          </Text>
        )}
      </Group>
    </Card>
  );
}

function LabelChip({ label, attrs }: { label: string; attrs: Record<string, string> }) {
  const color = attrs["background"];
  return (
    <Badge
      variant="default"
      tt="none"
      radius="sm"
      fw={400}
      maw={240}
      leftSection={
        color !== undefined && SAFE_COLOR.test(color) ? (
          <ColorSwatch color={color} size={10} />
        ) : null
      }
    >
      {label}
    </Badge>
  );
}
