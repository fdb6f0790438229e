import { NumberField } from "@/components/number-field";
import type { FieldProps } from "../field";

export function NumberAnswer({ control, value, label, onChange }: FieldProps) {
  const { min, max, step, placeholder } = control.attrs;
  const number = typeof value === "number" ? value : null;
  const limits = [
    min === undefined ? null : `from ${min}`,
    max === undefined ? null : `to ${max}`,
  ].filter((part) => part !== null);
  return (
    <NumberField
      size="xs"
      maw={220}
      aria-label={label}
      value={number}
      onValue={(next) => {
        if (next !== number) onChange(next, `number ${control.name}`);
      }}
      {...numbers({ min, max, step })}
      placeholder={placeholder ?? limits.join(" ")}
      error={isOutside(number, min, max) ? `The config allows ${limits.join(" ")}.` : undefined}
    />
  );
}

function numbers(texts: Readonly<Record<string, string | undefined>>): Record<string, number> {
  const entries = Object.entries(texts).map(([name, text]) => [name, Number(text)] as const);
  return Object.fromEntries(entries.filter(([, number]) => Number.isFinite(number)));
}

function isOutside(number: number | null, min?: string, max?: string): boolean {
  return number !== null && (number < Number(min ?? -Infinity) || number > Number(max ?? Infinity));
}
