import { describe, expect, test } from "vitest";
import { mediaAddress } from "./address";

const same = (url: string) => url;

describe("the address of a file", () => {
  test.each([
    "https://example.org/a.png",
    "http://example.org/a.png",
    "/data/upload/1/a.png",
    "a.png",
  ])("%s is loaded from where it is", (given) => {
    expect(mediaAddress(given, same)).toEqual({ kind: "url", url: given, given });
  });

  test("paths go through the server's address", () => {
    expect(mediaAddress("/a.png", (url) => `https://api${url}`)).toMatchObject({
      url: "https://api/a.png",
    });
  });

  test.each([
    ["s3://bucket/a.png", "Amazon S3"],
    ["gs://bucket/a.png", "Google Cloud Storage"],
    ["azure-blob://box/a.png", "Azure Blob Storage"],
  ])("%s is not connected", (given, service) => {
    expect(mediaAddress(given, same)).toEqual({ kind: "cloud", given, service });
  });

  test.each([
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:application/xhtml+xml,<x/>",
    "ftp://example.org/a.png",
  ])("%j is not opened", (given) => {
    expect(mediaAddress(given, same)).toMatchObject({ kind: "refused" });
  });

  test.each(["data:image/png;base64,AAAA", "data:audio/wav;base64,AAAA", "data:text/csv,a,b"])(
    "%s holds the file itself",
    (given) => {
      expect(mediaAddress(given, () => "changed")).toEqual({ kind: "url", url: given, given });
    },
  );

  test.each([undefined, null, "", "  ", 7, { url: "x" }])("%j is none", (given) => {
    expect(mediaAddress(given, same)).toEqual({ kind: "missing" });
  });
});
