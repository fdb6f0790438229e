import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { server } from "@/test/server";
import { AnnotationView } from "../annotation-view";
import { readConfig } from "../config";
import { type AnnotationDocument, isChanged, openDocument } from "../document";
import type { Answer, ConfigNode, ResultItem } from "../types";

const plots: { data: unknown; series: unknown[] }[] = [];

// jsdom has no canvas.
vi.mock("uplot", () => ({
  default: class {
    constructor(options: { series: unknown[] }, data: unknown) {
      plots.push({ data, series: options.series });
    }
    setScale() {}
    setSize() {}
    destroy() {}
  },
}));

const config = (attrs: Record<string, string>): ConfigNode => ({
  tag: "View",
  attrs: {},
  children: [
    {
      tag: "TimeSeriesLabels",
      attrs: { name: "label", toName: "ts" },
      children: ["Run", "Rest"].map((value) => ({ tag: "Label", attrs: { value }, children: [] })),
    },
    {
      tag: "TimeSeries",
      attrs: { name: "ts", value: "$series", timeColumn: "time", ...attrs },
      children: [
        { tag: "Channel", attrs: { column: "speed", legend: "Speed", units: "m/s" }, children: [] },
        { tag: "Channel", attrs: { column: "not there" }, children: [] },
      ],
    },
  ],
});

const region = (id: string, start: unknown, end: unknown): ResultItem => ({
  value: { start, end, instant: false, timeserieslabels: ["Run"], odd: null },
  id,
  from_name: "label",
  to_name: "ts",
  type: "timeserieslabels",
  origin: "manual",
});

let latest: AnnotationDocument;

type HostProps = {
  readonly result: readonly ResultItem[];
  readonly series: unknown;
  readonly attrs?: Record<string, string>;
};

function Host({ result, series, attrs = {} }: HostProps) {
  const [document, setDocument] = useState(() => openDocument(result));
  latest = document;
  const answer: Answer = {
    key: "a",
    name: "Ada",
    kind: "annotation",
    groundTruth: false,
    colour: "#3b82f6",
    result,
  };
  return (
    <MantineProvider env="test">
      <AnnotationView
        config={readConfig(config(attrs), ["a"])}
        data={{ series }}
        answers={[answer]}
        focus="a"
        document={document}
        onUpdate={setDocument}
      />
    </MantineProvider>
  );
}

const NUMBERS = { time: [0, 10, 20, 30, 40, 50, 60], speed: [1, 2, 3, 4, null, 6, 7] };

const FORMAT = "%d.%m.%Y %H:%M";
const DATES = {
  time: ["01.02.2020 10:00", "01.02.2020 10:10", "01.02.2020 10:20", "01.02.2020 10:30"],
  speed: [1, 2, 3, 4],
};

const board = () => screen.findByRole("region", { name: /Time series ts/ });
const bars = () => Array.from(document.querySelectorAll<HTMLElement>("[data-mark]"));
const select = async () => userEvent.click(screen.getByRole("option", { name: /Run/ }));

/** The axis is 600 pixels wide where nothing is measured. */
function drag(element: Element | null | undefined, from: number, to: number) {
  if (element == null) throw new Error("nothing to drag");
  fireEvent.pointerDown(element, { button: 0, pointerId: 1, clientX: from });
  fireEvent.pointerMove(window, { pointerId: 1, clientX: to });
  fireEvent.pointerUp(window, { pointerId: 1, clientX: to });
}

beforeEach(() => {
  plots.length = 0;
});

test("draws the channels of the config that the table has, over the time column", async () => {
  render(<Host series={NUMBERS} result={[region("r", 10, 30)]} />);
  await board();

  await waitFor(() => expect(plots).toHaveLength(1));
  expect(plots[0]?.data).toEqual([Float64Array.from(NUMBERS.time), [1, 2, 3, 4, null, 6, 7]]);
  expect(bars()[0]).toHaveStyle({ left: "100px", width: "200px" });
  expect(screen.getByRole("group", { name: "Values at the cursor" })).toHaveTextContent(
    "0Speed 1 m/s",
  );
});

test("times snap to samples; only the end that moved is written, as a number", async () => {
  const original = [region("r", 10.5, 30)];
  render(<Host series={NUMBERS} result={original} />);
  await board();
  await select();

  drag(document.querySelector("[data-grip=end]"), 300, 387);

  expect(latest.current[0]?.value).toEqual({ ...original[0]?.value, end: 40 });
  await userEvent.keyboard("{Control>}z{/Control}");
  expect(isChanged(latest)).toBe(false);
  expect(latest.current).toBe(original);
});

test("dates are read and written in the format of the column", async () => {
  const original = [region("r", "01.02.2020 10:00", "01.02.2020 10:10")];
  render(<Host series={DATES} result={original} attrs={{ timeFormat: FORMAT }} />);
  await board();
  expect(bars()[0]).toHaveStyle({ left: "0px", width: "200px" });
  expect(bars()[0]?.title).toBe("Run by Ada, 01.02.2020 10:00 – 01.02.2020 10:10");

  await select();
  await userEvent.keyboard("{Shift>}{ArrowRight}{/Shift}");
  expect(latest.current[0]?.value).toMatchObject({
    start: "01.02.2020 10:00",
    end: "01.02.2020 10:20",
  });
  await userEvent.keyboard("{ArrowRight}");
  expect(latest.current[0]?.value).toMatchObject({
    start: "01.02.2020 10:10",
    end: "01.02.2020 10:30",
  });
});

test("a label and a drag, or Enter at the cursor, add a region in the column's form", async () => {
  render(<Host series={DATES} result={[]} attrs={{ timeFormat: FORMAT }} />);
  const track = (await board()).firstElementChild;

  await userEvent.keyboard("2");
  drag(track, 190, 410);
  expect(latest.current[0]).toEqual({
    value: {
      start: "01.02.2020 10:10",
      end: "01.02.2020 10:20",
      instant: false,
      timeserieslabels: ["Rest"],
    },
    id: expect.any(String),
    from_name: "label",
    to_name: "ts",
    type: "timeserieslabels",
    origin: "manual",
  });

  await userEvent.keyboard("{Escape}2{Enter}");
  expect(latest.current[1]?.value).toMatchObject({
    start: "01.02.2020 10:00",
    end: "01.02.2020 10:10",
    timeserieslabels: ["Rest"],
  });
});

test("a file that the task names is read; its numbers are written as numbers", async () => {
  server.use(
    http.get("*/data/upload/1/s.csv", () => HttpResponse.text("time;speed\n0;1\n10;2\n20;3\n")),
  );
  render(<Host series="/data/upload/1/s.csv" result={[region("r", 0, 10)]} attrs={{ sep: ";" }} />);
  await screen.findByText(/Speed 1 m/);
  await select();
  await userEvent.keyboard("{Shift>}{ArrowRight}{/Shift}");

  expect(latest.current[0]?.value).toMatchObject({ start: 0, end: 20 });
});

test("without its file the regions stand on a bare axis and can be changed", async () => {
  server.use(http.get("*/data/upload/1/s.csv", () => new HttpResponse(null, { status: 404 })));
  const original = [region("r", "2020-02-01 10:00", "2020-02-01 11:00")];
  render(<Host series="/data/upload/1/s.csv" result={original} />);

  expect(await screen.findByText(/The time series could not be loaded/)).toBeInTheDocument();
  expect(bars()).toHaveLength(1);
  await select();
  drag(document.querySelector("[data-grip=end]"), 550, 600);
  expect(latest.current[0]?.value).toMatchObject({
    start: "2020-02-01 10:00",
    end: "2020-02-01 11:06",
  });
});
