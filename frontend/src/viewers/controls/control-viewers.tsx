/** The viewer of each control that is answered for the whole task. */
import type { ComponentType } from "react";
import { ChatControl } from "../chat/chat-viewer";
import type { Control } from "../config";
import type { TaskData } from "../task-data";
import { TaskControl } from "./task-control";

export type ControlViewerProps = { readonly control: Control; readonly data: TaskData };

export const CONTROL_VIEWERS: Readonly<Record<string, ComponentType<ControlViewerProps>>> = {
  Chat: ChatControl,
  Choices: TaskControl,
  DateTime: TaskControl,
  Number: TaskControl,
  Pairwise: TaskControl,
  Ranker: TaskControl,
  Rating: TaskControl,
  Taxonomy: TaskControl,
  TextArea: TaskControl,
};
