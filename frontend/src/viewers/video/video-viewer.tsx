/** A video with the moving boxes and the ranges of frames of all answers, and the tools for one. */
import { ActionIcon, Group, Text } from "@mantine/core";
import { IconMaximize, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useShortcuts } from "@/lib/use-shortcuts";
import { type Config, controlsOf, type DataObject } from "../config";
import { isEditable, useEditor } from "../editor";
import type { PictureSize } from "../geometry";
import type { MediaAddress } from "../media/address";
import { MediaProblem } from "../media/media-problem";
import type { ShownRegion } from "../shown-regions";
import { changedMeasures } from "./box-drag";
import { stretchesOfRanges } from "./frame-ranges";
import { countFrames } from "./frames";
import { useKeyHolder } from "./key-holder";
import { type FrameBox, stretchesOf } from "./sequence";
import { editSequence, moveAt } from "./sequence-edits";
import { Stage } from "./stage";
import { boxesAt, type StageBox } from "./stage-boxes";
import { Timeline, useVideoAxis } from "./timeline";
import { EditTools, Transport } from "./transport";
import { useDrawing } from "./use-drawing";
import { useMedia } from "./use-media";
import { type Player, usePlayer } from "./use-player";
import { useStageTools } from "./use-stage-tools";
import { useStageView } from "./use-stage-view";
import { useVideoAnchors } from "./use-video-anchors";
import { videoActions } from "./video-actions";
import classes from "./video-viewer.module.css";

type Props = {
  readonly object: DataObject;
  readonly address: MediaAddress;
  readonly rate: number;
};

/** Stands in for a video whose size nobody knows. */
const UNKNOWN_SIZE: PictureSize = { width: 1280, height: 720 };

export function VideoViewer({ object, address, rate }: Props) {
  const editor = useEditor();
  const { identity, answers, focus } = editor;
  const url = address.kind === "url" ? address.url : null;
  const media = useMedia(url);
  const regions = useMemo(
    () => editor.regions.filter(({ region }) => region.object === object.name),
    [editor.regions, object.name],
  );
  const count = countFrames(media.duration, rate, answers, regions);
  const player = usePlayer({ name: object.name, identity, media, rate, count });
  const { frame } = player;
  const { holds, props: holderProps } = useKeyHolder();
  const axis = useVideoAxis(object.name, count);

  const surface = useRef<HTMLDivElement>(null);
  const size = media.size ?? UNKNOWN_SIZE;
  const { view, setView, zoom, fit } = useStageView(surface, size, identity);
  const stored = useMemo(
    () => boxesAt(regions, frame, answers, focus),
    [regions, frame, answers, focus],
  );
  const { drawing, addBox, addRange } = useDrawing(object, player, media);

  const onChange = (ref: string, before: FrameBox, after: FrameBox) => {
    const shown = regions.find((each) => each.ref === ref);
    const patch = changedMeasures(before, after);
    if (shown === undefined || Object.keys(patch).length === 0) return;
    editor.edit(editSequence(shown.region.key, moveAt(frame, patch, rate)));
  };
  const tools = useStageTools({
    surface,
    boxes: stored,
    size,
    view,
    setView,
    draws: drawing?.kind === "box",
    onDraw: addBox,
    onChange,
  });
  const actions = videoActions({
    editor,
    object: object.name,
    player,
    size,
    drawing,
    addBox,
    addRange,
    zoom,
    fit,
  });
  // The buttons work in every player, the keys in one.
  const keyed = Object.values(actions).map((each) => ({ ...each, enabled: holds && each.enabled }));
  useShortcuts(keyed);
  const tags = useMemo(() => drawnTags(editor.config, object.name), [editor.config, object.name]);
  useShowSelected(regions, player);
  const viewer = useRef<HTMLDivElement>(null);
  useVideoAnchors({ viewer, surface, boxes: stored, size, view });

  const { draft } = tools;
  const boxes = useMemo(() => withDraft(stored, draft), [stored, draft]);
  const lit = useLit(regions);
  const selected = editor.selected?.region.object === object.name ? editor.selected : null;
  const editable = selected !== null && isEditable(editor, selected);

  return (
    <div ref={viewer} className={classes["viewer"]} {...holderProps}>
      <MediaProblem of="video" address={address} failed={media.status === "failed"} />
      <div
        ref={surface}
        className={classes["frame"]}
        style={{ aspectRatio: `${size.width} / ${size.height}` }}
        data-drawing={drawing?.kind === "box" || undefined}
        data-panning={tools.panning || undefined}
        {...tools.handlers}
      >
        <div
          className={classes["picture"]}
          style={{
            width: size.width * view.scale,
            height: size.height * view.scale,
            transform: `translate(${view.x}px, ${view.y}px)`,
          }}
        >
          {url !== null && media.status !== "failed" && (
            <video
              key={url}
              ref={media.element}
              src={url}
              preload="auto"
              playsInline
              muted={object.attrs["muted"] === "true"}
              aria-label={`Video ${object.name}`}
              onLoadedMetadata={media.onLoadedMetadata}
              onDurationChange={media.onLoadedMetadata}
              onError={media.onError}
            />
          )}
        </div>
        <Stage
          boxes={boxes}
          size={size}
          view={view}
          selected={selected?.ref ?? null}
          lit={lit}
          editable={editable}
          drawn={draft !== null && draft.ref === null ? { kind: "box", ...draft.box } : null}
        />
        {media.status === "loading" && (
          <Text className={classes["loading"]} role="status" size="sm">
            Loading the video…
          </Text>
        )}
        <Group
          gap={4}
          className={classes["zoom"]}
          onPointerDown={(event) => event.stopPropagation()}
        >
          <ActionIcon variant="default" aria-label="Zoom out" onClick={() => zoom(0.8)}>
            <IconZoomOut size={16} />
          </ActionIcon>
          <ActionIcon variant="default" aria-label="Zoom in" onClick={() => zoom(1.25)}>
            <IconZoomIn size={16} />
          </ActionIcon>
          <ActionIcon variant="default" aria-label="Show the whole picture" onClick={fit}>
            <IconMaximize size={16} />
          </ActionIcon>
          <Text size="xs" c="dimmed" className={classes["percent"]}>
            {Math.round(view.scale * 100)}%
          </Text>
        </Group>
      </div>
      <Transport name={object.name} player={player} axis={axis} actions={actions} />
      {editor.canEdit && <EditTools name={object.name} actions={actions} {...tags} />}
      <Timeline
        object={object.name}
        player={player}
        axis={axis}
        holds={holds}
        drawing={drawing?.kind === "range"}
        addRange={addRange}
      />
    </div>
  );
}

