/**
 * Cleaning the HTML of a task before it is shown. Nothing in it may run, load documents, send a
 * form or lead elsewhere. Text nodes keep their identity: what was found out about them before the
 * cleaning (their XPaths) holds for the very nodes on screen.
 *
 * There are three walls: this list of what may stay, DOMPurify behind it, and the frame that shows
 * the result, which runs no scripts and has a content policy of its own.
 */
import DOMPurify from "dompurify";

/** Turns the address of a picture into one that may be loaded; null leaves the picture out. */
export type ToPicture = (address: string) => string | null;

/** Shown as they are; every other element becomes a plain one or goes. */
const KEPT: ReadonlySet<string> = new Set(
  (
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup " +
    "dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i " +
    "img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong style " +
    "sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
  ).split(" "),
);

/** These go with all that is in them; the rest of the unknown keep their contents. */
const GONE: ReadonlySet<string> = new Set(
  (
    "applet area audio base canvas dialog embed frame frameset iframe input link map math meta " +
    "noembed noframes noscript object option param picture portal script select slot source svg " +
    "template textarea title track video"
  ).split(" "),
);

const BLOCKS: ReadonlySet<string> = new Set(["fieldset", "form", "legend", "menu", "search"]);

const ATTRIBUTES: readonly string[] = (
  "abbr align alt bgcolor border cellpadding cellspacing char class color colspan dir face headers " +
  "height hspace id lang nowrap open reversed role rowspan rules scope size span src start style " +
  "title type valign value vspace width"
).split(" ");

const KEPT_ATTRIBUTES: ReadonlySet<string> = new Set(ATTRIBUTES);

/** What could load or run something from a style; escapes could spell any of it. */
const UNSAFE_CSS =
  /\\|@import|@font-face|@namespace|url\s*\(|image\s*\(|image-set|cross-fade|element\s*\(|src\s*\(|expression|behavior|-moz-binding|javascript:|<[/!\w]/i;

/** A style without anything that loads; null when it cannot be trusted as a whole. */
export function cleanCss(css: string): string | null {
  const plain = css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/url\(\s*(?:"[^"\\]*"|'[^'\\]*'|[^"'()\\\s]*)\s*\)/gi, "none");
  return UNSAFE_CSS.test(plain) ? null : plain;
}

/** Clean the contents of an element of an inert document, in place. */
export function cleanHtml(body: HTMLElement, toPicture: ToPicture): HTMLElement {
  const owner = body.ownerDocument;
  const root = owner.createElement("div");
  root.append(...body.childNodes);
  for (const element of Array.from(root.querySelectorAll("*"))) cleanElement(element, toPicture);
  DOMPurify.sanitize(root, {
    IN_PLACE: true,
    ALLOWED_TAGS: [...KEPT],
    ALLOWED_ATTR: [...ATTRIBUTES],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: true,
    FORBID_CONTENTS: [],
  });
  return root;
}

/** Styles that stand in the head of a whole document. */
export function headStyles(page: Document): readonly string[] {
  const styles = Array.from(page.head.querySelectorAll("style"));
  return styles.flatMap(({ textContent }) => cleanCss(textContent ?? "") ?? []);
}

function cleanElement(element: Element, toPicture: ToPicture): void {
  const tag = element.localName;
  const isHtml = element.namespaceURI === "http://www.w3.org/1999/xhtml";
  if (!isHtml || GONE.has(tag)) {
    element.remove();
    return;
  }
  if (!KEPT.has(tag)) {
    replaceByPlain(element, BLOCKS.has(tag) ? "div" : "span");
    return;
  }
  if (tag === "style") {
    const css = cleanCss(element.textContent ?? "");
    if (css === null) element.remove();
    else if (element.textContent !== css) element.textContent = css;
  }
  if (tag === "a") nameTarget(element);
  for (const { name, value } of Array.from(element.attributes)) {
    const kept = cleanAttribute(tag, name, value, toPicture);
    if (kept === null) element.removeAttribute(name);
    else if (kept !== value) element.setAttribute(name, kept);
  }
}

function cleanAttribute(
  tag: string,
  name: string,
  value: string,
  toPicture: ToPicture,
): string | null {
  if (name.startsWith("aria-")) return value;
  if (!KEPT_ATTRIBUTES.has(name)) return null;
  if (name === "style") return cleanCss(value);
  if (name === "src") return tag === "img" ? toPicture(value) : null;
  return value;
}

/** Links lead nowhere here; where they would lead is told as a hint. */
function nameTarget(link: Element): void {
  const address = link.getAttribute("href");
  if (address !== null && !link.hasAttribute("title")) link.setAttribute("title", address);
}

function replaceByPlain(element: Element, tag: "div" | "span"): void {
  const plain = element.ownerDocument.createElement(tag);
  plain.append(...element.childNodes);
  element.replaceWith(plain);
}
