/** The document of a page's frame: filled when it is there, as high as its content. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { fillFrame } from "./frame-page";
import type { Page } from "./page";

export type Frame = {
  readonly frame: RefObject<HTMLIFrameElement | null>;
  /** The filled document; null until the frame has loaded. */
  readonly inside: Document | null;
  readonly height: number;
  /** Grows whenever the lines of the page may have moved. */
  readonly moves: number;
  readonly onLoad: () => void;
};

const LEAST_HEIGHT = 60;
const PADDING = 24;

export function useFrame(page: Page): Frame {
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState<Document | null>(null);
  const [filled, setFilled] = useState<{ readonly page: Page; readonly inside: Document } | null>(
    null,
  );
  const [height, setHeight] = useState(LEAST_HEIGHT);
  const [moves, setMoves] = useState(0);
  const onLoad = useCallback(() => setLoaded(frame.current?.contentDocument ?? null), []);

  useEffect(() => {
    if (loaded === null) return;
    fillFrame(loaded, page);
    setFilled({ page, inside: loaded });
    const { content } = page;
    const measure = () => {
      setHeight(Math.max(LEAST_HEIGHT, Math.ceil(content.scrollHeight) + PADDING));
      setMoves((before) => before + 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(content);
    // A late picture, or a wide table that is scrolled.
    loaded.addEventListener("load", measure, true);
    loaded.addEventListener("scroll", measure, true);
    return () => {
      observer.disconnect();
      loaded.removeEventListener("load", measure, true);
      loaded.removeEventListener("scroll", measure, true);
    };
  }, [loaded, page]);

  const inside = filled?.page === page && filled.inside === loaded ? loaded : null;
  return { frame, inside, height, moves, onLoad };
}
