import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { PictureSize } from "../geometry";
import { fitPicture, type ViewTransform, zoomAt } from "../image/view-transform";

/** The size of the frame on the screen and the zoom; it fits the video until somebody zooms. */
export function useStageView(
  frame: RefObject<HTMLElement | null>,
  picture: PictureSize,
  identity: string,
) {
  const [screen, setScreen] = useState<PictureSize>({ width: 640, height: 360 });
  const [zoomed, setZoomed] = useState<{ identity: string; view: ViewTransform } | null>(null);
  const fitted = useMemo(() => fitPicture(picture, screen), [picture, screen]);
  const view = zoomed?.identity === identity ? zoomed.view : fitted;

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width === 0 || height === 0) return;
      setScreen((before) =>
        before.width === width && before.height === height ? before : { width, height },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);

  const latest = useRef({ view, smallest: fitted.scale / 2 });
  useEffect(() => {
    latest.current = { view, smallest: fitted.scale / 2 };
  });

  const setView = useCallback(
    (change: (view: ViewTransform, smallest: number) => ViewTransform) => {
      const { view: now, smallest } = latest.current;
      const next = change(now, smallest);
      latest.current = { view: next, smallest };
      setZoomed({ identity, view: next });
    },
    [identity],
  );

  const { width, height } = screen;
  const zoom = useCallback(
    (factor: number) =>
      setView((now, smallest) => zoomAt(now, factor, [width / 2, height / 2], smallest)),
    [setView, width, height],
  );

  return { view, screen, setView, zoom, fit: useCallback(() => setZoomed(null), []) };
}

export type SetView = ReturnType<typeof useStageView>["setView"];
