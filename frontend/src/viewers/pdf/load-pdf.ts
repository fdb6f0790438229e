/** pdf.js, loaded with the first document that needs it. */
import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import { bytesOfDataUrl } from "./data-url";

export type PdfDocument = PDFDocumentProxy;
export type PdfPage = PDFPageProxy;

const load = async () => {
  const pdf = await import("pdfjs-dist");
  // A file of our own origin: the content policy allows no worker made of text.
  pdf.GlobalWorkerOptions.workerSrc = workerUrl;
  return pdf;
};

/** Open the document at an address; the task is destroyed when it is no longer needed. */
export async function openPdf(url: string): Promise<PDFDocumentLoadingTask> {
  const { getDocument } = await load();
  const source = url.startsWith("data:") ? { data: bytesOfDataUrl(url) } : { url };
  // Scripts and forms of a document are never run; the policy would refuse them too.
  return getDocument({ ...source, isEvalSupported: false, enableXfa: false });
}

export async function makeTextLayer(
  page: PdfPage,
  container: HTMLElement,
  rotation: number,
): Promise<{ readonly cancel: () => void; readonly done: Promise<unknown> }> {
  const { TextLayer } = await load();
  const layer = new TextLayer({
    textContentSource: page.streamTextContent(),
    container,
    viewport: page.getViewport({ scale: 1, rotation }),
  });
  return { cancel: () => layer.cancel(), done: layer.render() };
}
