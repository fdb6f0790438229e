import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { AnnotationView } from "../annotation-view";
import { readConfig } from "../config";
import { type AnnotationDocument, openDocument } from "../document";
import type { Answer, ConfigNode, Result } from "../types";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const CONFIG = readConfig(
  node("View", {}, [
    node("Labels", { name: "who", toName: "video" }, [
      node("Label", { value: "Car" }),
      node("Label", { value: "Person" }),
    ]),
    node("TimelineLabels", { name: "light", toName: "video" }, [node("Label", { value: "Red" })]),
    node("Video", { name: "video", value: "$video", frameRate: "10" }),
    node("VideoRectangle", { name: "box", toName: "video" }),
  ]),
  ["a"],
);

const key = (frame: number, x: number, more: Record<string, unknown> = {}) => ({
  x,
  y: 20,
  width: 10,
  height: 10,
  rotation: 0,
  frame,
  enabled: true,
  time: frame / 10,
  source: "tracker",
  ...more,
});

const track = (id: string, label: string, ...sequence: unknown[]) => ({
  id,
  from_name: "box",
  to_name: "video",
  type: "videorectangle",
  value: { framesCount: 60, duration: 6, sequence, labels: [label] },
  meta: { text: ["kept"] },
});

const light = (id: string, ...ranges: { start: number; end: number }[]) => ({
  id,
  from_name: "light",
  to_name: "video",
  type: "timelinelabels",
  value: { ranges, timelinelabels: ["Red"] },
});

const RESULT: Result = [
  track("car", "Car", key(1, 0), key(11, 20), key(21, 20, { enabled: false })),
  light("red", { start: 31, end: 40 }),
  { id: "odd", type: "unknown", from_name: "box", to_name: "video", value: { any: 1 } },
];

const answer = (name: string, result: Result): Answer => ({
  key: name,
  name,
  kind: "annotation",
  groundTruth: false,
  colour: "#123456",
  result,
});

let latest: AnnotationDocument;

function Host({ results = [RESULT], url = "" }: { results?: Result[]; url?: string }) {
  const [document, setDocument] = useState(() => openDocument(results[0] ?? []));
  latest = document;
  return (
    <MantineProvider env="test">
      <AnnotationView
        identity="task"
        config={CONFIG}
        data={{ video: url }}
        answers={results.map((result, index) => answer(`annotator ${index}`, result))}
        focus="annotator 0"
        document={document}
        onUpdate={setDocument}
      />
    </MantineProvider>
  );
}

async function show(props: Parameters<typeof Host>[0] = {}) {
  render(<Host {...props} />);
  const seek = await screen.findByRole("slider", { name: "Frame of video" }, { timeout: 15_000 });
  const go = (frame: number) => fireEvent.change(seek, { target: { value: String(frame) } });
  return { seek, go };
}

/** Names at the boxes on the picture. */
const names = () => [...document.querySelectorAll("svg text")].map((text) => text.textContent);

const region = (name: RegExp, at = 0) => {
  const rows = within(screen.getByRole("listbox", { name: "Regions" })).getAllByRole("option", {
    name,
  });
  return rows[at] ?? rows[0] ?? document.body;
};

const sequence = () => latest.current[0]?.value?.["sequence"] as readonly Record<string, unknown>[];

test("without a video the axis has as many frames as the answers say, and boxes are shown", async () => {
  const { seek, go } = await show();

  expect(screen.getByText(/The task has no address for the video/)).toBeVisible();
  expect(seek).toHaveAttribute("max", "60");
  expect(names()).toEqual(["◆ Car"]);

  go(6);
  expect(names()).toEqual(["Car"]);
  expect(seek).toHaveAttribute("aria-valuetext", "Frame 6 of 60, 00:00.50");

  go(22);
  expect(names()).toEqual([]);
});

test("a file that cannot be loaded is named, and boxes are still shown", async () => {
  const { go } = await show({ url: "/gone.webm" });
  fireEvent.error(screen.getByLabelText("Video video"));

  expect(await screen.findByText(/gone\.webm/)).toBeVisible();
  go(1);
  expect(names()).toEqual(["◆ Car"]);
});

test("cloud storage is said not to be connected", async () => {
  await show({ url: "s3://bucket/a.mp4" });
  expect(screen.getByText("The video is not connected")).toBeVisible();
  expect(document.querySelector("video")).toBeNull();
});

