import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { AnnotationView } from "../annotation-view";
import { readConfig } from "../config";
import { type AnnotationDocument, isChanged, openDocument } from "../document";
import type { Answer, ConfigNode, ResultItem } from "../types";

const label = (value: string): ConfigNode => ({ tag: "Label", attrs: { value }, children: [] });

const CONFIG: ConfigNode = {
  tag: "View",
  attrs: {},
  children: [
    {
      tag: "Labels",
      attrs: { name: "label", toName: "sound" },
      children: [label("Speech"), label("Noise")],
    },
    { tag: "Audio", attrs: { name: "sound", value: "$audio" }, children: [] },
  ],
};

const region = (id: string, start: number, end: number, name = "Speech"): ResultItem => ({
  original_length: 12,
  value: { start, end, channel: 0, labels: [name] },
  id,
  from_name: "label",
  to_name: "sound",
  type: "labels",
  origin: "manual",
  unknown_key: { kept: [1, 2] },
});

const answer = (key: string, result: readonly ResultItem[], name = key): Answer => ({
  key,
  name,
  kind: "annotation",
  groundTruth: false,
  colour: "#3b82f6",
  result,
});

let latest: AnnotationDocument;

function Host({ answers, audio = null }: { answers: readonly Answer[]; audio?: string | null }) {
  const [document, setDocument] = useState(() => openDocument(answers[0]?.result ?? []));
  latest = document;
  return (
    <MantineProvider env="test">
      <AnnotationView
        config={readConfig(CONFIG, ["a"])}
        data={{ audio }}
        answers={answers}
        focus={answers[0]?.key ?? null}
        document={document}
        onUpdate={setDocument}
      />
    </MantineProvider>
  );
}

const board = () => screen.findByRole("region", { name: /Recording sound/ });
const bars = () => Array.from(document.querySelectorAll<HTMLElement>("[data-mark]"));

/** Presses, moves and lets go of the pointer; the axis is 600 pixels wide where nothing is measured. */
function drag(element: Element, from: number, to: number) {
  fireEvent.pointerDown(element, { button: 0, pointerId: 1, clientX: from });
  fireEvent.pointerMove(window, { pointerId: 1, clientX: (from + to) / 2 });
  fireEvent.pointerMove(window, { pointerId: 1, clientX: to });
  fireEvent.pointerUp(window, { pointerId: 1, clientX: to });
}

beforeEach(() => {
  vi.spyOn(HTMLMediaElement.prototype, "load").mockImplementation(() => {});
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(() => {});
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(async () => {});
});

describe("a recording that cannot be loaded", () => {
  test("says so, and shows the regions on a bare axis", async () => {
    render(<Host answers={[answer("a", [region("r", 3, 6)])]} audio="s3://bucket/a.wav" />);

    expect(
      await screen.findByText(/Amazon S3, which this server is not connected/),
    ).toBeInTheDocument();
    await board();
    expect(bars()).toHaveLength(1);
    expect(bars()[0]).toHaveAttribute("title", "Speech by a, 0:03.000 – 0:06.000");
    expect(bars()[0]).toHaveStyle({ left: "150px", width: "150px" });
    expect(screen.getByRole("button", { name: /^Play\s*Space/ })).toBeDisabled();
  });
});

