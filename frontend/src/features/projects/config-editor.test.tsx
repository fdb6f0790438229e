import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import { beforeEach, expect, test } from "vitest";
import { makeConfig } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { ConfigEditor } from "./config-editor";
import { offsetOf } from "./config-position";

const BAD = "<View>\n  <Bogus/>\n</View>";

function Host({ initial }: { initial: string }) {
  const [config, setConfig] = useState(initial);
  return <ConfigEditor value={config} onChange={setConfig} />;
}

beforeEach(() => {
  server.use(
    http.post("*/api/projects/validate/", async ({ request }) => {
      const { label_config } = (await request.json()) as { label_config: string };
      return label_config === BAD
        ? HttpResponse.json(
            {
              detail: "The labeling config has a mistake.",
              code: "bad_label_config",
              validation_errors: { label_config: ["Unknown tag Bogus."] },
              context: { line: 2, column: 3 },
            },
            { status: 400 },
          )
        : HttpResponse.json({ ok: true, config: makeConfig() });
    }),
  );
});

test("a mistake is told with its place, and the place is one click away", async () => {
  renderWithData(<Host initial={BAD} />);

  expect(await screen.findByRole("alert")).toHaveTextContent("Unknown tag Bogus.");
  await userEvent.click(screen.getByRole("button", { name: "Go to line 2, column 3" }));

  const field = screen.getByLabelText("Labeling config");
  expect(field).toHaveFocus();
  expect(field).toHaveProperty("selectionStart", BAD.indexOf("<Bogus"));
});

test("a template fills the empty editor and its controls are listed", async () => {
  renderWithData(<Host initial="" />);

  await userEvent.click(screen.getByRole("button", { name: "Text classification" }));

  expect(screen.getByLabelText("Labeling config")).toHaveDisplayValue(/<Choices name="sentiment"/);
  expect(await screen.findByText("1 data object, 1 control")).toBeVisible();
  expect(screen.getByText("Billing")).toBeVisible();
});

test("a template does not replace own text without asking", async () => {
  renderWithData(<Host initial="<View>mine</View>" />);

  await userEvent.click(screen.getByRole("button", { name: "Boxes on images" }));
  expect(screen.getByLabelText("Labeling config")).toHaveDisplayValue("<View>mine</View>");

  await userEvent.click(await screen.findByRole("button", { name: "Replace config" }));
  expect(screen.getByLabelText("Labeling config")).toHaveDisplayValue(/RectangleLabels/);
});

test("a place past the end of the text is its end", () => {
  expect(offsetOf("ab\ncd", 2, 2)).toBe(4);
  expect(offsetOf("ab\ncd", 1, 99)).toBe(2);
  expect(offsetOf("ab\ncd", 9, 1)).toBe(5);
});
