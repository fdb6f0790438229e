import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";

type Props = Omit<NumberInputProps, "value" | "onChange" | "defaultValue"> & {
  /** Null: the field is empty. */
  value: number | null;
  onValue: (value: number | null) => void;
};

function read(typed: number | string): number | null {
  const text = String(typed).trim();
  const value = Number(text);
  return text === "" || Number.isNaN(value) ? null : value;
}

/** A number or nothing. What is half typed, such as "0.", stays as it is. */
export function NumberField({ value, onValue, ...others }: Props) {
  const [typed, setTyped] = useState<number | string>("");
  const shown = read(typed) === value ? typed : (value ?? "");
  return (
    <NumberInput
      {...others}
      clampBehavior="none"
      value={shown}
      onChange={(entered) => {
        setTyped(entered);
        onValue(read(entered));
      }}
    />
  );
}
