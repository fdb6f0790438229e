import { expect, test } from "vitest";
import { bytesOfData, isReadable, thin } from "./samples";

test("thinning keeps the loudest sample of each stretch", () => {
  const samples = Float32Array.from([0.1, -0.9, 0.2, 0.3, 0, 0.5]);
  expect([...thin(samples, 3)].map((each) => Number(each.toFixed(2)))).toEqual([-0.9, 0.3, 0.5]);
  expect(thin(samples, 6)).toBe(samples);
});

test("data: addresses are read without fetching", () => {
  expect([...new Uint8Array(bytesOfData("data:audio/wav;base64,AP8Q"))]).toEqual([0, 255, 16]);
  expect([...new Uint8Array(bytesOfData("data:audio/wav,%01a"))]).toEqual([1, 97]);
});

test("only files of this server may be read by the page", () => {
  expect(isReadable("/data/upload/1/a.wav")).toBe(true);
  expect(isReadable("data:audio/wav;base64,AP8Q")).toBe(true);
  expect(isReadable("https://example.org/a.wav")).toBe(false);
});
