import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Confusion, AgreementMatrix as Matrix } from "@/api/agreement";
import {
  GROUND_TRUTH,
  MODEL,
  makeAnnotator,
  makeCoefficient,
  makeConfusion,
  makeFigure,
  makeMatrix,
  makeReport,
} from "@/test/agreement-figures";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { AgreementMatrix } from "./agreement-matrix";
import { Coefficients } from "./coefficients";
import { ConfusionMatrix } from "./confusion-matrix";
import { DimensionFigures } from "./dimension-figures";

const filtersOf = (link: HTMLElement): unknown =>
  JSON.parse(
    new URL(link.getAttribute("href") ?? "", "http://x").searchParams.get("filters") ?? "",
  );

const twoDimensions = makeReport({
  dimensions: [
    makeFigure(1, "topic", {
      coefficients: [
        makeCoefficient("percent", "Percent agreement", { value: 0.85, low: 0.8, high: 0.9 }),
        makeCoefficient("alpha_nominal", "Krippendorff's alpha", { value: -0.05, low: -0.1 }),
        makeCoefficient("fleiss", "Fleiss' kappa", {
          value: null,
          low: null,
          high: null,
          undefined: "no_variation",
        }),
      ],
      by_label: {
        Billing: { mean: 0.9, low: 0.8, high: 0.95, n_tasks: 40, alpha: null },
        Login: { mean: 0.4, low: 0.3, high: 0.5, n_tasks: 9, alpha: null },
      },
      labels_left_out: 3,
    }),
    makeFigure(2, "tone", { mean: null, low: null, high: null, n_tasks: 0, undefined: "no_pairs" }),
  ],
});

test("each dimension has its mean with an interval, or the reason why there is none", () => {
  renderWithData(<DimensionFigures report={twoDimensions} />);

  const topic = screen.getByRole("row", { name: /^topic/ });
  expect(topic).toHaveTextContent("81%78–84%116−0.05Krippendorff's alpha");
  expect(screen.getByRole("row", { name: /^tone/ })).toHaveTextContent(
    "No figure: Fewer than two annotations by different people",
  );
  expect(screen.getByRole("row", { name: /^All together/ })).toHaveTextContent("70%66–74%");
});

test("coefficients stand beside the raw figure, each with a line and its reason", async () => {
  renderWithData(<Coefficients report={twoDimensions} />);

  expect(screen.getByText("81% (78–84%)")).toBeVisible();
  expect(screen.getByRole("row", { name: /^Percent agreement/ })).toHaveTextContent("85%80–90%");
  const alpha = screen.getByRole("row", { name: /^Krippendorff's alpha/ });
  expect(alpha).toHaveTextContent("−0.05−0.10 to 0.80116 units, 290 ratings");
  expect(alpha).toHaveTextContent("Any number of annotators, gaps allowed");
  expect(screen.getByRole("row", { name: /^Fleiss/ })).toHaveTextContent(
    "No value: Everybody used one and the same category",
  );

  await userEvent.click(screen.getByRole("radio", { name: "By label" }));
  const labels = screen.getAllByRole("row").map((row) => row.textContent);
  expect(labels.slice(1).map((text) => text?.slice(0, 5))).toEqual(["Login", "Billi"]);
  expect(screen.getByText("3 rarer labels left out.")).toBeVisible();
});

test("a report that is older than the figures says so; one that is missing too", () => {
  const { unmount } = renderWithData(<Coefficients report={makeReport({ stale: true })} />);
  expect(screen.getByRole("status")).toHaveTextContent(/^As of .*; figures have changed since/);
  unmount();

  renderWithData(<Coefficients report={makeReport({ computed_at: null, stale: true })} />);
  expect(screen.getByRole("status")).toHaveTextContent("are being computed");
  expect(screen.getByText(/^Being computed/)).toBeVisible();
});

function showMatrix(matrix: Matrix) {
  const asked: (string | null)[] = [];
  server.use(
    http.get("*/api/projects/7/agreement-matrix/", ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("dimension"));
      return HttpResponse.json(matrix);
    }),
  );
  renderWithData(<AgreementMatrix projectId={7} report={twoDimensions} />);
  return asked;
}

test("annotators, models and ground truth lead to their common tasks", async () => {
  const asked = showMatrix(
    makeMatrix([makeAnnotator(1, "Ana"), makeAnnotator(2, "Ben"), GROUND_TRUTH, MODEL]),
  );

  const cell = await screen.findByRole("link", { name: /^Ana Tester and base-1.1: 25%/ });
  expect(cell).toHaveAccessibleName(
    "Ana Tester and base-1.1: 25%, low, on 8 common tasks, 95% interval 11–39%, standard deviation 0.43",
  );
  expect(filtersOf(cell)).toEqual([
    { column: "annotators", operator: "contains", value: 1 },
    { column: "predictions_model_versions", operator: "contains", value: "base-1.1" },
  ]);
  expect(filtersOf(screen.getByRole("link", { name: /^Ground truth and Ben Tester/ }))).toEqual([
    { column: "ground_truth", operator: "equal", value: true },
    { column: "annotators", operator: "contains", value: 2 },
  ]);

  await userEvent.click(screen.getByRole("switch", { name: "With models and ground truth" }));
  expect(screen.getAllByRole("link")).toHaveLength(2);

  await userEvent.click(screen.getByRole("combobox", { name: "Dimension of the matrix" }));
  await userEvent.click(screen.getByRole("option", { name: "tone" }));
  await screen.findByRole("combobox", { name: "Dimension of the matrix" });
  expect(asked).toEqual([null, "2"]);
});

