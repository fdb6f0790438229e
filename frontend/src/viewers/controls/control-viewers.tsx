/** The viewer of each control that is answered for the whole task. */
import type { ComponentType } from "react";
import { ChoicesViewer } from "../choices-viewer";
import type { Control } from "../config";
import type { TaskData } from "../task-data";

export type ControlViewerProps = { readonly control: Control; readonly data: TaskData };

export const CONTROL_VIEWERS: Readonly<Record<string, ComponentType<ControlViewerProps>>> = {
  Choices: ChoicesViewer,
};
