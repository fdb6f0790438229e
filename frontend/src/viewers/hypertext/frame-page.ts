/**
 * The frame that shows a page. It is sandboxed: no scripts, no forms, no pop-ups, no navigation.
 * It keeps our origin (`allow-same-origin` without `allow-scripts`), because the marks over the
 * text need its selection and its lines; nothing in it can use the origin, as nothing in it runs.
 * A frame without our origin would need a script inside of it to tell about the selection: that
 * would be the weaker wall. A shadow root would let the page's styles and forms into our document.
 */
import type { Page } from "./page";

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: blob: http: https:; " +
  "form-action 'none'; base-uri 'none'";

export const FRAME_SHELL = `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"></head><body></body></html>`;

/** Pages are written for white paper, whatever colours surround it. */
const PAPER = `
:root { color-scheme: light; background: #fff; color: #1a1b1e; }
body { margin: 0; padding: 12px; overflow: hidden; font: 16px/1.55 system-ui, sans-serif; line-height: calc(1.55em + var(--lanes, 8px)); overflow-wrap: anywhere; }
body > div { position: relative; overflow: auto hidden; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; }
::highlight(touchstone-hits) { background-color: #ffe066; color: #000; }
::highlight(touchstone-hit) { background-color: #f76707; color: #fff; }
`;

export function fillFrame(target: Document, page: Page): void {
  const styles = [PAPER, ...page.styles].map((css) => {
    const style = target.createElement("style");
    style.textContent = css;
    return style;
  });
  for (const old of Array.from(target.head.querySelectorAll("style"))) old.remove();
  target.head.append(...styles);
  target.body.replaceChildren(target.adoptNode(page.content));
}