test("as a table the pairs who agree least come first", async () => {
  const matrix = makeMatrix([makeAnnotator(1, "Ana"), makeAnnotator(2, "Ben"), MODEL]);
  matrix.agreement[0] = [null, 0.9, null];
  showMatrix(matrix);
  await userEvent.click(await screen.findByRole("radio", { name: "Table" }));

  const rows = within(screen.getByRole("table", { name: "Pairs by agreement" }));
  expect(rows.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "PairAgreement95% intervalStandard deviationCommon tasks",
    "Ben Tester and base-1.1 M125% low11–39%0.438",
    "Ana Tester and Ben Tester90% high11–39%0.438",
  ]);
});

test("one person alone makes no matrix", async () => {
  showMatrix(makeMatrix([makeAnnotator(1, "Ana")]));
  expect(await screen.findByText(/^At least two are needed/)).toBeVisible();
});

test("a matrix that cannot be loaded can be asked for again", async () => {
  server.use(
    http.get("*/api/projects/7/agreement-matrix/", () => new HttpResponse(null, { status: 500 })),
  );
  renderWithData(<AgreementMatrix projectId={7} report={twoDimensions} />);
  expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
});

function showConfusion(answer: (mode: string | null) => Confusion) {
  server.use(
    http.get("*/agreement-analysis/confusion-matrix", ({ request }) =>
      HttpResponse.json(answer(new URL(request.url).searchParams.get("mode"))),
    ),
  );
  renderWithData(<ConfusionMatrix projectId={7} report={twoDimensions} />);
}

test("labels that met are counted; the most confused are listed", async () => {
  showConfusion(() => makeConfusion({ omitted_labels: 2 }));

  const counts = within(await screen.findByRole("table", { name: "Counts of labels that met" }));
  expect(counts.getByRole("row", { name: /^Billing \d/ })).toHaveTextContent("Billing806093%");
  expect(counts.getByRole("row", { name: /^\(nothing\)/ })).toHaveTextContent("(nothing)020–");
  const confused = within(screen.getByRole("region", { name: "Most confused" }));
  expect(confused.getByRole("row", { name: /^Billing ↔ Login/ })).toHaveTextContent("675%");
  expect(screen.getByText("2 rarer labels left out.")).toBeVisible();

  const asked: string[] = [];
  server.use(
    http.get("*/api/projects/7/agreement-confused-tasks/", ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({ count: 3, meetings: 60, tasks: [{ id: 107, inner_id: 7 }] });
    }),
  );
  await userEvent.click(confused.getByRole("button", { name: "Tasks with (nothing) ↔ Login" }));
  const task = await confused.findByRole("link", { name: "Task 7" });
  expect(new URL(task.getAttribute("href") ?? "", "http://x").searchParams.get("task")).toBe("107");
  expect(confused.getByText("and 2 more tasks")).toBeVisible();
  expect(asked).toEqual(["?dimension=1&mode=all&actual=&label=Login&limit=50"]);
});

test("against the ground truth rows are what is true, with precision and recall", async () => {
  showConfusion((mode) =>
    mode === "ground_truth"
      ? makeConfusion({ precision: [0.5, 0.6, null], top_confusion_pairs: [] })
      : makeConfusion({ labels: [], matrix: [], top_confusion_pairs: [] }),
  );
  expect(await screen.findByText(/^No two annotators have labelled/)).toBeVisible();

  await userEvent.click(screen.getByRole("radio", { name: "Ground truth" }));
  expect(await screen.findByRole("columnheader", { name: "Precision" })).toBeVisible();
  expect(screen.getByRole("row", { name: /^Billing \d/ })).toHaveTextContent("Billing806093%50%");
  expect(screen.getByText("Nothing was confused.")).toBeVisible();
});

test("labels that were counted nowhere are as none at all", async () => {
  showConfusion(() =>
    makeConfusion({ labels: ["Billing"], matrix: [[0]], top_confusion_pairs: [] }),
  );
  expect(await screen.findByText(/^No two annotators have labelled/)).toBeVisible();
});

test("a function of the project is named beside what it computes, and there alone", async () => {
  const report = makeReport({ by_function: true });
  const words = /^Computed by the project's own function/;
  const { unmount } = renderWithData(<DimensionFigures report={report} />);
  expect(screen.getByText(words)).toBeVisible();
  expect(screen.getByRole("row", { name: /^All together/ })).toHaveTextContent("70%66–74%");
  unmount();

  const matrix = makeMatrix([makeAnnotator(1, "Ana"), makeAnnotator(2, "Ben")]);
  server.use(http.get("*/api/projects/7/agreement-matrix/", () => HttpResponse.json(matrix)));
  const two = { ...twoDimensions, by_function: true };
  renderWithData(<AgreementMatrix projectId={7} report={two} />);
  expect(screen.getByText(words)).toBeVisible();
  await userEvent.click(await screen.findByRole("combobox", { name: "Dimension of the matrix" }));
  await userEvent.click(screen.getByRole("option", { name: "tone" }));
  expect(screen.queryByText(words)).toBeNull();
});

test("under consensus it is said that labels are compared pair by pair", async () => {
  const words = /^Labels are always compared pair by pair/;
  const { unmount } = renderWithData(<Coefficients report={twoDimensions} />);
  await userEvent.click(screen.getByRole("radio", { name: "By label" }));
  expect(screen.queryByText(words)).toBeNull();
  unmount();

  renderWithData(<Coefficients report={{ ...twoDimensions, methodology: "consensus" }} />);
  await userEvent.click(screen.getByRole("radio", { name: "By label" }));
  expect(screen.getByText(words)).toBeVisible();
});
