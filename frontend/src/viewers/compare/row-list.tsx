/** A list to walk through by keys: short ones stand in the page, of long ones only what is in sight. */
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
} from "react";
import classes from "../viewers.module.css";

/** Longer lists are virtual. */
const LONG = 100;

export type RowListProps = {
  readonly label: string;
  readonly count: number;
  readonly height: number;
  /** The row that is walked from and kept in sight, -1 for none. */
  readonly current: number;
  readonly isSelected: (at: number) => boolean;
  readonly several?: boolean;
  readonly isLit?: (at: number) => boolean;
  readonly keyOf: (at: number) => string;
  /** `more` is true while Shift or Ctrl is held: the row joins those that are selected. */
  readonly onSelect: (at: number, more: boolean) => void;
  readonly onHover?: (at: number | null) => void;
  readonly children: (at: number) => ReactNode;
};

export function RowList(props: RowListProps) {
  const { label, count, current, several = false, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const name = useId();
  const rowId = (at: number) => `${name}-${at}`;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && !several)) return;
    const to = targetRow(event.key, current, count);
    if (to === null) return;
    event.preventDefault();
    if (to !== current) onSelect(to, event.shiftKey);
  };

  const Body = count > LONG ? LongBody : ShortBody;
  return (
    <div
      ref={scroller}
      className={classes["rows"]}
      role="listbox"
      aria-label={label}
      aria-multiselectable={several || undefined}
      tabIndex={0}
      aria-activedescendant={current >= 0 ? rowId(current) : undefined}
      onKeyDown={onKeyDown}
    >
      <Body {...props} scroller={scroller} rowId={rowId} />
    </div>
  );
}

type BodyProps = RowListProps & {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rowId: (at: number) => string;
};

function ShortBody(props: BodyProps) {
  const { count, height, current, rowId, keyOf } = props;
  const id = current >= 0 ? rowId(current) : null;
  useEffect(() => {
    if (id !== null) document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  }, [id]);
  return (
    <div style={{ height: count * height, position: "relative" }}>
      {Array.from({ length: count }, (_row, at) => (
        <Row key={keyOf(at)} at={at} top={at * height} {...props} />
      ))}
    </div>
  );
}

function LongBody(props: BodyProps) {
  const { count, height, current, scroller, keyOf } = props;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    initialRect: { width: 300, height: 400 },
  });

  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: "auto" });
  }, [current, virtual]);

  return (
    <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
      {virtual.getVirtualItems().map(({ index, start }) => (
        <Row key={keyOf(index)} at={index} top={start} {...props} />
      ))}
    </div>
  );
}

type RowProps = BodyProps & { readonly at: number; readonly top: number };

function Row(props: RowProps) {
  const { at, top, height, rowId, isSelected, isLit, onSelect, onHover, several, children } = props;
  const onClick = (event: MouseEvent) =>
    onSelect(at, several === true && (event.shiftKey || event.ctrlKey || event.metaKey));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself handles the keys.
    <div
      id={rowId(at)}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected(at)}
      className={classes["row"]}
      data-lit={isLit?.(at) || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={onClick}
      onPointerEnter={() => onHover?.(at)}
      onPointerLeave={() => onHover?.(null)}
    >
      {children(at)}
    </div>
  );
}

function targetRow(key: string, at: number, count: number): number | null {
  switch (key) {
    case "ArrowDown":
      return Math.min(count - 1, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
