import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { PictureSize, Point } from "../geometry";
import { useLinkedState } from "../linked";
import { centred, fitPicture, toPicture, type ViewTransform, zoomAt } from "./view-transform";

/** What is looked at, without the size of the frame: views side by side share it. */
type Looking = {
  readonly identity: string;
  /** Times the scale at which the whole picture fits. */
  readonly zoom: number;
  /** The place in the middle of the screen, as a share of the picture; null for the picture's own. */
  readonly middle: Point;
  readonly turn: number;
};

type Input = {
  readonly name: string;
  readonly picture: PictureSize;
  /** What is on screen; another one is looked at anew. */
  readonly identity: string;
};

/** The size of the frame on the screen and the zoom; it fits the picture until somebody zooms. */
export function useView(
  frame: RefObject<HTMLDivElement | null>,
  { name, picture, identity }: Input,
) {
  const [screen, setScreen] = useState<PictureSize>({ width: 600, height: 400 });
  const [looking, setLooking] = useLinkedState<Looking | null>(`image.${name}`, null);
  const seen = looking?.identity === identity ? looking : null;
  const turn = seen?.turn ?? 0;
  const fitted = useMemo(() => fitPicture(picture, screen, turn), [picture, screen, turn]);
  const view = useMemo(
    () => (seen === null ? fitted : lookAt(seen, fitted, picture, screen)),
    [seen, fitted, picture, screen],
  );

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

  const latest = useRef({ view, fitted, picture, screen });
  useEffect(() => {
    latest.current = { view, fitted, picture, screen };
  });

  const setView = useCallback(
    (change: (view: ViewTransform, smallest: number) => ViewTransform) => {
      const now = latest.current;
      const next = change(now.view, now.fitted.scale / 2);
      if (next === now.view) return;
      latest.current = { ...now, view: next };
      const [x, y] = toPicture(next, [now.screen.width / 2, now.screen.height / 2]);
      setLooking({
        identity,
        zoom: next.scale / now.fitted.scale,
        middle: [x / now.picture.width, y / now.picture.height],
        turn: next.turn,
      });
    },
    [identity, setLooking],
  );

  const zoom = (factor: number) =>
    setView((now, smallest) =>
      zoomAt(now, factor, [screen.width / 2, screen.height / 2], smallest),
    );

  /** The whole picture, turned as it is. */
  const fit = () => setLooking(turn === 0 ? null : { ...WHOLE, identity, turn });

  const turnBy = (quarters: number) =>
    setLooking({ ...WHOLE, identity, turn: (turn + quarters + 4) % 4 });

  return { view, screen, setView, fit, zoom, turnBy };
}

const WHOLE = { zoom: 1, middle: [0.5, 0.5] as Point };

function lookAt(
  { zoom, middle, turn }: Looking,
  fitted: ViewTransform,
  picture: PictureSize,
  screen: PictureSize,
): ViewTransform {
  const point: Point = [middle[0] * picture.width, middle[1] * picture.height];
  return centred({ scale: fitted.scale * zoom, x: 0, y: 0, turn }, point, screen);
}

export type SetView = ReturnType<typeof useView>["setView"];
