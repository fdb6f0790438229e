import { expect, test } from "vitest";
import { bytesOfData, isReadable } from "./read-file";

test("data: addresses are read without fetching", () => {
  expect([...new Uint8Array(bytesOfData("data:audio/wav;base64,AP8Q"))]).toEqual([0, 255, 16]);
  const text = new TextDecoder().decode(bytesOfData("data:text/csv,t%2Cä%0A1%2C2"));
  expect(text).toBe("t,ä\n1,2");
});

test("only files of this server may be read by the page", () => {
  expect(isReadable("/data/upload/1/a.wav")).toBe(true);
  expect(isReadable("data:audio/wav;base64,AP8Q")).toBe(true);
  expect(isReadable("https://example.org/a.wav")).toBe(false);
});
