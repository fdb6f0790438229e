import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { CustomMetric } from "./custom-metric";
import type { CustomCheck, CustomFunction } from "./types";

const makeFunction = (overrides: Partial<CustomFunction> = {}): CustomFunction => ({
  code: "",
  status: "NotDeployed",
  is_active: false,
  allowed: true,
  reason: null,
  updated_by: null,
  updated_at: null,
  ...overrides,
});

const makeCheck = (overrides: Partial<CustomCheck> = {}): CustomCheck => ({
  ok: true,
  score: 0.5,
  labels: null,
  error: null,
  stdout: "",
  notes: [],
  task: 12,
  annotations: [3, 4],
  ...overrides,
});

/** A server that keeps the code, and says what came. */
function serve(first: CustomFunction, check: CustomCheck = makeCheck()) {
  const calls: unknown[] = [];
  let now = first;
  server.use(
    http.get("*/api/projects/7/custom-function", () => HttpResponse.json(now)),
    http.post("*/api/projects/7/custom-function", async ({ request }) => {
      const { code } = (await request.json()) as { code: string };
      calls.push(["save", code]);
      now = makeFunction({ code, is_active: true, status: "Active" });
      return HttpResponse.json(now);
    }),
    http.delete("*/api/projects/7/custom-function", () => {
      calls.push(["remove"]);
      now = makeFunction();
      return new HttpResponse(null, { status: 204 });
    }),
    http.post("*/api/projects/7/check-function", async ({ request }) => {
      calls.push(["check", ((await request.json()) as { code: string }).code]);
      return HttpResponse.json(check);
    }),
    http.get("*/api/projects/7/custom-function-logs", () =>
      HttpResponse.json({
        results: [{ id: 1, task: 12, message: "seen 2", created_at: "2026-01-02T10:00:00Z" }],
      }),
    ),
  );
  renderWithData(<CustomMetric projectId={7} />);
  return calls;
}

test("a function is begun, checked and saved", async () => {
  const calls = serve(makeFunction(), makeCheck({ stdout: "hello", notes: ["0.5 of 1 s"] }));

  const code = await screen.findByLabelText("Code");
  expect(screen.getByRole("button", { name: "Save function" })).toBeDisabled();
  await userEvent.click(screen.getByRole("button", { name: "Start from an example" }));
  expect((code as HTMLTextAreaElement).value).toMatch(/^def agreement\(annotation_1/);
  await userEvent.clear(code);
  await userEvent.type(code, "x = 1");
  await userEvent.click(screen.getByRole("button", { name: "Check" }));
  const works = await screen.findByRole("status");
  expect(works).toHaveTextContent("For annotations 3 and 4 of task 12 it gives 50%.");
  expect(works).toHaveTextContent("It printed:hello");

  await userEvent.click(screen.getByRole("button", { name: "Save function" }));
  expect(await screen.findByRole("button", { name: "Remove function" })).toBeVisible();
  expect(calls).toEqual([
    ["check", "x = 1"],
    ["save", "x = 1"],
  ]);
});

test("a mistake is shown as the server tells it", async () => {
  serve(
    makeFunction({ code: "x" }),
    makeCheck({ ok: false, score: null, error: "line 1: no function agreement" }),
  );
  await userEvent.click(await screen.findByRole("button", { name: "Check" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("line 1: no function agreement");
});

test("removing asks first; the log is there to be read", async () => {
  const calls = serve(makeFunction({ code: "x = 1", is_active: true, status: "Active" }));
  await userEvent.click(await screen.findByRole("button", { name: "Show the log" }));
  expect(await screen.findByRole("row", { name: /Task 12.*seen 2/ })).toBeVisible();

  await userEvent.click(screen.getByRole("button", { name: "Remove function" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("Its code is deleted");
  expect(calls).toEqual([]);
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove function" }));
  await waitFor(() => expect(screen.getByLabelText("Code")).toHaveValue(""));
  expect(calls).toEqual([["remove"]]);
});

test("Tab indents, and after Escape leaves the field", async () => {
  serve(makeFunction());
  const code = await screen.findByLabelText("Code");
  await userEvent.click(code);
  await userEvent.keyboard("{Tab}x");
  expect(code).toHaveValue("    x");
  await userEvent.keyboard("{Escape}{Tab}");
  expect(code).not.toHaveFocus();
});

test("where the server runs no functions there is nothing to see, unless one was left", async () => {
  const { unmount } = (() => {
    server.use(
      http.get("*/api/projects/7/custom-function", () =>
        HttpResponse.json(makeFunction({ allowed: false })),
      ),
    );
    return renderWithData(<CustomMetric projectId={7} />);
  })();
  expect(await screen.findByText(/when the operator sets TOUCHSTONE_CUSTOM_METRICS/)).toBeVisible();
  expect(screen.queryByLabelText("Code")).toBeNull();
  unmount();

  serve(
    makeFunction({ allowed: false, code: "x = 1", status: "Error", reason: "Switched off here." }),
  );
  expect(await screen.findByText(/^Switched off here\. Until then/)).toBeVisible();
  expect(screen.getByLabelText("Code")).toHaveAttribute("readonly");
  expect(screen.queryByRole("button", { name: "Check" })).toBeNull();
});
