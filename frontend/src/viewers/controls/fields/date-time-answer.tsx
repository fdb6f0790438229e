import { ActionIcon, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { FieldProps } from "../field";
import {
  formatOf,
  type Moment,
  monthName,
  NO_MOMENT,
  partsOf,
  readMoment,
  writeMoment,
} from "../moments";

/** The date, month, year and time that the control asks for, stored in its format. */
export function DateTimeAnswer({ control, value, label, onChange }: FieldProps) {
  const format = formatOf(control);
  const parts = partsOf(control);
  const stored = typeof value === "string" ? value : "";
  const read = stored === "" ? NO_MOMENT : readMoment(stored, format);
  const [half, setHalf] = useState<Moment>(NO_MOMENT);
  const moment = read === null || stored === "" ? half : read;

  const set = (change: Partial<Moment>) => {
    const next = { ...moment, ...change };
    const ready = isComplete(next, parts);
    const text = ready ? writeMoment(next, format) : null;
    setHalf(ready ? NO_MOMENT : next);
    if (text !== null || (stored !== "" && read !== null)) {
      onChange(text, `datetime ${control.name}`);
    }
  };

  return (
    <Group gap="xs">
      {parts.date && (
        <TextInput
          size="xs"
          type="date"
          aria-label={`${label}: date`}
          {...limits(control.attrs, /^\d{4}-\d{2}-\d{2}/)}
          value={dateText(moment)}
          onChange={({ currentTarget }) => set(dateOf(currentTarget.value))}
        />
      )}
      {parts.month && (
        <NativeSelect
          size="xs"
          aria-label={`${label}: month`}
          value={String(moment.month ?? "")}
          data={[
            { value: "", label: "Month…" },
            ...Array.from({ length: 12 }, (_month, at) => ({
              value: String(at + 1),
              label: monthName(at + 1),
            })),
          ]}
          onChange={({ currentTarget }) => set({ month: Number(currentTarget.value) || null })}
        />
      )}
      {parts.year && (
        <TextInput
          size="xs"
          w={90}
          inputMode="numeric"
          maxLength={4}
          placeholder="Year"
          aria-label={`${label}: year`}
          key={moment.year ?? "none"}
          defaultValue={moment.year ?? ""}
          onChange={({ currentTarget }) => {
            if (/^\d{4}$/.test(currentTarget.value)) set({ year: Number(currentTarget.value) });
          }}
          onBlur={({ currentTarget }) => {
            if (currentTarget.value === "" && moment.year !== null) set({ year: null });
          }}
        />
      )}
      {parts.time && (
        <TextInput
          size="xs"
          type="time"
          step={(moment.time?.length ?? 0) > 5 ? 1 : undefined}
          aria-label={`${label}: time`}
          {...limits(control.attrs, /\d{1,2}:\d{2}$/)}
          value={moment.time ?? ""}
          onChange={({ currentTarget }) => set({ time: currentTarget.value || null })}
        />
      )}
      {read === null && (
        <Text size="xs">
          “{stored}” is stored, which does not have the form {format}.
        </Text>
      )}
      {stored !== "" && (
        <ActionIcon
          size="xs"
          variant="subtle"
          color="gray"
          aria-label={`Take the answer to ${label} away`}
          onClick={() => {
            setHalf(NO_MOMENT);
            onChange(null);
          }}
        >
          <IconX size={14} />
        </ActionIcon>
      )}
    </Group>
  );
}

/** A time may be missing beside a date: it is midnight then. */
function isComplete(moment: Moment, parts: ReturnType<typeof partsOf>): boolean {
  if (parts.date) return moment.year !== null && moment.month !== null && moment.day !== null;
  if (parts.month && moment.month === null) return false;
  if (parts.year && moment.year === null) return false;
  return parts.month || parts.year || moment.time !== null;
}

function dateText({ year, month, day }: Moment): string {
  if (year === null || month === null || day === null) return "";
  const padded = (number: number, length: number) => String(number).padStart(length, "0");
  return [padded(year, 4), padded(month, 2), padded(day, 2)].join("-");
}

function dateOf(text: string): Partial<Moment> {
  const [year, month, day] = text.split("-").map(Number);
  return { year: year || null, month: month || null, day: day || null };
}

/** `min` and `max` of the config in the form that the browser's field wants. */
function limits(attrs: Readonly<Record<string, string>>, form: RegExp): Record<string, string> {
  const found = ["min", "max"].flatMap((name) => {
    const text = form.exec(attrs[name] ?? "")?.[0];
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(found);
}