describe("editing", () => {
  test("dragging a label's stretch adds a region", async () => {
    render(<Host answers={[answer("a", [region("r", 3, 6)])]} />);
    const track = (await board()).firstElementChild;
    if (track === null) throw new Error("no track");

    await userEvent.click(screen.getByRole("button", { name: /Noise/ }));
    drag(track, 400, 500);

    expect(latest.current[1]).toEqual({
      original_length: 12,
      value: { start: 8, end: 10, channel: 0, labels: ["Noise"] },
      id: expect.any(String),
      from_name: "label",
      to_name: "sound",
      type: "labels",
      origin: "manual",
    });
  });

  test("dragging an end changes that number alone, and undoing leaves no trace", async () => {
    const original = [region("r", 3.123456789, 6)];
    render(<Host answers={[answer("a", original)]} />);
    await board();

    await userEvent.click(screen.getByRole("option", { name: /Speech/ }));
    const grip = document.querySelector("[data-grip=end]");
    if (grip === null) throw new Error("no grip");
    drag(grip, 300, 350);

    expect(latest.current).toEqual([{ ...original[0], value: { ...original[0]?.value, end: 7 } }]);
    expect(latest.current[0]?.value?.["start"]).toBe(3.123456789);
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(isChanged(latest)).toBe(false);
  });

  test("a press on a bar that is not selected only selects it", async () => {
    render(<Host answers={[answer("a", [region("r", 3, 6)])]} />);
    await board();
    const bar = bars()[0];
    if (bar === undefined) throw new Error("no bar");

    drag(bar, 200, 300);
    expect(isChanged(latest)).toBe(false);
    expect(screen.getByRole("option", { name: /Speech/ })).toHaveAttribute("aria-selected", "true");

    drag(bar, 200, 300);
    expect(latest.current[0]?.value).toMatchObject({ start: 5, end: 8 });
  });

  test("keys move, resize, relabel and delete; a row of presses is one step of undo", async () => {
    const original = [region("r", 3, 6), region("s", 8, 9)];
    render(<Host answers={[answer("a", original)]} />);
    await board();
    await userEvent.click(screen.getAllByRole("option", { name: /Speech/ })[0] as Element);

    await userEvent.keyboard("{ArrowRight}{ArrowRight}");
    expect(latest.current[0]?.value).toMatchObject({ start: 3.1, end: 6.1 });
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(latest.current).toBe(original);

    await userEvent.keyboard("{Shift>}{ArrowLeft}{/Shift}");
    expect(latest.current[0]?.value).toMatchObject({ start: 3, end: 5.95 });
    await userEvent.keyboard("2{Delete}");
    expect(latest.current).toEqual([original[1]]);
  });

  test("without a mouse: a label, a seek and Enter add a region at the playhead", async () => {
    render(<Host answers={[answer("a", [region("r", 3, 6)])]} />);
    await board();

    await userEvent.keyboard("2{ArrowRight}{ArrowRight}{Enter}");

    expect(latest.current[1]?.value).toEqual({
      start: 2,
      end: 3.2,
      channel: 0,
      labels: ["Noise"],
    });
  });
});

test("annotators stand in lanes of their own, and what differs is told by the line", async () => {
  render(
    <Host
      answers={[
        answer("a", [region("r", 3, 6), region("q", 4, 7, "Noise")], "Ada"),
        answer("b", [region("x", 3, 6)], "Bea"),
      ]}
    />,
  );
  await board();

  expect(
    bars().map(({ title, dataset, style }) => [title.slice(0, 13), dataset["standing"], style.top]),
  ).toEqual([
    ["Speech by Ada", "agreeing", "20px"],
    ["Noise by Ada,", "missing", "46px"],
    ["Speech by Bea", "agreeing", "20px"],
  ]);
});

test("playing starts at the playhead, Space stops it, and a region can be played alone", async () => {
  const made: HTMLAudioElement[] = [];
  const RealAudio = window.Audio;
  vi.stubGlobal(
    "Audio",
    class extends RealAudio {
      constructor() {
        super();
        made.push(this);
      }
    },
  );
  render(<Host answers={[answer("a", [region("r", 3, 6)])]} audio="https://example.org/a.wav" />);
  await board();
  const element = made.at(-1);
  if (element === undefined) throw new Error("no player");
  Object.defineProperty(element, "duration", { value: 12 });
  act(() => {
    element.dispatchEvent(new Event("loadedmetadata"));
  });
  expect(screen.getByText(/plays from another server/)).toBeInTheDocument();

  await userEvent.keyboard("{ArrowRight}{ArrowRight} ");
  expect(element.currentTime).toBe(2);
  expect(element.play).toHaveBeenCalledTimes(1);
  act(() => {
    element.dispatchEvent(new Event("play"));
  });
  await userEvent.keyboard(" ");
  expect(element.pause).toHaveBeenCalled();
  act(() => {
    element.dispatchEvent(new Event("pause"));
  });

  await userEvent.click(screen.getByRole("option", { name: /Speech/ }));
  await userEvent.keyboard(".");
  expect(element.currentTime).toBe(3);
  expect(element.play).toHaveBeenCalledTimes(2);
  vi.unstubAllGlobals();
});
