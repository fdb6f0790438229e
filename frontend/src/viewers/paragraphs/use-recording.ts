/** The recording of a dialogue: plays one paragraph or all, and says which one is heard. */
import { useEffect, useRef, useState } from "react";
import { useLinkedState } from "../linked";
import type { Paragraph } from "./dialogue";

export function useRecording(object: string, paragraphs: readonly Paragraph[]) {
  const audio = useRef<HTMLAudioElement>(null);
  const stopAt = useRef<number | null>(null);
  const [failed, setFailed] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [time, setTime] = useLinkedState<number | null>(`playhead.${object}`, null);

  useEffect(() => {
    const player = audio.current;
    // Another view of the same dialogue was moved.
    if (player !== null && time !== null && player.paused && player.readyState > 0) {
      if (Math.abs(player.currentTime - time) > 0.3) player.currentTime = time;
    }
  }, [time]);

  const heard =
    time === null
      ? -1
      : paragraphs.findIndex(
          ({ from, to }) =>
            from !== null && time >= from && time < (to ?? Number.POSITIVE_INFINITY),
        );

  const play = ({ from, to }: Paragraph) => {
    const player = audio.current;
    if (player === null || from === null) return;
    stopAt.current = to;
    player.currentTime = from;
    void player.play().catch(() => setFailed(true));
  };

  return {
    heard: playing ? heard : -1,
    failed,
    play,
    stop: () => audio.current?.pause(),
    props: {
      ref: audio,
      onError: () => setFailed(true),
      onPlay: () => setPlaying(true),
      onPause: () => {
        setPlaying(false);
        stopAt.current = null;
      },
      onTimeUpdate: () => {
        const player = audio.current;
        if (player === null) return;
        if (stopAt.current !== null && player.currentTime >= stopAt.current) player.pause();
        setTime(player.currentTime);
      },
    },
  };
}
