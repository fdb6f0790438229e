/** The boxes over the picture at one frame; drawn in pixels of the screen, so lines stay thin. */
import { memo } from "react";
import type { Standing } from "../compare";
import { cornersOf, type PictureSize, type Point } from "../geometry";
import type { ViewTransform } from "../image/view-transform";
import type { BoxGeometry } from "../types";
import { CORNERS, type Handle, SIDES } from "./box-drag";
import type { StageBox } from "./stage-boxes";
import classes from "./video-viewer.module.css";

type Props = {
  readonly boxes: readonly StageBox[];
  readonly size: PictureSize;
  readonly view: ViewTransform;
  readonly selected: string | null;
  readonly lit: ReadonlySet<string>;
  /** The selected box may be changed. */
  readonly editable: boolean;
  /** A box that is being drawn. */
  readonly drawn: BoxGeometry | null;
};

/** More names than these only hide the picture. */
const MOST_NAMES = 60;
const NAME_HEIGHT = 16;

export const Stage = memo(function Stage(props: Props) {
  const { boxes, size, view, selected, lit, editable, drawn } = props;
  const chosen = boxes.find(({ ref }) => ref === selected);
  const named = boxes.length <= MOST_NAMES ? boxes : boxes.filter(({ ref }) => lit.has(ref));
  return (
    <svg className={classes["overlay"]} aria-hidden>
      {boxes.map((each) => (
        <Outline
          key={each.ref}
          each={each}
          points={outline(each.box, size, view)}
          lit={lit.has(each.ref)}
          selected={each.ref === selected}
        />
      ))}
      {named.map((each) => (
        <Name key={each.ref} each={each} at={onScreen(each.box, size, view)[0] ?? [0, 0]} />
      ))}
      {chosen !== undefined && editable && (
        <Handles box={chosen.box} size={size} view={view} colour={chosen.colour} />
      )}
      {drawn !== null && (
        <polygon className={classes["drawn"]} points={outline(drawn, size, view)} />
      )}
    </svg>
  );
});

type OutlineProps = {
  readonly each: StageBox;
  readonly points: string;
  readonly lit: boolean;
  readonly selected: boolean;
};

function Outline({ each, points, lit, selected }: OutlineProps) {
  const { colour, standing, keyframe } = each;
  return (
    <>
      <polygon
        points={points}
        fill="none"
        stroke={lit || selected ? "#fff" : "#0006"}
        strokeWidth={lit || selected ? 5 : 3.5}
      />
      <polygon
        points={points}
        fill={colour}
        fillOpacity={selected ? 0.2 : keyframe ? 0.14 : 0.05}
        stroke={colour}
        strokeWidth={selected ? 2.5 : 2}
        strokeDasharray={dashOf(standing)}
      />
    </>
  );
}

function Name({ each, at }: { readonly each: StageBox; readonly at: Point }) {
  const { title, keyframe, lane, colour } = each;
  const text = keyframe ? `◆ ${title}` : title;
  const width = text.length * 6.6 + 10;
  const above = at[1] - NAME_HEIGHT * (lane + 1);
  const top = above < 0 ? at[1] + NAME_HEIGHT * lane : above;
  return (
    <g transform={`translate(${at[0] - 1} ${top})`}>
      <rect width={width} height={NAME_HEIGHT} fill={colour} />
      <rect width={width} height={NAME_HEIGHT} fill="#0009" />
      <text x={5} y={NAME_HEIGHT / 2 + 0.5} textLength={width - 10} className={classes["name"]}>
        {text}
      </text>
    </g>
  );
}

type HandlesProps = {
  readonly box: BoxGeometry;
  readonly size: PictureSize;
  readonly view: ViewTransform;
  readonly colour: string;
};

const KNOB = 22;
const ROOM = 8;
/** Sides of smaller boxes have no room for handles beside those of the corners. */
const ROOM_FOR_SIDES = 44;

/** Drawn small, caught in a wider ring: fingers are thick. */
function Handles({ box, size, view, colour }: HandlesProps) {
  const corners = onScreen(box, size, view);
  const middles = corners.map((corner, at) => between(corner, corners[(at + 1) % 4] ?? corner));
  const knob = knobOf(corners);
  const roomy = shortestSide(corners) >= ROOM_FOR_SIDES;
  return (
    <>
      {knob !== null && (
        <>
          <line
            x1={knob.from[0]}
            y1={knob.from[1]}
            x2={knob.at[0]}
            y2={knob.at[1]}
            stroke={colour}
          />
          <Grip handle="turn" at={knob.at} colour={colour} cursor="grab" />
        </>
      )}
      {roomy &&
        SIDES.map((handle, at) => (
          <Grip key={handle} handle={handle} at={middles[at] ?? [0, 0]} colour={colour} small />
        ))}
      {CORNERS.map((handle, at) => (
        <Grip key={handle} handle={handle} at={corners[at] ?? [0, 0]} colour={colour} />
      ))}
    </>
  );
}

type GripProps = {
  readonly handle: Handle;
  readonly at: Point;
  readonly colour: string;
  readonly small?: boolean;
  readonly cursor?: string;
};

function Grip({ handle, at: [x, y], colour, small = false, cursor }: GripProps) {
  return (
    <g data-handle={handle} style={{ cursor: cursor ?? `${handle}-resize` }}>
      <circle cx={x} cy={y} r={ROOM + 3} fill="transparent" />
      <circle cx={x} cy={y} r={small ? 3.5 : 5} fill="#fff" stroke={colour} strokeWidth={2} />
    </g>
  );
}

/** Over the middle of the upper side, away from the box. */
function knobOf(corners: readonly Point[]): { from: Point; at: Point } | null {
  const [topLeft, topRight, , bottomLeft] = corners;
  if (topLeft === undefined || topRight === undefined || bottomLeft === undefined) return null;
  const from = between(topLeft, topRight);
  const [dx, dy] = [topLeft[0] - bottomLeft[0], topLeft[1] - bottomLeft[1]];
  const length = Math.hypot(dx, dy) || 1;
  return { from, at: [from[0] + (dx / length) * KNOB, from[1] + (dy / length) * KNOB] };
}

function shortestSide([topLeft, topRight, , bottomLeft]: readonly Point[]): number {
  if (topLeft === undefined || topRight === undefined || bottomLeft === undefined) return 0;
  const length = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  return Math.min(length(topLeft, topRight), length(topLeft, bottomLeft));
}

function between(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function onScreen(box: BoxGeometry, size: PictureSize, view: ViewTransform): readonly Point[] {
  return cornersOf(box, size).map(([x, y]) => [x * view.scale + view.x, y * view.scale + view.y]);
}

function outline(box: BoxGeometry, size: PictureSize, view: ViewTransform): string {
  return onScreen(box, size, view)
    .map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`)
    .join(" ");
}

/** The same language as everywhere: solid agrees, dashed differs, dotted is not seen by all. */
export function dashOf(standing: Standing | null): string | undefined {
  if (standing === "disagreeing") return "8 5";
  return standing === "missing" ? "2 4" : undefined;
}
