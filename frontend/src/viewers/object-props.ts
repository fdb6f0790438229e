import type { DataObject } from "./config";
import type { TaskData } from "./task-data";

/** What the viewer of an object gets; everything else it reads from `useEditor()`. */
export type ObjectViewerProps = {
  readonly object: DataObject;
  readonly data: TaskData;
  /** Turns an address of the task's data into one that the browser can load. */
  readonly toUrl: (url: string) => string;
};