test("keys go frame by frame, by seconds, and from keyframe to keyframe", async () => {
  const { seek } = await show();
  await userEvent.keyboard("...");
  expect(seek).toHaveValue("4");
  await userEvent.keyboard(",{ArrowLeft}");
  expect(seek).toHaveValue("2");
  await userEvent.keyboard("{Shift>}{ArrowRight}{/Shift}");
  expect(seek).toHaveValue("12");

  await userEvent.click(region(/^Car/));
  await userEvent.keyboard("{PageDown}");
  expect(seek).toHaveValue("21");
  await userEvent.keyboard("{PageUp}{PageUp}");
  expect(seek).toHaveValue("1");
});

test("playing without a video follows a clock and stops at the end", async () => {
  const { seek, go } = await show();
  go(58);
  await userEvent.keyboard(" ");
  expect(screen.getByRole("button", { name: "Pause" })).toBeVisible();
  await waitFor(() => expect(seek).toHaveValue("60"), { timeout: 5_000 });
  await waitFor(() => expect(screen.getByRole("button", { name: "Play" })).toBeVisible());
});

test("arrow keys move the box at a keyframe: one number of one keyframe changes", async () => {
  await show();
  await userEvent.click(region(/^Car/));
  await userEvent.keyboard("{ArrowRight}{ArrowRight}");

  expect(sequence()[0]).toEqual({ ...key(1, 0), x: 0.5 });
  expect(latest.current[0]).toEqual({
    ...RESULT[0],
    value: { ...RESULT[0]?.value, sequence: sequence() },
  });
  expect(latest.current.slice(1)).toEqual(RESULT.slice(1));
  expect(latest.current[2]).toBe(RESULT[2]);

  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(latest.current).toBe(RESULT);
});

test("between keyframes a move makes a keyframe, which can be removed again", async () => {
  const { go } = await show();
  await userEvent.click(region(/^Car/));
  go(6);
  await userEvent.keyboard("{ArrowRight}");
  expect(sequence().map(({ frame }) => frame)).toEqual([1, 6, 11, 21]);
  expect(sequence()[1]).toMatchObject({ x: 10.25, y: 20, time: 0.6, enabled: true });

  await userEvent.click(screen.getByRole("button", { name: /Remove the keyframe/ }));
  expect(latest.current).toBe(RESULT);
  await userEvent.keyboard("f");
  expect(sequence()[1]).toMatchObject({ frame: 6, x: 10 });
});

test("a box is ended and let go on again", async () => {
  const { go } = await show();
  await userEvent.click(region(/^Car/));
  go(11);
  await userEvent.keyboard("e");
  expect(sequence()[1]).toEqual({ ...key(11, 20), enabled: false });
  go(12);
  expect(names()).toEqual([]);
  go(11);
  await userEvent.click(screen.getByRole("button", { name: /Let the box go on/ }));
  expect(latest.current).toBe(RESULT);
});

test("a label draws a new box at the frame on the screen", async () => {
  const { go } = await show();
  go(30);
  await userEvent.keyboard("2n");
  const added = latest.current.at(-1);
  expect(added).toMatchObject({
    from_name: "box",
    to_name: "video",
    type: "videorectangle",
    value: {
      framesCount: 60,
      duration: 6,
      labels: ["Person"],
      sequence: [{ frame: 30, time: 3, enabled: true, x: 40, y: 40, rotation: 0 }],
    },
  });
  expect(latest.current.slice(0, -1)).toEqual(RESULT);
  expect(names()).toEqual(["◆ Person"]);
});

test("a box is drawn by dragging over the picture", async () => {
  await show();
  await userEvent.keyboard("1");
  const surface = document.querySelector("svg text")?.closest("svg")?.parentElement ?? document;
  // 640 x 360 without a layout, with a margin of 8: 1280 x 720 at 344 / 720.
  fireEvent.pointerDown(surface, { clientX: 320, clientY: 180, button: 0, pointerId: 1 });
  fireEvent.pointerMove(surface, { clientX: 420, clientY: 250, buttons: 1, pointerId: 1 });
  fireEvent.pointerUp(surface, { clientX: 420, clientY: 250, button: 0, pointerId: 1 });

  const drawn = latest.current.at(-1)?.value ?? {};
  const [first] = drawn["sequence"] as Record<string, number>[];
  expect(first?.["x"]).toBeCloseTo(50, 5);
  expect(first?.["y"]).toBeCloseTo(50, 5);
  expect(first?.["width"]).toBeCloseTo(100 / 6.1155, 1);
  expect(first?.["height"]).toBeCloseTo(70 / 3.44, 1);
});

