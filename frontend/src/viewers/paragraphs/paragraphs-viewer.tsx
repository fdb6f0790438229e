/** A dialogue with the passages of all answers: names in front, texts to mark. */
import { ActionIcon, Text } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { type CSSProperties, type ReactNode, useMemo } from "react";
import { strayLabelColour } from "../colours";
import { inText, resolveValue } from "../config";
import { useEditor } from "../editor";
import { mediaAddress } from "../media/address";
import { MediaProblem } from "../media/media-problem";
import type { ObjectViewerProps } from "../object-props";
import type { Segment } from "../text/segments";
import { type ShowSegment, TextSurface } from "../text/text-surface";
import { useStoredText } from "../text/use-stored-text";
import { type Dialogue, dialogueCodec, keysOf, type Paragraph, readDialogue } from "./dialogue";
import classes from "./paragraphs-viewer.module.css";
import { useRecording } from "./use-recording";

export function ParagraphsViewer({ object, data, toUrl }: ObjectViewerProps) {
  const { identity } = useEditor();
  const { value, address, failed } = useStoredText(object, data, toUrl);
  const isLoaded = address !== null;
  const dialogue = useMemo(
    () => readDialogue(isLoaded ? fromJson(value) : value, keysOf(object.attrs)),
    [value, isLoaded, object.attrs],
  );
  if (dialogue === null && address !== null && (failed || address.kind !== "url")) {
    return <MediaProblem of="dialogue" address={address} failed={failed} />;
  }
  if (dialogue === null) {
    return (
      <div className={classes["broken"]}>
        <Text size="xs" c="dimmed">
          {object.name} is no list of paragraphs; it is shown as it is stored.
        </Text>
        <pre>{inText(value)}</pre>
      </div>
    );
  }
  const recording = resolveValue(object.attrs["audioUrl"], data);
  return (
    <DialogueView
      key={identity}
      object={object}
      dialogue={dialogue}
      recording={recording}
      toUrl={toUrl}
    />
  );
}

/** A loaded file is JSON; what is not, is no list. */
function fromJson(text: unknown): unknown {
  try {
    return typeof text === "string" && text !== "" ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}

type Props = Pick<ObjectViewerProps, "object" | "toUrl"> & {
  readonly dialogue: Dialogue;
  readonly recording: unknown;
};

function DialogueView({ object, dialogue, recording, toUrl }: Props) {
  const { paragraphs } = dialogue;
  const codec = useMemo(() => dialogueCodec(dialogue), [dialogue]);
  const player = useRecording(object.name, paragraphs);
  const asked = object.attrs["audioUrl"] !== undefined;
  const address = mediaAddress(recording, toUrl);
  const playable = asked && address.kind === "url" && !player.failed;

  const arrange = (segments: readonly Segment[], show: ShowSegment) =>
    rowsOf(paragraphs, segments, show).map(({ paragraph, pieces }, index) => (
      <Row
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs are known by their number.
        key={index}
        paragraph={paragraph}
        isDialogue={object.attrs["layout"] === "dialogue"}
        isHeard={player.heard === index}
        control={
          playable && paragraph.from !== null ? (
            <PlayButton
              paragraph={paragraph}
              number={index + 1}
              isOn={player.heard === index}
              player={player}
            />
          ) : null
        }
      >
        {pieces}
      </Row>
    ));

  return (
    <div className={classes["dialogue"]}>
      {asked && <MediaProblem of="audio" address={address} failed={player.failed} />}
      {playable && (
        <audio
          {...player.props}
          className={classes["player"]}
          controls
          preload="metadata"
          src={address.url}
          aria-label={`Recording of ${object.name}`}
        />
      )}
      <TextSurface
        object={object}
        codec={codec}
        label={`Dialogue ${object.name}`}
        borders={dialogue.borders}
        arrange={arrange}
      />
    </div>
  );
}

type RowProps = {
  readonly paragraph: Paragraph;
  readonly isDialogue: boolean;
  readonly isHeard: boolean;
  readonly control: ReactNode;
  readonly children: ReactNode;
};

function Row({ paragraph, isDialogue, isHeard, control, children }: RowProps) {
  const { speaker } = paragraph;
  const style = { "--ink": strayLabelColour(speaker ?? "") } as CSSProperties;
  return (
    <div
      className={classes["row"]}
      style={style}
      data-dialogue={isDialogue || undefined}
      data-heard={isHeard || undefined}
    >
      <div className={classes["name"]}>
        {control}
        {speaker}
      </div>
      <div className={classes["phrase"]}>{children}</div>
    </div>
  );
}

type PlayButtonProps = {
  readonly paragraph: Paragraph;
  readonly number: number;
  readonly isOn: boolean;
  readonly player: ReturnType<typeof useRecording>;
};

function PlayButton({ paragraph, number, isOn, player }: PlayButtonProps) {
  return (
    <ActionIcon
      size="xs"
      variant="subtle"
      className={classes["play"]}
      aria-label={isOn ? "Pause" : `Play paragraph ${number}`}
      onClick={(event) => {
        event.stopPropagation();
        if (isOn) player.stop();
        else player.play(paragraph);
      }}
    >
      {isOn ? <IconPlayerPauseFilled size={12} /> : <IconPlayerPlayFilled size={12} />}
    </ActionIcon>
  );
}

/** The pieces of each paragraph; the line feeds between them are not shown. */
function rowsOf(paragraphs: readonly Paragraph[], segments: readonly Segment[], show: ShowSegment) {
  let at = 0;
  return paragraphs.map((paragraph) => {
    const pieces: ReactNode[] = [];
    while ((segments[at]?.start ?? paragraph.end) < paragraph.start) at += 1;
    for (; at < segments.length; at += 1) {
      const segment = segments[at];
      if (segment === undefined || segment.start >= paragraph.end) break;
      pieces.push(show(segment, at));
    }
    return { paragraph, pieces };
  });
}
