/**
 * Playing and seeking, counted in frames. Without a picture (a file that failed, or none) a clock
 * takes the place of the video, so that boxes can still be followed through time.
 */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useLinkedState } from "../linked";
import { frameAt, heldFrame, timeOf } from "./frames";
import type { Media } from "./use-media";

export type Player = {
  /** From 1 to `count`. */
  readonly frame: number;
  readonly count: number;
  readonly rate: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly seek: (frame: number) => void;
  readonly toggle: () => void;
  readonly setSpeed: (speed: number) => void;
};

type Input = {
  readonly name: string;
  readonly identity: string;
  readonly media: Media;
  readonly rate: number;
  readonly count: number;
};

type Playhead = { readonly identity: string; readonly frame: number };

const START: Playhead = { identity: "", frame: 1 };

export function usePlayer({ name, identity, media, rate, count }: Input): Player {
  const [playhead, setPlayhead] = useLinkedState<Playhead>(`playhead.${name}`, START);
  const [playing, setPlaying] = useState<string | null>(null);
  const [speed, setSpeed] = useState(1);
  const frame = heldFrame(playhead.identity === identity ? playhead.frame : 1, count);
  const runs = playing === identity;
  const show = useCallback(
    (next: number) => setPlayhead({ identity, frame: heldFrame(next, count) }),
    [setPlayhead, identity, count],
  );
  const stop = useCallback(() => setPlaying(null), []);
  const { element, status } = media;

  useEffect(() => {
    if (element.current !== null) element.current.playbackRate = speed;
  });
  useFollowing({ element, ready: status === "ready", runs, frame, rate });
  useRunningVideo({ element, runs: runs && status === "ready", rate, show, stop });
  useRunningClock({
    runs: runs && status !== "ready",
    from: frame,
    rate: rate * speed,
    count,
    show,
    stop,
  });

  return {
    frame,
    count,
    rate,
    playing: runs,
    speed,
    setSpeed,
    seek: (next) => {
      show(next);
      const video = element.current;
      if (video !== null && runs) video.currentTime = timeOf(heldFrame(next, count), rate);
    },
    toggle: () => {
      if (!runs && frame >= count) show(1);
      setPlaying(runs ? null : identity);
    },
  };
}

type Following = {
  readonly element: RefObject<HTMLVideoElement | null>;
  readonly ready: boolean;
  readonly runs: boolean;
  readonly frame: number;
  readonly rate: number;
};

/** A video at rest shows the frame of the playhead, whoever moved it. */
function useFollowing({ element, ready, runs, frame, rate }: Following) {
  useEffect(() => {
    const video = element.current;
    if (video === null || !ready || runs) return;
    if (frameAt(video.currentTime, rate) !== frame || video.currentTime === 0) {
      video.currentTime = timeOf(frame, rate);
    }
  }, [element, ready, runs, frame, rate]);
}

type Running = {
  readonly runs: boolean;
  readonly rate: number;
  readonly show: (frame: number) => void;
  readonly stop: () => void;
};

function useRunningVideo({
  element,
  runs,
  rate,
  show,
  stop,
}: Running & { readonly element: RefObject<HTMLVideoElement | null> }) {
  useEffect(() => {
    const video = element.current;
    if (video === null || !runs) return;
    let live = true;
    let handle = 0;
    const exact = "requestVideoFrameCallback" in video;
    const onPicture = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
      if (!live) return;
      // The time at which a picture begins, to the nearest millisecond in some files.
      show(Math.round(mediaTime * rate) + 1);
      handle = video.requestVideoFrameCallback(onPicture);
    };
    const onTick = () => {
      if (!live) return;
      show(frameAt(video.currentTime, rate));
      handle = requestAnimationFrame(onTick);
    };
    handle = exact ? video.requestVideoFrameCallback(onPicture) : requestAnimationFrame(onTick);
    video.addEventListener("ended", stop);
    void video.play().catch(stop);
    return () => {
      live = false;
      video.removeEventListener("ended", stop);
      video.pause();
      if (exact) video.cancelVideoFrameCallback(handle);
      else cancelAnimationFrame(handle);
    };
  }, [element, runs, rate, show, stop]);
}

function useRunningClock({
  runs,
  from,
  rate,
  count,
  show,
  stop,
}: Running & { readonly from: number; readonly count: number }) {
  const at = useRef(from);
  useEffect(() => {
    at.current = from;
  });
  useEffect(() => {
    if (!runs) return;
    let last: number | null = null;
    let handle = requestAnimationFrame(function tick(now) {
      last ??= now;
      const passed = Math.floor(((now - last) * rate) / 1000);
      if (passed > 0) {
        last += (passed * 1000) / rate;
        show(at.current + passed);
        if (at.current + passed >= count) return stop();
      }
      handle = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(handle);
  }, [runs, rate, count, show, stop]);
}