test("selecting a region goes to where it is; its range is moved by keys", async () => {
  const { seek, go } = await show();
  await userEvent.click(region(/^Red/));
  expect(seek).toHaveValue("31");

  await userEvent.keyboard("{ArrowRight}");
  expect(latest.current[1]?.value).toEqual({
    ranges: [{ start: 32, end: 41 }],
    timelinelabels: ["Red"],
  });
  go(35);
  await userEvent.keyboard("b");
  expect(latest.current[1]?.value?.["ranges"]).toEqual([{ start: 35, end: 41 }]);
  go(38);
  await userEvent.keyboard("e");
  expect(latest.current[1]?.value?.["ranges"]).toEqual([{ start: 35, end: 38 }]);
  expect(latest.current[0]).toBe(RESULT[0]);
});

test("a label of the time axis makes a range", async () => {
  const { go } = await show();
  go(5);
  await userEvent.keyboard("3n");
  expect(latest.current.at(-1)).toMatchObject({
    from_name: "light",
    to_name: "video",
    type: "timelinelabels",
    value: { ranges: [{ start: 5, end: 14 }], timelinelabels: ["Red"] },
  });
});

test("all annotators are drawn together, the one at hand on top", async () => {
  const other: Result = [track("car2", "Car", key(1, 2), key(11, 22))];
  await show({ results: [RESULT, other] });
  expect(names()).toEqual(["◆ Car", "◆ Car"]);
  expect(region(/^Car.*annotator 1/)).toBeInTheDocument();

  await userEvent.click(region(/^Car.*annotator 1/));
  await userEvent.keyboard("{ArrowRight}");
  expect(latest.current).toBe(RESULT);
});

test("a video that plays shows the frame of its picture", async () => {
  const play = vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  const pause = vi.spyOn(HTMLMediaElement.prototype, "pause").mockReturnValue();
  const { seek } = await show({ url: "/a.webm" });
  const video = screen.getByLabelText<HTMLVideoElement>("Video video");
  Object.defineProperty(video, "duration", { value: 4, configurable: true });
  Object.defineProperty(video, "videoWidth", { value: 320 });
  Object.defineProperty(video, "videoHeight", { value: 180 });
  fireEvent.loadedMetadata(video);
  expect(seek).toHaveAttribute("max", "40");

  fireEvent.change(seek, { target: { value: "11" } });
  expect(video.currentTime).toBeCloseTo(1.05);

  await userEvent.keyboard(" ");
  expect(play).toHaveBeenCalledTimes(1);
  video.currentTime = 2.02;
  await waitFor(() => expect(seek).toHaveValue("21"));
  await userEvent.keyboard(" ");
  expect(pause).toHaveBeenCalled();
});

test("keyframes stand in the bar of their box, those of a tracker as a line", async () => {
  const everyFrame = Array.from({ length: 60 }, (_each, at) => key(at + 1, at));
  const { seek } = await show({ results: [[...RESULT, track("fast", "Person", ...everyFrame)]] });
  const frames = [...document.querySelectorAll("[data-keyframe]")].map((each) =>
    each.getAttribute("data-keyframe"),
  );
  expect(frames).toEqual(["1", "11", "21"]);

  fireEvent.pointerDown(document.querySelector('[data-keyframe="11"]') ?? document, { button: 0 });
  fireEvent.pointerUp(window);
  expect(seek).toHaveValue("11");
  expect(region(/^Car/)).toHaveAttribute("aria-selected", "true");
});

test("a keyframe of the selected box is dragged to another frame", async () => {
  const { seek } = await show();
  await userEvent.click(region(/^Car/));
  // 60 frames on 600 pixels without a layout.
  const mark = document.querySelector('[data-keyframe="11"]') ?? document;
  fireEvent.pointerDown(mark, { button: 0, clientX: 100 });
  fireEvent.pointerUp(window, { clientX: 140 });
  expect(sequence().map(({ frame }) => frame)).toEqual([1, 15, 21]);
  expect(sequence()[1]).toEqual({ ...key(15, 20), time: 1.5 });
  expect(seek).toHaveValue("15");
});
