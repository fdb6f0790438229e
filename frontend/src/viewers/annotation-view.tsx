/**
 * One task with one answer or several, drawn together. The answer in focus can be edited when its
 * document is given; the others are only looked at.
 */
import { Text } from "@mantine/core";
import { type KeyboardEvent, useCallback, useMemo, useRef } from "react";
import { useShortcuts } from "@/lib/use-shortcuts";
import { editorActions } from "./commands";
import { DisagreementList } from "./compare/disagreement-list";
import { CompareGrid } from "./compare/grid";
import { takeActions } from "./compare/taking";
import { useViewModes, viewActions } from "./compare/view-mode";
import { type Config, configFor, type TaskData } from "./config";
import { RegionFields } from "./controls/region-fields";
import type { AnnotationDocument } from "./document";
import { type DocumentUpdate, EditorContext, useEditorState } from "./editor";
import { Layout } from "./layout";
import { Legend } from "./legend";
import { drawsRegions } from "./region-controls";
import { RegionList } from "./region-list";
import { RelationList } from "./relations/relation-list";
import { RelationStage } from "./relations/relation-stage";
import { relateActions, useRelating } from "./relations/use-relating";
import type { Answer } from "./types";
import { ViewBoundary } from "./view-boundary";
import classes from "./viewers.module.css";

export type AnnotationViewProps = {
  /** Name of what is on screen; another name drops selection, label and zoom. */
  readonly identity?: string;
  readonly config: Config;
  readonly data: TaskData;
  /** Drawn in this order; the first is the lowest lane. */
  readonly answers: readonly Answer[];
  /** Key of the answer that is worked on or looked at first. */
  readonly focus: string | null;
  /** The edited state of the answer in focus; without it nothing can be changed. */
  readonly document?: AnnotationDocument | null;
  readonly onUpdate?: DocumentUpdate;
  /** Turns an address of the task's data into one that the browser can load. */
  readonly toUrl?: (url: string) => string;
};

const asItIs = (url: string) => url;
const ignore: DocumentUpdate = () => {};

export function AnnotationView(props: AnnotationViewProps) {
  return (
    <ViewBoundary identity={props.identity} answers={props.answers} data={props.data}>
      <View {...props} />
    </ViewBoundary>
  );
}

function View({
  identity = "",
  config: configOfProject,
  data,
  answers,
  focus,
  document = null,
  onUpdate = ignore,
  toUrl = asItIs,
}: AnnotationViewProps) {
  const config = useMemo(() => configFor(configOfProject, data), [configOfProject, data]);
  const modes = useViewModes({ identity, answers, focus, document });
  const { shown, mode } = modes;
  const versions = mode === "changes";
  const editor = useEditorState({
    identity,
    config,
    answers: shown,
    focus,
    document,
    onUpdate,
    versions,
  });
  const frame = useRef<HTMLDivElement>(null);
  const relating = useRelating(editor);
  useShortcuts([...viewActions(modes, focus), ...takeActions(editor), ...relateActions(relating)]);
  useShortcuts(editorActions({ editor, data, document, onUpdate }));
  const onKeyDown = useRegionTab(editor);
  const plain = editor.regions.length === 0 && ![...config.controls.values()].some(drawsRegions);
  const several = shown.length > 1;
  const layout = (
    <RelationStage>
      <Layout config={config} data={data} toUrl={toUrl} />
    </RelationStage>
  );

  return (
    <EditorContext value={editor}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only passes Tab on to the regions. */}
      <div ref={frame} className={classes["frame"]} onKeyDown={onKeyDown}>
        <div className={classes["view"]} data-plain={(plain && !several) || undefined}>
          <div className={classes["content"]}>
            <Legend modes={modes} focus={focus} lines={!plain} />
            {mode === "grid" ? <CompareGrid>{layout}</CompareGrid> : layout}
            <Text size="xs" c="dimmed" className={classes["hint"]} role="status" aria-live="polite">
              {hint(editor)}
            </Text>
          </div>
          {(!plain || several) && (
            <aside className={classes["side"]} aria-label={plain ? "Comparison" : "Regions"}>
              {several && <DisagreementList data={data} frame={frame} versions={versions} />}
              {!plain && <RegionList />}
              {editor.selected !== null && <RegionFields shown={editor.selected} data={data} />}
              {!plain && <RelationList relating={relating} />}
            </aside>
          )}
        </div>
      </div>
    </EditorContext>
  );
}

type EditorState = ReturnType<typeof useEditorState>;

/** On a picture or text, Tab goes from region to region; after the last, or after Esc, it moves on. */
function useRegionTab(editor: EditorState) {
  const leaving = useRef(false);
  return useCallback(
    (event: KeyboardEvent) => {
      const surface = (event.target as HTMLElement).dataset["viewerSurface"];
      if (surface === undefined) return;
      if (event.key === "Escape") leaving.current = editor.selected === null;
      if (event.key !== "Tab" || event.ctrlKey || event.altKey) return;
      if (leaving.current) {
        leaving.current = false;
        return;
      }
      const refs = editor.regions
        .filter(({ region }) => region.object === surface)
        .map(({ ref }) => ref);
      const at = refs.indexOf(editor.selected?.ref ?? "");
      const to = event.shiftKey ? at - 1 : at + 1;
      const next = refs[to];
      if (next === undefined) return;
      event.preventDefault();
      editor.select(next);
    },
    [editor],
  );
}

const HOW: Readonly<Record<string, string>> = {
  Bitmask: "Paint",
  BitmaskLabels: "Paint",
  Brush: "Paint",
  BrushLabels: "Paint",
  Ellipse: "Draw an ellipse",
  EllipseLabels: "Draw an ellipse",
  KeyPoint: "Click a place",
  KeyPointLabels: "Click a place",
  Polygon: "Click the corners",
  PolygonLabels: "Click the corners",
  Rectangle: "Draw a box",
  RectangleLabels: "Draw a box",
  Vector: "Click the vertices",
  VectorLabels: "Click the vertices",
  VideoRectangle: "Draw a box",
  Labels: "Mark a part",
  HyperTextLabels: "Mark text",
  ParagraphLabels: "Mark text",
  TimeSeriesLabels: "Drag over the time",
  TimelineLabels: "Drag over the frames",
};

function hint({ canEdit, pending, active, selected, config }: EditorState): string {
  if (pending !== null) {
    return canEdit ? "Press a label's key, or click a label, to mark the selected text." : "";
  }
  if (active !== null) {
    const tag = config.controls.get(active.control)?.tag ?? "";
    const how = HOW[tag] ?? "Draw on it";
    const what = active.value === null ? "a region" : `a region labelled ${active.value}`;
    return `${how} to add ${what}. Esc puts the tool away.`;
  }
  if (selected === null) return "";
  const origin = `${selected.title} by ${selected.answer.name} selected.`;
  return selected.region.locked ? `${origin} It is locked and cannot be changed.` : origin;
}
