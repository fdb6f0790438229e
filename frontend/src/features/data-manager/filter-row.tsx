import { ActionIcon, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Column, UserSimple } from "@/api/types";
import { userName } from "@/lib/format";
import type { FilterValue, TableFilter } from "@/lib/table-search";
import { TASK_STATES } from "@/lib/task-states";
import { newFilter, operatorName, shownOperators, valueEditor, withOperator } from "./operators";

const TYPING_DELAY_MS = 350;

type Props = {
  filter: TableFilter;
  columns: readonly Column[];
  people: readonly UserSimple[];
  onChange: (filter: TableFilter) => void;
  onRemove: () => void;
};

/** One condition: column, operator, value. */
export function FilterRow({ filter, columns, people, onChange, onRemove }: Props) {
  const column = columns.find(({ id }) => id === filter.column);
  const chooseColumn = (id: string | null) => {
    const next = columns.find((candidate) => candidate.id === id);
    if (next !== undefined && next.id !== filter.column) {
      onChange(newFilter(next));
    }
  };
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Select
        aria-label="Column"
        size="xs"
        w={150}
        searchable
        allowDeselect={false}
        data={columns.map(({ id, title }) => ({ value: id, label: title }))}
        value={filter.column}
        onChange={chooseColumn}
        comboboxProps={{ withinPortal: false }}
        error={column === undefined ? "Unknown column" : undefined}
      />
      {column !== undefined && (
        <>
          <Select
            aria-label="Operator"
            size="xs"
            w={140}
            allowDeselect={false}
            data={shownOperators(column).map((operator) => ({
              value: operator,
              label: operatorName(operator, column),
            }))}
            value={filter.operator}
            onChange={(operator) =>
              operator !== null && onChange(withOperator(filter, column, operator))
            }
            comboboxProps={{ withinPortal: false }}
          />
          <ValueInput
            key={`${column.id} ${valueEditor(column, filter.operator)}`}
            column={column}
            filter={filter}
            people={people}
            onChange={(value) => onChange({ ...filter, value })}
          />
        </>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        ms="auto"
        aria-label={`Remove the condition on ${column?.title ?? filter.column}`}
        onClick={onRemove}
      >
        <IconX size={16} />
      </ActionIcon>
    </Group>
  );
}

type ValueProps = {
  column: Column;
  filter: TableFilter;
  people: readonly UserSimple[];
  onChange: (value: FilterValue) => void;
};

function ValueInput({ column, filter, people, onChange }: ValueProps) {
  const { operator, value } = filter;
  switch (valueEditor(column, operator)) {
    case "boolean":
      return (
        <Choice
          data={[
            { value: "true", label: "yes" },
            { value: "false", label: "no" },
          ]}
          value={String(value)}
          onChange={(chosen) => onChange(chosen === "true")}
        />
      );
    case "choice":
      return (
        <Choice
          data={(column.values ?? []).map((choice) => ({
            value: choice,
            label: choiceName(choice),
          }))}
          value={String(value)}
          onChange={onChange}
        />
      );
    case "person":
      return (
        <Choice
          data={people.map((person) => ({ value: String(person.id), label: userName(person) }))}
          value={String(value)}
          onChange={(id) => onChange(Number(id))}
        />
      );
    case "range":
      return <RangeInput value={value} onChange={onChange} />;
    case "number":
      return <NumberField label="Value" value={value} onChange={onChange} />;
    case "date":
      return <DateField value={String(value)} onChange={onChange} />;
    case "text":
      return <TextField value={String(value)} onChange={onChange} />;
  }
}

const choiceName = (choice: string): string =>
  choice in TASK_STATES ? TASK_STATES[choice as keyof typeof TASK_STATES].name : choice;

type ChoiceProps = {
  data: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
};

function Choice({ data, value, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label="Value"
      size="xs"
      w={150}
      placeholder="Choose"
      searchable={data.length > 8}
      allowDeselect={false}
      data={data}
      value={value === "" ? null : value}
      onChange={(chosen) => chosen !== null && onChange(chosen)}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

/** The address follows a moment after the last key, so that not every letter asks the server. */
function TextField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [draft, setDraft] = useState(value);
  const settle = useDebouncedCallback(onChange, TYPING_DELAY_MS);
  return (
    <TextInput
      aria-label="Value"
      size="xs"
      w={150}
      value={draft}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}

type NumberFieldProps = {
  label: string;
  value: FilterValue | null;
  onChange: (value: number | "") => void;
  width?: number;
};

function NumberField({ label, value, onChange, width = 150 }: NumberFieldProps) {
  const [draft, setDraft] = useState<number | string>(typeof value === "number" ? value : "");
  const settle = useDebouncedCallback(onChange, TYPING_DELAY_MS);
  return (
    <NumberInput
      aria-label={label}
      placeholder={label === "Value" ? undefined : label}
      size="xs"
      w={width}
      hideControls
      value={draft}
      onChange={(next) => {
        setDraft(next);
        settle(typeof next === "number" ? next : "");
      }}
    />
  );
}

function RangeInput({
  value,
  onChange,
}: {
  value: FilterValue;
  onChange: (value: FilterValue) => void;
}) {
  const range = typeof value === "object" ? value : { min: null, max: null };
  const side = (name: "min" | "max") => (next: number | "") =>
    onChange({ ...range, [name]: next === "" ? null : next });
  return (
    <Group gap={6} wrap="nowrap">
      <NumberField label="From" width={72} value={range.min} onChange={side("min")} />
      <NumberField label="To" width={72} value={range.max} onChange={side("max")} />
    </Group>
  );
}

/** The server compares in UTC; the field shows the person's own clock. */
function DateField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const local = value === "" ? "" : toLocalInput(new Date(value));
  return (
    <TextInput
      aria-label="Value"
      type="datetime-local"
      size="xs"
      w={180}
      value={local}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        onChange(typed === "" ? "" : new Date(typed).toISOString());
      }}
    />
  );
}

function toLocalInput(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
