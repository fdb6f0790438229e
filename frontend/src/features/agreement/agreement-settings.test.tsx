import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { makeDimension, makeRebuild, makeSettings, TEXTS } from "@/test/agreement";
import { makeProject } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { AgreementSettings } from "./agreement-settings";
import type { AgreementSettings as Settings } from "./types";

/** A server that keeps what is saved, and the bodies that came. */
function serve(settings: Settings, rebuild = makeRebuild(null)) {
  const saved: unknown[] = [];
  server.use(
    http.get("*/api/projects/7/agreement-settings/", () => HttpResponse.json(settings)),
    http.get("*/api/projects/7/agreement-rebuild/", () => HttpResponse.json(rebuild)),
    http.get("*/api/projects/7/custom-function", () =>
      HttpResponse.json({ code: "", allowed: false, reason: null }),
    ),
    http.patch("*/api/projects/7/agreement-settings/", async ({ request }) => {
      saved.push(await request.json());
      return HttpResponse.json(settings);
    }),
  );
  return saved;
}

const show = (overrides = {}) =>
  renderWithData(<AgreementSettings project={makeProject(overrides)} />);

const row = async (name: string) =>
  within(await screen.findByRole("listitem", { name: `Dimension ${name}` }));

test("changes of several dimensions are saved together, and what that does is said before", async () => {
  const saved = serve(makeSettings());
  show();

  const topic = await row("topic");
  expect(screen.getByText("Nothing is changed.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await userEvent.clear(topic.getByLabelText("Weight of topic"));
  await userEvent.type(topic.getByLabelText("Weight of topic"), "0.5");
  await userEvent.click((await row("tone")).getByRole("switch", { name: "tone counts" }));

  expect(screen.getByText(/^Saving computes the figures of 1,204 tasks anew/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(saved).toEqual([
      {
        dimensions: [
          { id: 1, weight: 0.5 },
          { id: 2, is_active: false },
        ],
      },
    ]),
  );
  expect(await screen.findByText("Nothing is changed.")).toBeVisible();
});

test("only metrics that fit are offered; a new one brings its parameters", async () => {
  const saved = serve(
    makeSettings({
      dimensions: [
        makeDimension(3, {
          name: "summary",
          tag: "TextArea",
          is_categorical: false,
          values_enum: null,
          allowed_metrics_with_params: {
            ...makeDimension(1).allowed_metrics_with_params,
            text_similarity: TEXTS,
          },
        }),
      ],
    }),
  );
  show();
  const summary = await row("summary");
  await userEvent.click(summary.getByRole("combobox", { name: "Metric of summary" }));
  expect(screen.getAllByRole("option").map((each) => each.textContent)).toEqual([
    "Exact match",
    "Jaccard similarity",
    "Text similarity",
  ]);
  await userEvent.click(screen.getByRole("option", { name: "Text similarity" }));
  await userEvent.click(summary.getByRole("button", { name: "Parameters and classes of summary" }));
  await userEvent.click(summary.getByRole("combobox", { name: "Algorithm" }));
  await userEvent.click(screen.getByRole("option", { name: "Jaro winkler" }));
  const threshold = summary.getByRole("textbox", { name: /^Threshold/ });
  await userEvent.type(threshold, "7");

  expect(summary.getByText("Must be 0 to 1.")).toBeVisible();
  expect(screen.getByText("Correct 1 marked field first.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();

  await userEvent.clear(threshold);
  await userEvent.type(threshold, "0.7");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(saved).toEqual([
      {
        dimensions: [
          {
            id: 3,
            metric_type: "text_similarity",
            metric_params: { algorithm: "jaro_winkler", threshold: 0.7 },
          },
        ],
      },
    ]),
  );
});

test("classes are chips; leaving all out is warned of", async () => {
  const saved = serve(makeSettings());
  show();
  const topic = await row("topic");
  await userEvent.click(topic.getByRole("button", { name: "Parameters and classes of topic" }));
  await userEvent.click(topic.getByRole("checkbox", { name: "Billing" }));
  expect(topic.getByText("Classes that count: 1 of 2")).toBeVisible();
  await userEvent.click(topic.getByRole("button", { name: "None" }));
  expect(topic.getByRole("alert")).toHaveTextContent("Switch it off instead");
  await userEvent.click(topic.getByRole("button", { name: "All" }));
  await userEvent.click(topic.getByRole("checkbox", { name: "Login" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(saved).toEqual([{ dimensions: [{ id: 1, excluded_classes: ["Login"] }] }]),
  );
});

test("consensus shows the usual threshold and does not save it; a mistake opens its row by itself", async () => {
  const saved = serve(
    makeSettings({ dimensions: [makeDimension(1, { name: "tags", metric_type: "jaccard" })] }),
  );
  show();
  const tags = await row("tags");
  const toggle = tags.getByRole("button", { name: /^Parameters/ });
  await userEvent.click(screen.getByRole("radio", { name: /^Consensus/ }));
  await userEvent.click(toggle);
  const threshold = tags.getByRole("textbox", { name: /^Threshold/ });
  expect(threshold).toHaveValue("");
  expect(threshold).toHaveAttribute("placeholder", "0.5 (usual)");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(saved).toEqual([{ agreement_methodology: "consensus", dimensions: [] }]),
  );
  await userEvent.type(threshold, "6");
  expect(tags.getByText("Must be 0 to 1.")).toBeVisible();
  await userEvent.click(toggle);
  expect(toggle).toHaveAttribute("aria-expanded", "true");
  await userEvent.clear(threshold);
  await userEvent.type(threshold, "0.6");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(saved[1]).toEqual({ dimensions: [{ id: 1, metric_params: { threshold: 0.6 } }] }),
  );
});

test("what the server would refuse cannot be saved: something must weigh", async () => {
  serve(makeSettings({ dimensions: [makeDimension(1, { name: "topic" })] }));
  show();
  const topic = await row("topic");
  await userEvent.clear(topic.getByLabelText("Weight of topic"));
  await userEvent.type(topic.getByLabelText("Weight of topic"), "0");
  expect(screen.getByText(/^At least one dimension must count/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await userEvent.type(topic.getByLabelText("Weight of topic"), ".5");
  expect(screen.getByRole("button", { name: "Save" })).toBeEnabled();
});

test("the mark of low agreement is saved as a share and moves no figure", async () => {
  const saved = serve(makeSettings());
  show();
  await userEvent.type(await screen.findByLabelText("Low agreement below"), "60");
  expect(screen.getByText("Saving moves no figure.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(saved).toEqual([{ agreement_threshold: 0.6, dimensions: [] }]));
});

test("a refusal is shown and nothing typed is lost", async () => {
  serve(makeSettings());
  server.use(
    http.patch("*/api/projects/7/agreement-settings/", () =>
      HttpResponse.json({ detail: "Weight must be less." }, { status: 400 }),
    ),
  );
  show();
  const topic = await row("topic");
  await userEvent.click(topic.getByRole("switch", { name: "topic counts" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Weight must be less.")).toBeVisible();
  expect(topic.getByRole("switch", { name: "topic counts" })).not.toBeChecked();
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(topic.getByRole("switch", { name: "topic counts" })).toBeChecked();
});

test("who may not change settings can read all of them", async () => {
  serve(makeSettings(), makeRebuild(40));
  show({ permissions: ["dashboard.view"] });
  const topic = await row("topic");
  expect(topic.getByRole("switch", { name: "topic counts" })).toBeDisabled();
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Add dimension" })).toBeNull();
  expect(await screen.findByText(/^10%: 40 of 400 tasks/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
});

test("a config without controls says what to do", async () => {
  serve(makeSettings({ dimensions: [] }));
  show();
  expect(await screen.findByText(/asks for nothing that can be compared/)).toBeVisible();
});

test("many dimensions are searched", async () => {
  serve(
    makeSettings({
      dimensions: Array.from({ length: 28 }, (_each, at) => makeDimension(at + 1)),
    }),
  );
  show();
  expect(await screen.findByText(/^The first 25 of 28 dimensions are listed/)).toBeVisible();
  await userEvent.click(screen.getByLabelText("Search dimensions"));
  await userEvent.paste("aspect 28");
  expect(screen.getAllByLabelText(/^Dimension aspect/)).toHaveLength(1);
  await userEvent.paste("5");
  expect(screen.getByText("No dimension is called “aspect 285”.")).toBeVisible();
}, 60_000);

test("many classes are searched", async () => {
  const labels = Array.from({ length: 90 }, (_each, at) => `Label ${at}`);
  serve(makeSettings({ dimensions: [makeDimension(1, { name: "kind", values_enum: labels })] }));
  show();
  const kind = await row("kind");
  await userEvent.click(kind.getByRole("button", { name: /^Parameters/ }));
  expect(kind.getAllByRole("checkbox")).toHaveLength(40);
  await userEvent.click(kind.getByLabelText("Search classes of kind"));
  await userEvent.paste("Label 88");
  await userEvent.click(kind.getByRole("checkbox", { name: "Label 88" }));
  expect(kind.getByText("Classes that count: 89 of 90")).toBeVisible();
});
