import { describe, expect, test } from "vitest";
import type { ShownRegion } from "../shown-regions";
import type { Answer } from "../types";
import { clock, countFrames, frameAt, frameRateOf, heldFrame, timeOf } from "./frames";

const video = (attrs: Record<string, string>) => ({ name: "v", tag: "Video", attrs });

describe("frame rate", () => {
  test.each([
    [{}, 24],
    [{ frameRate: "29.97" }, 29.97],
    [{ framerate: "25" }, 25],
    [{ frameRate: "$fps" }, 50],
    [{ frameRate: "0.04" }, 25],
    [{ frameRate: "fast" }, 24],
    [{ frameRate: "-3" }, 24],
  ])("%j is %d frames a second", (attrs, rate) => {
    expect(frameRateOf(video(attrs as Record<string, string>), { fps: 50 })).toBeCloseTo(rate);
  });
});

test("every frame is found again at the time it is shown, at crooked rates too", () => {
  for (const rate of [24, 25, 29.97, 60, 23.976]) {
    for (const frame of [1, 2, 3, 100, 5000])
      expect(frameAt(timeOf(frame, rate), rate)).toBe(frame);
  }
  expect(frameAt(0, 24)).toBe(1);
  expect(frameAt(1 / 24, 24)).toBe(2);
});

describe("number of frames", () => {
  const answer = { result: [{ value: { framesCount: 131 } }, {}] } as unknown as Answer;
  const region = {
    geometry: { kind: "frames", ranges: [{ start: 7, end: 200 }] },
  } as unknown as ShownRegion;

  test("by the video itself", () => {
    expect(countFrames(5.425, 24, [answer], [region])).toBe(131);
    expect(countFrames(5.0000001, 24, [], [])).toBe(120);
  });

  test("without it as the answers state it, or as far as they reach", () => {
    expect(countFrames(null, 24, [answer], [])).toBe(131);
    expect(countFrames(null, 24, [answer], [region])).toBe(200);
    expect(countFrames(null, 24, [], [])).toBe(1);
  });
});

test("frames are kept in the video, times are read as clocks", () => {
  expect([heldFrame(0, 9), heldFrame(4.4, 9), heldFrame(99, 9)]).toEqual([1, 4, 9]);
  expect(clock(1, 25)).toBe("00:00.00");
  expect(clock(1626, 25)).toBe("01:05.00");
  expect(clock(25 * 3600 + 1, 25)).toBe("1:00:00.00");
});
