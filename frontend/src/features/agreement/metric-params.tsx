import { Group, Select } from "@mantine/core";
import { NumberField } from "@/components/number-field";
import { isRequired, paramValue, rangeOf, usualThreshold } from "./draft";
import type { Dimension, Methodology, MetricInfo, MetricParameter, ParamValue } from "./types";

type Props = {
  dimension: Dimension;
  metric: MetricInfo;
  methodology: Methodology;
  faults: Readonly<Record<string, string>>;
  readOnly: boolean;
  onChange: (params: Record<string, ParamValue>) => void;
};

/** One field for each parameter that the metric describes. */
export function MetricParams({
  dimension,
  metric,
  methodology,
  faults,
  readOnly,
  onChange,
}: Props) {
  return (
    <Group align="flex-start" gap="md">
      {Object.entries(metric.params).map(([name, parameter]) => (
        <ParamField
          key={name}
          parameter={parameter}
          value={paramValue(dimension, name, parameter)}
          required={isRequired(name, parameter)}
          usual={usualThreshold(name, metric, methodology)}
          fault={faults[name] ?? null}
          readOnly={readOnly}
          onChange={(value) => onChange({ ...dimension.metric_params, [name]: value })}
        />
      ))}
    </Group>
  );
}

type FieldProps = {
  parameter: MetricParameter;
  value: ParamValue;
  required: boolean;
  /** What counts while the field is empty. */
  usual: number | null;
  fault: string | null;
  readOnly: boolean;
  onChange: (value: ParamValue) => void;
};

/** "two_way" and "two-way" are read as words. */
export const choiceName = (choice: string): string => {
  const words = choice.replaceAll(/[_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function ParamField({ parameter, value, required, usual, fault, readOnly, onChange }: FieldProps) {
  const { title, description, choices } = parameter;
  if (choices !== null) {
    return (
      <Select
        label={title}
        description={description || undefined}
        data={choices.map((choice) => ({ value: choice, label: choiceName(choice) }))}
        value={value === null ? null : String(value)}
        error={fault}
        disabled={readOnly}
        allowDeselect={!required}
        clearable={!required}
        w={260}
        maw="100%"
        onChange={(chosen) => onChange(chosen)}
      />
    );
  }
  const whenEmpty = usual === null ? "off" : `${usual}, the usual one`;
  const range = `${rangeOf(parameter)}${required ? "" : `; empty: ${whenEmpty}`}`;
  return (
    <NumberField
      label={title}
      description={description === "" ? range : `${description} (${range})`}
      value={typeof value === "number" ? value : null}
      placeholder={usual === null ? undefined : `${usual} (usual)`}
      error={fault}
      disabled={readOnly}
      required={required}
      step={stepOf(parameter)}
      w={260}
      maw="100%"
      onValue={onChange}
    />
  );
}

/** Arrows move by a twentieth of a short range, else by one. */
function stepOf({ minimum, maximum }: MetricParameter): number {
  return minimum !== null && maximum !== null && maximum - minimum <= 1 ? 0.05 : 1;
}