function drawnTags(config: Config, object: string) {
  const tags = controlsOf(config, object).map(({ tag }) => tag);
  return { boxes: tags.includes("VideoRectangle"), ranges: tags.includes("TimelineLabels") };
}

/** While the pointer drags a box, it is drawn where it would go. */
function withDraft(
  boxes: readonly StageBox[],
  draft: ReturnType<typeof useStageTools>["draft"],
): readonly StageBox[] {
  if (draft === null || draft.ref === null) return boxes;
  return boxes.map((each) =>
    each.ref === draft.ref ? { ...each, box: { kind: "box", ...draft.box } } : each,
  );
}

/** What is under the pointer anywhere, and the same thing of other annotators. */
function useLit(regions: readonly ShownRegion[]): ReadonlySet<string> {
  const { hovered, selected } = useEditor();
  return useMemo(() => {
    const refs = [hovered, selected?.ref].filter((ref) => ref != null);
    const counterparts = regions
      .filter(({ ref }) => refs.includes(ref))
      .flatMap(({ comparison }) => comparison?.counterparts ?? []);
    return new Set([...(hovered === null ? [] : [hovered]), ...counterparts]);
  }, [regions, hovered, selected]);
}

/** A region that is selected elsewhere comes into sight: the playhead goes to where it is shown. */
function useShowSelected(regions: readonly ShownRegion[], player: Player): void {
  const ref = useEditor().selected?.ref ?? null;
  const latest = useRef({ regions, player });
  useEffect(() => {
    latest.current = { regions, player };
  });
  const show = useCallback((wanted: string) => {
    const { regions: all, player: now } = latest.current;
    const shown = all.find((each) => each.ref === wanted);
    if (shown === undefined) return;
    const { geometry } = shown;
    const stretches =
      geometry.kind === "track"
        ? stretchesOf(geometry.sequence, now.count)
        : geometry.kind === "frames"
          ? stretchesOfRanges(geometry.ranges)
          : [];
    const [first] = stretches;
    const seen = stretches.some(({ start, end }) => now.frame >= start && now.frame <= end);
    if (first !== undefined && !seen) now.seek(first.start);
  }, []);
  useEffect(() => {
    if (ref !== null) show(ref);
  }, [ref, show]);
}
