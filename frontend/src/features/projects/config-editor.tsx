import { Alert, Anchor, Button, Group, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAlertCircle } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { ApiError } from "@/api/errors";
import { confirmDanger } from "@/components/confirm";
import { validatedConfig } from "./api";
import classes from "./config-editor.module.css";
import { offsetOf } from "./config-position";
import { ConfigSummary } from "./config-summary";
import { CONFIG_TEMPLATES, type ConfigTemplate } from "./config-templates";

const VALIDATION_DELAY_MS = 350;

type Props = { value: string; onChange: (config: string) => void; readOnly?: boolean };

/** The labeling config as text, checked by the server while it is typed. */
export function ConfigEditor({ value, onChange, readOnly = false }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [settled] = useDebouncedValue(value, VALIDATION_DELAY_MS);
  const isEmpty = settled.trim() === "";
  const checked = useQuery({
    ...validatedConfig(settled),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
  });
  const fault = isEmpty ? null : checked.error;

  const choose = (template: ConfigTemplate) => {
    const isOwnText =
      value.trim() !== "" && !CONFIG_TEMPLATES.some(({ config }) => config === value);
    if (!isOwnText) {
      onChange(template.config);
      return;
    }
    confirmDanger({
      title: "Replace the config?",
      children: `The text in the editor is replaced by the template “${template.title}”.`,
      confirmLabel: "Replace config",
      onConfirm: () => onChange(template.config),
    });
  };

  const showPlace = ({ line, column }: Place) => {
    const offset = offsetOf(value, line, column);
    field.current?.focus();
    field.current?.setSelectionRange(offset, offset);
  };

  return (
    <Stack gap="sm">
      {!readOnly && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            Start from:
          </Text>
          {CONFIG_TEMPLATES.map((template) => (
            <Button
              key={template.id}
              size="compact-sm"
              variant="default"
              onClick={() => choose(template)}
            >
              {template.title}
            </Button>
          ))}
        </Group>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Textarea
          ref={field}
          label="Labeling config"
          description="XML, as Label Studio writes it"
          classNames={{ input: classes["input"] ?? "" }}
          spellCheck={false}
          rows={18}
          value={value}
          readOnly={readOnly}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={fault !== null}
        />
        <section aria-label="Parsed config" aria-busy={checked.isFetching}>
          {fault !== null && <ConfigFault fault={fault} onShowPlace={showPlace} />}
          {fault === null && (
            <>
              <Text size="sm" fw={500} mb={4}>
                What the config asks for
              </Text>
              {checked.data !== undefined && !isEmpty ? (
                <ConfigSummary config={checked.data} />
              ) : (
                <Text size="sm" c="dimmed">
                  {isEmpty
                    ? "Choose a template or write a config. Its controls are listed here."
                    : "Checking…"}
                </Text>
              )}
            </>
          )}
        </section>
      </SimpleGrid>
    </Stack>
  );
}

type Place = { line: number; column: number };

function placeOf(fault: ApiError): Place | null {
  const { line, column } = fault.context;
  return typeof line === "number"
    ? { line, column: typeof column === "number" ? column : 1 }
    : null;
}

function ConfigFault({
  fault,
  onShowPlace,
}: {
  fault: ApiError;
  onShowPlace: (place: Place) => void;
}) {
  const place = placeOf(fault);
  return (
    <Alert
      color="red"
      icon={<IconAlertCircle size={18} />}
      role="alert"
      title="The config has a mistake"
    >
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {fault.fieldError("label_config") ?? fault.message}
      </Text>
      {place !== null && (
        <Anchor component="button" type="button" size="sm" onClick={() => onShowPlace(place)}>
          Go to line {place.line}, column {place.column}
        </Anchor>
      )}
    </Alert>
  );
}
