/** One page: its picture, and over it its text, which can be selected and is read out. */
import { useEffect, useRef, useState } from "react";
import { makeTextLayer, type PdfDocument, type PdfPage } from "./load-pdf";
import classes from "./pdf.module.css";

type Props = {
  readonly document: PdfDocument;
  readonly number: number;
  /** The usual width of a page, in pixels. */
  readonly width: number;
  /** Times the scale at which the page has its usual width. */
  readonly zoom: number;
  readonly turn: number;
};

/** Larger canvases are refused by some browsers. */
const MOST_PIXELS = 16_000_000;

export function PdfPageView({ document: pdf, number, width, zoom, turn }: Props) {
  const page = usePage(pdf, number);
  return page === null ? null : (
    <Page key={number} page={page} width={width} zoom={zoom} turn={turn} />
  );
}

function usePage(pdf: PdfDocument, number: number): PdfPage | null {
  const [loaded, setLoaded] = useState<{ pdf: PdfDocument; page: PdfPage } | null>(null);
  useEffect(() => {
    let gone = false;
    pdf.getPage(number).then(
      (page) => !gone && setLoaded({ pdf, page }),
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [pdf, number]);
  return loaded?.pdf === pdf && loaded.page.pageNumber === number ? loaded.page : null;
}

type PageProps = Omit<Props, "document" | "number"> & { readonly page: PdfPage };

function Page({ page, width, zoom, turn }: PageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const rotation = (page.rotate + turn * 90) % 360;
  const plain = page.getViewport({ scale: 1, rotation });
  const scale = (width / plain.width) * zoom;
  const viewport = page.getViewport({ scale, rotation });

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const shown = page.getViewport({ scale, rotation });
    const sharpest = Math.sqrt(MOST_PIXELS / (shown.width * shown.height));
    const sharpness = Math.min(window.devicePixelRatio || 1, sharpest);
    element.width = Math.floor(shown.width * sharpness);
    element.height = Math.floor(shown.height * sharpness);
    const task = page.render({
      canvas: element,
      viewport: shown,
      transform: [sharpness, 0, 0, sharpness, 0, 0],
    });
    // A cancelled drawing is told as an error.
    task.promise.catch(() => {});
    return () => task.cancel();
  }, [page, scale, rotation]);

  useEffect(() => {
    const container = text.current;
    if (container === null) return;
    let gone = false;
    let cancel = () => {};
    const layer = makeTextLayer(page, container, rotation);
    void layer.then(({ cancel: stop, done }) => {
      cancel = stop;
      if (gone) stop();
      done.catch(() => {});
    });
    return () => {
      gone = true;
      cancel();
      container.replaceChildren();
    };
  }, [page, rotation]);

  return (
    <div
      className={classes["page"]}
      style={{
        width: viewport.width,
        height: viewport.height,
        ["--total-scale-factor" as string]: scale,
      }}
    >
      <canvas ref={canvas} className={classes["picture"]} aria-hidden />
      <div ref={text} className={classes["text"]} />
    </div>
  );
}
