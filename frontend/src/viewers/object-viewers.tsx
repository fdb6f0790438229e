/** The viewer of each object tag, loaded with the first task that needs it. */
import { type ComponentType, lazy } from "react";
import type { ObjectViewerProps } from "./object-props";
import { TextObject } from "./text/text-object";

const loadAudio = () =>
  import("./audio/audio-object").then((module) => ({ default: module.AudioObject }));

const loadImage = () => import("./image/image-object");

export const OBJECT_VIEWERS: Readonly<Record<string, ComponentType<ObjectViewerProps>>> = {
  Audio: lazy(loadAudio),
  AudioPlus: lazy(loadAudio),
  Chat: lazy(() => import("./chat/chat-viewer").then((module) => ({ default: module.ChatViewer }))),
  Table: lazy(() =>
    import("./table/table-viewer").then((module) => ({ default: module.TableViewer })),
  ),
  HyperText: lazy(() =>
    import("./hypertext/hypertext-object").then((module) => ({ default: module.HyperTextObject })),
  ),
  List: lazy(() =>
    import("./controls/list-viewer").then((module) => ({ default: module.ListViewer })),
  ),
  Pdf: lazy(() => import("./pdf/pdf-object").then((module) => ({ default: module.PdfObject }))),
  Paragraphs: lazy(() =>
    import("./paragraphs/paragraphs-viewer").then((module) => ({
      default: module.ParagraphsViewer,
    })),
  ),
  Text: TextObject,
  TimeSeries: lazy(() =>
    import("./timeseries/timeseries-object").then((module) => ({
      default: module.TimeSeriesObject,
    })),
  ),
  Image: lazy(() => loadImage().then((module) => ({ default: module.ImageObject }))),
  Video: lazy(() =>
    import("./video/video-object").then((module) => ({ default: module.VideoObject })),
  ),
};

/** Fetch the code for pictures ahead of the first task that needs it. */
export function preloadImageViewer(): void {
  void loadImage();
}
