/** Plays a recording. The playhead is shared by views of it that stand side by side. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useEditor } from "../editor";
import type { Range } from "../lanes/ranges";
import { useLinkedState } from "../linked";

export type Player = {
  readonly status: "loading" | "ready" | "failed";
  /** Seconds; null until the file tells. */
  readonly duration: number | null;
  readonly playing: boolean;
  readonly playhead: number;
  readonly rate: number;
  readonly volume: number;
  readonly toggle: () => void;
  /** Plays a stretch and stops at its end. */
  readonly playRange: (range: Range) => void;
  readonly seek: (time: number) => void;
  readonly setRate: (rate: number) => void;
  readonly setVolume: (volume: number) => void;
};

type State = Pick<Player, "status" | "duration" | "playing">;

const CLOSED: State = { status: "loading", duration: null, playing: false };

/** Another view may have moved the playhead by more than this since we played. Seconds. */
const DRIFT = 0.02;

type Defaults = { readonly rate: number; readonly volume: number };

export function usePlayer(url: string | null, object: string, defaults: Defaults): Player {
  const { identity } = useEditor();
  const [element] = useState(() => new Audio());
  const [state, setState] = useState<State>(CLOSED);
  const [place, setPlace] = useLinkedState<{ identity: string; at: number } | null>(
    `playhead.${object}`,
    null,
  );
  const [rate, setRate] = useState(defaults.rate);
  const [volume, setVolume] = useState(defaults.volume);
  const stopAt = useRef(Infinity);
  const playhead = place?.identity === identity ? place.at : 0;
  const setPlayhead = useCallback((at: number) => setPlace({ identity, at }), [identity, setPlace]);

  useEffect(() => {
    element.playbackRate = rate;
    element.defaultPlaybackRate = rate;
    element.volume = volume;
  }, [element, rate, volume]);

  useEffect(() => openMedia(element, url, setState), [element, url]);

  useEffect(() => {
    if (!state.playing) return;
    let frame = 0;
    const follow = () => {
      if (element.currentTime >= stopAt.current) {
        element.pause();
        setPlayhead(stopAt.current);
        return;
      }
      setPlayhead(element.currentTime);
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(frame);
  }, [state.playing, element, setPlayhead]);

  const play = (from: number, until: number) => {
    stopAt.current = until;
    if (Math.abs(element.currentTime - from) > DRIFT) element.currentTime = from;
    // Refused by the browser or broken off by a pause: the button shows that nothing plays.
    void element.play()?.catch(() => {});
  };

  const toggle = () => {
    if (state.status !== "ready") return;
    if (state.playing) {
      element.pause();
      setPlayhead(element.currentTime);
      return;
    }
    const atEnd = state.duration !== null && playhead >= state.duration - DRIFT;
    play(atEnd ? 0 : playhead, Infinity);
  };

  const seek = (time: number) => {
    stopAt.current = Infinity;
    const at = Math.max(0, time);
    if (state.status === "ready") element.currentTime = at;
    setPlayhead(at);
  };

  const playRange = ({ start, end }: Range) => {
    if (state.status === "ready") play(start, end);
  };

  return { ...state, playhead, rate, volume, toggle, playRange, seek, setRate, setVolume };
}

function openMedia(
  element: HTMLAudioElement,
  url: string | null,
  setState: (next: State | ((before: State) => State)) => void,
) {
  setState(url === null ? { ...CLOSED, status: "failed" } : CLOSED);
  if (url === null) return;
  const note = (changes: Partial<State>) => setState((before) => ({ ...before, ...changes }));
  const onLength = () => {
    const { duration } = element;
    note({ status: "ready", duration: Number.isFinite(duration) ? duration : null });
  };
  const listeners: readonly (readonly [string, () => void])[] = [
    ["loadedmetadata", onLength],
    ["durationchange", onLength],
    ["error", () => note({ status: "failed", playing: false })],
    ["play", () => note({ playing: true })],
    ["pause", () => note({ playing: false })],
    ["ended", () => note({ playing: false })],
  ];
  for (const [name, listener] of listeners) element.addEventListener(name, listener);
  element.preload = "metadata";
  element.src = url;
  return () => {
    for (const [name, listener] of listeners) element.removeEventListener(name, listener);
    element.pause();
    element.removeAttribute("src");
    element.load();
  };
}
