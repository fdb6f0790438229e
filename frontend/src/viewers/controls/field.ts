/** What every field that edits an answer gets, for the task or for one region. */
import type { Control } from "../config";
import type { TaskData } from "../task-data";

export type FieldProps = {
  readonly control: Control;
  readonly data: TaskData;
  /** As it is stored; undefined without an answer. */
  readonly value: unknown;
  /** Names the field to those who do not see its heading. */
  readonly label: string;
  /** An empty answer takes it away. Changes with the same `merge` in a row are one step of undo. */
  readonly onChange: (value: unknown, merge?: string) => void;
};
