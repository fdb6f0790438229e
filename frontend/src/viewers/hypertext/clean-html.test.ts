import { describe, expect, test } from "vitest";
import { cleanCss } from "./clean-html";
import { readPage } from "./page";

const shown = (html: string) => {
  const page = readPage(html, (address) => (/^https?:/.test(address) ? address : null));
  const frame = document.createElement("div");
  for (const css of page.styles) {
    const style = document.createElement("style");
    style.textContent = css;
    frame.append(style);
  }
  frame.append(page.content);
  return frame;
};

const PAYLOADS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<IMG SRC=x OnErRoR=alert(1)>",
  "<svg onload=alert(1)></svg>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
  "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<iframe src=javascript:alert(1)></iframe>",
  "<object data=javascript:alert(1)></object>",
  "<embed src=javascript:alert(1)>",
  "<a href='javascript:alert(1)'>x</a>",
  "<a href='java\tscript:alert(1)'>x</a>",
  "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
  "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>x</details>",
  "<body onload=alert(1)>x",
  "<marquee onstart=alert(1)>x</marquee>",
  "<video><source onerror=alert(1)></video>",
  "<audio src=x onerror=alert(1)>",
  "<base href='https://evil.example/'>",
  "<link rel=stylesheet href=https://evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<style>@import 'https://evil.example/x.css';</style>",
  "<style>p{background:url(https://evil.example/x)}</style>",
  "<style>p{background:u\\72l(https://evil.example/x)}</style>",
  "<div style='background:url(javascript:alert(1))'>x</div>",
  "<div style='width:expression(alert(1))'>x</div>",
  "<template><img src=x onerror=alert(1)></template>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
  "<textarea><img src=x onerror=alert(1)></textarea>",
  "<xmp><img src=x onerror=alert(1)></xmp>",
  "<custom-tag onclick=alert(1)>x</custom-tag>",
  "<p><select><option><style></option></select><img src=x onerror=alert(1)></style>",
  "<a ping=https://evil.example/ href=https://ok.example/>x</a>",
  "<img srcset='https://evil.example/x 1x'>",
  "<img name=getElementById src=https://ok.example/x.png>",
  "<form id=attributes><input name=attributes><input name=parentNode></form>",
];

const ACTIVE =
  "script, iframe, frame, object, embed, svg, math, form, input, button, select, textarea, base, link, meta, " +
  "template, noscript, video, audio, source, [href], [action], [formaction], [srcset], [ping], [srcdoc], [name]";

describe("user HTML", () => {
  test.each(PAYLOADS)("holds nothing that runs, loads or leads elsewhere: %s", (html) => {
    const found = shown(html);

    expect(found.querySelector(ACTIVE)).toBeNull();
    for (const element of Array.from(found.querySelectorAll("*"))) {
      for (const { name, value } of Array.from(element.attributes)) {
        expect(name).not.toMatch(/^on/i);
        if (name !== "title") expect(value).not.toMatch(/javascript:|data:/i);
        if (name === "style") expect(value).not.toMatch(/url|expression/i);
      }
    }
    for (const style of Array.from(found.querySelectorAll("style"))) {
      expect(style.textContent).not.toMatch(/url|import|evil/i);
    }
  });

  test("keeps its text, layout, tables and plain styles", () => {
    const found = shown(
      '<style>p { color: red }</style><div class="a" style="color: #123; padding: 4px"><h2>T</h2>' +
        "<table><tr><td colspan=2>x</td></tr></table><p>y</p></div>",
    );

    expect(found.querySelector("style")?.textContent).toContain("color: red");
    expect(found.querySelector(".a")?.getAttribute("style")).toBe("color: #123; padding: 4px");
    expect(found.querySelector("td")?.getAttribute("colspan")).toBe("2");
    expect(found.querySelector("h2")?.textContent).toBe("T");
  });

  test("says where a link would lead and does not lead there", () => {
    const link = shown('<a href="https://example.org/x">here</a>').querySelector("a");

    expect(link?.hasAttribute("href")).toBe(false);
    expect(link?.title).toBe("https://example.org/x");
  });

  test("shows the contents of unknown elements", () => {
    expect(shown("<speaker-turn>Hello</speaker-turn><form>form</form>").textContent).toBe(
      "Helloform",
    );
  });

  test("loads pictures only by the addresses that the page allows", () => {
    const pictures = shown(
      "<img src='https://x.example/a.png' alt=A><img src='file:///etc/passwd'>",
    );

    expect(
      Array.from(pictures.querySelectorAll("img"), (each) => each.getAttribute("src")),
    ).toEqual(["https://x.example/a.png", null]);
  });
});

test("a style that could load something under an escape goes as a whole", () => {
  expect(cleanCss("color: red; background: url(x.png)")).toBe("color: red; background: none");
  expect(cleanCss("background: u\\72l(x)")).toBeNull();
  expect(cleanCss("background: url('a\\'b')")).toBeNull();
  expect(cleanCss("/* url( */ color: red")).toBe(" color: red");
  expect(cleanCss("background: u/**/rl(x)")).toBe("background: none");
});
