import { useEditor } from "../editor";
import type { ObjectViewerProps } from "../object-props";
import { TimeSeriesViewer } from "./timeseries-viewer";

export function TimeSeriesObject(props: ObjectViewerProps) {
  const { identity } = useEditor();
  return <TimeSeriesViewer key={identity} {...props} />;
}
