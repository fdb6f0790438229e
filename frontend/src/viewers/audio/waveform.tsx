/** The waveform of the part of a recording that is on the screen. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import WaveSurfer from "wavesurfer.js";
import { lengthOf } from "../lanes/time-window";
import type { TimeAxis } from "../lanes/use-time-axis";
import classes from "./audio-viewer.module.css";
import type { Samples } from "./samples";

type Props = {
  readonly samples: Samples;
  readonly axis: TimeAxis;
  /** Pixels, of each channel. */
  readonly height: number;
  /** One waveform for each channel. */
  readonly split: boolean;
};

const COLOURS = { light: "#4c6a92", dark: "#8fb0dc" } as const;

export function Waveform({ samples, axis, height, split }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const surfer = useRef<WaveSurfer | null>(null);
  const scheme = useComputedColorScheme("light");
  const { window: shown, width } = axis;
  const perSecond = width / lengthOf(shown);
  // Regions may lie beyond the end of the recording: its waveform ends where it ends.
  const visible = Math.max(0, Math.min(shown.end, samples.duration) - shown.start) * perSecond;
  const view = useRef({ perSecond, start: shown.start });

  useEffect(() => {
    view.current = { perSecond, start: shown.start };
    if (surfer.current !== null) showPart(surfer.current, view.current);
  }, [perSecond, shown.start]);

  useEffect(() => {
    if (container.current === null) return;
    const colour = COLOURS[scheme];
    const channels = samples.channels.map(() => ({ waveColor: colour, progressColor: colour }));
    const created = WaveSurfer.create({
      container: container.current,
      height,
      waveColor: colour,
      progressColor: colour,
      // Bars hide where one piece of the drawing ends and the next begins.
      barWidth: 2,
      barGap: 1,
      cursorWidth: 0,
      interact: false,
      hideScrollbar: true,
      autoScroll: false,
      fillParent: false,
      minPxPerSec: view.current.perSecond,
      normalize: true,
      peaks: [...samples.channels],
      duration: samples.duration,
      ...(split && channels.length > 1 ? { splitChannels: channels } : {}),
    });
    created.on("ready", () => {
      surfer.current = created;
      showPart(created, view.current);
    });
    return () => {
      surfer.current = null;
      created.destroy();
    };
  }, [samples, height, split, scheme]);

  return (
    <div ref={container} className={classes["waveform"]} style={{ width: visible }} aria-hidden />
  );
}

function showPart(surfer: WaveSurfer, view: { perSecond: number; start: number }) {
  if (Math.abs(surfer.options.minPxPerSec - view.perSecond) > 1e-6) surfer.zoom(view.perSecond);
  surfer.setScroll(view.start * view.perSecond);
}
