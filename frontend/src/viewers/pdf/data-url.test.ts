import { expect, test } from "vitest";
import { bytesOfDataUrl } from "./data-url";

const text = (url: string) => String.fromCharCode(...bytesOfDataUrl(url));

test.each([
  ["base64", `data:application/pdf;base64,${btoa("%PDF-1.4 \xff")}`, "%PDF-1.4 \xff"],
  ["base64 with escapes", "data:application/pdf;base64,JVBERi0%3D", "%PDF-"],
  ["escaped bytes", "data:application/pdf,%25PDF-1.4%FF", "%PDF-1.4\xff"],
  ["a lone percent sign", "data:application/pdf,100%", "100%"],
])("%s is read", (_name, url, expected) => {
  expect(text(url)).toBe(expected);
});
