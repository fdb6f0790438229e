/** The time axis of a viewer: what part of it is on the screen, how wide, and the ways to move it. */
import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useEditor } from "../editor";
import { useLinkedState } from "../linked";
import type { Range } from "./ranges";
import {
  fitWindow,
  lengthOf,
  panWindow,
  revealRange,
  type TimeWindow,
  type WindowLimits,
  zoomWindow,
} from "./time-window";

export type TimeAxis = {
  /** The element whose left and right edges are the ends of the window. */
  readonly track: RefObject<HTMLDivElement | null>;
  /** Pixels. */
  readonly width: number;
  readonly window: TimeWindow;
  readonly extent: Range;
  readonly zoomed: boolean;
  /** About the middle, or about a point in time. */
  readonly zoom: (factor: number, at?: number) => void;
  readonly pan: (delta: number) => void;
  readonly reveal: (range: Range) => void;
  readonly fit: () => void;
};

type Zoomed = { readonly identity: string; readonly window: TimeWindow };

const UNMEASURED = 600;

/** Views of one object that stand side by side show the same part of it. */
export function useTimeAxis(object: string, { extent, shortest }: WindowLimits): TimeAxis {
  const { identity } = useEditor();
  const [zoomed, setZoomed] = useLinkedState<Zoomed | null>(`time.${object}`, null);
  const [track, width] = useWidth();
  const chosen = zoomed?.identity === identity ? zoomed.window : null;
  const window = useMemo(() => fitWindow(chosen, extent), [chosen, extent]);

  const latest = useRef({ window, limits: { extent, shortest } });
  useEffect(() => {
    latest.current = { window, limits: { extent, shortest } };
  });

  const change = useCallback(
    (next: (window: TimeWindow, limits: WindowLimits) => TimeWindow) => {
      const { window: now, limits } = latest.current;
      const moved = next(now, limits);
      if (moved === now) return;
      latest.current = { window: moved, limits };
      setZoomed({ identity, window: moved });
    },
    [identity, setZoomed],
  );

  const zoom = useCallback(
    (factor: number, at?: number) =>
      change((now, limits) => zoomWindow(now, factor, at ?? now.start + lengthOf(now) / 2, limits)),
    [change],
  );
  const pan = useCallback(
    (delta: number) => change((now, limits) => panWindow(now, delta, limits.extent)),
    [change],
  );
  const reveal = useCallback(
    (range: Range) => change((now, limits) => revealRange(now, range, limits.extent)),
    [change],
  );
  const fit = useCallback(() => setZoomed(null), [setZoomed]);

  return useMemo(
    () => ({ track, width, window, extent, zoomed: chosen !== null, zoom, pan, reveal, fit }),
    [track, width, window, extent, chosen, zoom, pan, reveal, fit],
  );
}

function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(UNMEASURED);
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = () => {
      if (measured.clientWidth > 0) setWidth(measured.clientWidth);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
