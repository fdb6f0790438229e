/** The task with arrows over it, between regions whose viewers say where they stand. */
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "react";
import { useEditor } from "../editor";
import { AnchorContext, type AnchorRect, AnchorStore } from "./anchors";
import { arrowBetween } from "./arrow-paths";
import classes from "./relations.module.css";
import { type ShownRelation, showRelations } from "./shown-relations";

/** With more arrows, only those of what is pointed at are drawn. */
const MOST = 60;

export function RelationStage({ children }: { readonly children: ReactNode }) {
  const { answers, regions } = useEditor();
  const relations = useMemo(() => showRelations({ answers, regions }), [answers, regions]);
  const [store] = useState(() => new AnchorStore());
  const frame = useRef<HTMLDivElement>(null);
  return (
    <AnchorContext value={store}>
      <div ref={frame} className={classes["stage"]}>
        {children}
        {relations.length > 0 && <Arrows relations={relations} store={store} frame={frame} />}
      </div>
    </AnchorContext>
  );
}

type Props = {
  readonly relations: readonly ShownRelation[];
  readonly store: AnchorStore;
  readonly frame: RefObject<HTMLDivElement | null>;
};

function Arrows({ relations, store, frame }: Props) {
  const { selected, hovered } = useEditor();
  useMoves(store, frame);
  const pointed = new Set([selected?.ref, hovered].filter((ref) => ref != null));
  const isPointed = ({ from, to }: ShownRelation) =>
    pointed.has(from?.ref ?? "") || pointed.has(to?.ref ?? "");
  const drawn = relations.length > MOST ? relations.filter(isPointed) : relations;
  const origin = frame.current?.getBoundingClientRect();
  if (origin === undefined) return null;
  const inside = (rect: AnchorRect): AnchorRect => ({
    left: rect.left - origin.left,
    right: rect.right - origin.left,
    top: rect.top - origin.top,
    bottom: rect.bottom - origin.top,
  });
  return (
    <svg className={classes["arrows"]} aria-hidden="true">
      {drawn.map((each) => {
        const from = each.from === undefined ? null : store.find(each.from.ref);
        const to = each.to === undefined ? null : store.find(each.to.ref);
        if (from === null || to === null) return null;
        const { relation, answer, key } = each;
        const { path, heads, middle } = arrowBetween(inside(from), inside(to), relation.direction);
        return (
          <g
            key={key}
            data-faint={(pointed.size > 0 && !isPointed(each)) || undefined}
            style={{ color: answer.colour }}
          >
            <path className={classes["halo"]} d={path} />
            <path className={classes["line"]} d={path} />
            {heads.map((head) => (
              <path key={head} className={classes["head"]} d={head} />
            ))}
            {relation.labels.length > 0 && (
              <text className={classes["name"]} x={middle.x} y={middle.y + 4}>
                {relation.labels.join(", ")}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** Draws again when a viewer drew, something scrolled, or the page changed its size. */
function useMoves(store: AnchorStore, frame: RefObject<HTMLDivElement | null>): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let waiting = 0;
    const move = () => {
      if (waiting === 0) {
        waiting = requestAnimationFrame(() => {
          waiting = 0;
          draw();
        });
      }
    };
    const unsubscribe = store.subscribe(move);
    window.addEventListener("scroll", move, { capture: true, passive: true });
    const sizes = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(move);
    if (frame.current !== null) sizes?.observe(frame.current);
    move();
    return () => {
      cancelAnimationFrame(waiting);
      unsubscribe();
      window.removeEventListener("scroll", move, { capture: true });
      sizes?.disconnect();
    };
  }, [store, frame]);
}
