/** A PDF document, page by page. Answers about it stand beside it. */
import { ActionIcon, Group, NumberInput, Text } from "@mantine/core";
import {
  IconChevronLeft,
  IconChevronRight,
  IconRotateClockwise,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from "@tabler/icons-react";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { KeyHint } from "@/components/key-hint";
import { type Action, useShortcuts } from "@/lib/use-shortcuts";
import { resolveValue } from "../config";
import { useEditor } from "../editor";
import { useAtHand } from "../image/use-at-hand";
import { useLinkedState } from "../linked";
import { mediaAddress } from "../media/address";
import { MediaProblem } from "../media/media-problem";
import type { ObjectViewerProps } from "../object-props";
import classes from "./pdf.module.css";
import { type PdfActions, pdfActions } from "./pdf-commands";
import { PdfPageView } from "./pdf-page";
import { usePdf } from "./use-pdf";

/** What is looked at; shared by the views of a grid. */
export type Looking = {
  readonly identity: string;
  readonly page: number;
  /** Times the usual width. */
  readonly zoom: number;
  /** Quarter turns clockwise. */
  readonly turn: number;
};

/** Wider pages are hard to read; zooming makes them wider. */
const WIDEST = 900;

export function PdfObject({ object, data, toUrl }: ObjectViewerProps) {
  const { identity } = useEditor();
  const address = mediaAddress(resolveValue(object.attrs["value"], data), toUrl);
  const pdf = usePdf(address.kind === "url" ? address.url : null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const zooms = useAtHand(frame, "picture");
  const turns = useAtHand(frame, "pages");
  const [stored, look] = useLinkedState<Looking | null>(`pdf.${object.name}`, null);
  const looking = stored?.identity === identity ? stored : { identity, page: 1, zoom: 1, turn: 0 };
  const pages = pdf.status === "ready" ? pdf.document.numPages : 0;
  const page = Math.min(looking.page, Math.max(1, pages));

  const change = (changes: Partial<Looking>) => {
    look({ ...looking, page, ...changes });
    if (changes.page !== undefined && frame.current !== null) frame.current.scrollTop = 0;
  };
  const actions = pdfActions({ ...looking, page, pages, zooms, turns, change });
  useShortcuts(Object.values(actions));

  const failed = pdf.status === "failed";
  return (
    <div className={classes["viewer"]}>
      <MediaProblem of="PDF" address={address} failed={failed} />
      {failed && address.kind === "url" && (
        <Text size="sm" c="dimmed" role="status">
          {pdf.reason}
        </Text>
      )}
      {pages > 0 && (
        <Toolbar page={page} pages={pages} actions={actions} go={(to) => change({ page: to })}>
          <Text size="xs" c="dimmed" className={classes["percent"]}>
            {Math.round(looking.zoom * 100)}%
          </Text>
        </Toolbar>
      )}
      <section
        ref={frame}
        className={classes["frame"]}
        hidden={failed || address.kind !== "url"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys scroll the page.
        tabIndex={0}
        aria-label={
          pages > 0 ? `PDF ${object.name}, page ${page} of ${pages}` : `PDF ${object.name}`
        }
      >
        {pdf.status === "loading" && (
          <Text size="sm" p="sm" role="status">
            Loading the PDF…
          </Text>
        )}
        {pdf.status === "ready" && width > 0 && (
          <PdfPageView
            document={pdf.document}
            number={page}
            width={Math.min(width, WIDEST)}
            zoom={looking.zoom}
            turn={looking.turn}
          />
        )}
      </section>
    </div>
  );
}

type ToolbarProps = {
  readonly page: number;
  readonly pages: number;
  readonly actions: PdfActions;
  readonly go: (page: number) => void;
  readonly children: ReactNode;
};

function Toolbar({ page, pages, actions, go, children }: ToolbarProps) {
  return (
    <Group gap={6} className={classes["toolbar"]} role="group" aria-label="Pages and zoom">
      <Tool action={actions.previous} icon={<IconChevronLeft size={16} />} shown />
      <NumberInput
        size="xs"
        hideControls
        className={classes["number"]}
        aria-label={`Page of ${pages}`}
        min={1}
        max={pages}
        allowDecimal={false}
        clampBehavior="strict"
        value={page}
        onChange={(value) => typeof value === "number" && value >= 1 && go(value)}
      />
      <Text size="sm" component="span">
        of {pages}
      </Text>
      <Tool action={actions.next} icon={<IconChevronRight size={16} />} shown />
      <span className={classes["gap"]} />
      <Tool action={actions.out} icon={<IconZoomOut size={16} />} />
      <Tool action={actions.in} icon={<IconZoomIn size={16} />} />
      <Tool action={actions.fit} icon={<IconZoomReset size={16} />} />
      <Tool action={actions.turn} icon={<IconRotateClockwise size={16} />} />
      {children}
    </Group>
  );
}

type ToolProps = { readonly action: Action; readonly icon: ReactNode; readonly shown?: boolean };

function Tool({ action, icon, shown = false }: ToolProps) {
  const [key = ""] = action.keys;
  return (
    <>
      <ActionIcon
        variant="default"
        aria-label={action.label}
        title={action.label}
        disabled={!action.enabled}
        onClick={action.run}
      >
        {icon}
      </ActionIcon>
      {shown && <KeyHint keyText={key} />}
    </>
  );
}

/** Room for a page in the frame, without the bar that scrolls it. */
function useWidth(frame: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return width;
}
