import { Checkbox, Kbd, MultiSelect, Radio, Select } from "@mantine/core";
import { IconCheck, IconPoint } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type ChoiceRow, choiceRows, isTicked, withStrays } from "../../choices";
import { allowsMany, type Control } from "../../config";
import { deepEqual } from "../../equality";
import type { Answer } from "../../types";
import { listOf } from "../answers";
import classes from "../controls.module.css";
import type { FieldProps } from "../field";
import type { Given } from "../tally";
import { Voters } from "../voters";

export function isSelect({ attrs }: Control): boolean {
  return attrs["layout"] === "select";
}

/** Boxes to tick, or a list to open. */
export function ChoicesAnswer(props: FieldProps) {
  return isSelect(props.control) ? <ChoiceSelect {...props} /> : <ChoiceBoxes {...props} />;
}

type BoxesProps = Omit<FieldProps, "onChange" | "label"> & {
  /** Missing where the answers can only be looked at. */
  readonly onChange?: FieldProps["onChange"];
  /** What several people ticked, shown beside each option. */
  readonly given?: readonly Given[];
  readonly showKeys?: boolean;
};

export function ChoiceBoxes(props: BoxesProps) {
  const { control, data, value, onChange, given = [], showKeys } = props;
  const { showInline, layout } = control.attrs;
  const ticked = listOf(value);
  const all = [...ticked, ...given.flatMap((each) => listOf(each.value))];
  return (
    <div
      className={classes["options"]}
      data-inline={showInline === "true" || layout === "inline" || undefined}
    >
      {withStrays(choiceRows(control, data), all).map((row) => {
        const voters = given
          .filter((each) => isTicked(listOf(each.value), row.stored))
          .map(({ answer }) => answer);
        const on = isTicked(ticked, row.stored);
        return (
          <Option key={JSON.stringify(row.stored)} row={row} voters={voters} of={given.length}>
            {onChange === undefined ? (
              <Mark on={on}>{row.title}</Mark>
            ) : (
              <Box
                row={row}
                on={on}
                many={allowsMany(control)}
                onToggle={() => onChange(toggled(control, ticked, row.stored))}
              />
            )}
            {showKeys === true && row.hotkey !== null && (
              <Kbd size="xs">{row.hotkey.toUpperCase()}</Kbd>
            )}
          </Option>
        );
      })}
    </div>
  );
}

type OptionProps = {
  readonly row: ChoiceRow;
  readonly voters: readonly Answer[];
  readonly of: number;
  readonly children: ReactNode;
};

function Option({ row, voters, of, children }: OptionProps) {
  return (
    <div
      className={classes["option"]}
      data-split={(voters.length > 0 && voters.length < of) || undefined}
      style={{ marginInlineStart: row.depth * 22 }}
    >
      {children}
      {of > 1 && <Voters voters={voters} of={of} />}
    </div>
  );
}

type BoxProps = {
  readonly row: ChoiceRow;
  readonly on: boolean;
  readonly many: boolean;
  readonly onToggle: () => void;
};

function Box({ row, on, many, onToggle }: BoxProps) {
  const Component = many ? Checkbox : Radio;
  return (
    <Component
      size="sm"
      label={row.title}
      title={row.hint ?? undefined}
      checked={on}
      classNames={{ label: classes["optionLabel"] ?? "" }}
      onChange={onToggle}
      // A ticked radio does not change: clicking it again takes it back.
      onClick={!many && on ? onToggle : undefined}
    />
  );
}

/** An option that can only be looked at: greyed-out boxes are hard to read. */
function Mark({ on, children }: { readonly on: boolean; readonly children: string }) {
  const Icon = on ? IconCheck : IconPoint;
  return (
    <span className={classes["mark"]} data-on={on || undefined}>
      <Icon size={16} aria-label={on ? "Chosen:" : "Not chosen:"} />
      <span>{children}</span>
    </span>
  );
}

/** `layout="select"`: a list that opens and is searched by typing. */
function ChoiceSelect({ control, data, value, label, onChange }: FieldProps) {
  const ticked = listOf(value);
  const rows = withStrays(choiceRows(control, data), ticked);
  const keyOf = (stored: unknown) => JSON.stringify(stored);
  const options = rows.map(({ stored, title, depth }) => ({
    value: keyOf(stored),
    label: `${"– ".repeat(depth)}${title}`,
  }));
  const storedOf = (key: string) => rows.find(({ stored }) => keyOf(stored) === key)?.stored;
  const shared = {
    size: "xs",
    maw: 420,
    searchable: true,
    clearable: true,
    "aria-label": label,
    placeholder: control.attrs["placeholder"] ?? "Choose…",
    data: options,
    nothingFoundMessage: "No such option",
    clearButtonProps: { "aria-label": `Take the answer to ${label} away` },
  } as const;
  return allowsMany(control) ? (
    <MultiSelect
      {...shared}
      value={ticked.map(keyOf)}
      onChange={(keys) => onChange(keys.map(storedOf))}
    />
  ) : (
    <Select
      {...shared}
      value={ticked.length === 0 ? null : keyOf(ticked[0])}
      onChange={(key) => onChange(key === null ? [] : [storedOf(key)])}
    />
  );
}

/** Ticked or taken back; a single choice drops the one before. */
export function toggled(
  control: Control,
  ticked: readonly unknown[],
  stored: unknown,
): readonly unknown[] {
  if (isTicked(ticked, stored)) return ticked.filter((each) => !deepEqual(each, stored));
  return allowsMany(control) ? [...ticked, stored] : [stored];
}
