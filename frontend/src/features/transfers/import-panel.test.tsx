import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import type { ImportJob } from "@/api/types";
import { makeImport } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { exportAddress } from "./api";
import { ImportPanel } from "./import-panel";
import { recordOf } from "./import-progress";
import { tasksPerSecond } from "./rate";

const file = new File(['[{"data":{"text":"a"}}]'], "tickets.json", { type: "application/json" });

let sent: (string | null)[] = [];
let job: ImportJob;

beforeEach(() => {
  sent = [];
  job = makeImport();
  server.use(
    http.get("*/api/setup", () => HttpResponse.json({ upload_limit_bytes: 1000 })),
    http.get("*/api/projects/7/imports/", () => HttpResponse.json([])),
    http.get("*/api/projects/7/imports/1/", () => HttpResponse.json(job)),
    http.post("*/api/projects/7/import", ({ request }) => {
      sent.push(request.headers.get("Idempotency-Key"));
      return HttpResponse.json({ import: 1 }, { status: 201 });
    }),
  );
});

async function choose() {
  const { container } = renderWithData(<ImportPanel projectId={7} />);
  await screen.findByText(/, up to/);
  const input = container.querySelector<HTMLInputElement>('input[type="file"]');
  if (input === null) {
    throw new Error("the page has no file field");
  }
  await userEvent.upload(input, file);
}

test("a file is sent, its import followed to the end", async () => {
  await choose();

  expect(await screen.findByText(/40% · 12 tasks, 30 annotations, 4 predictions/)).toBeVisible();
  expect(sent).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);

  job = makeImport({ status: "completed", percent: 100, task_count: 20, duration: 1.5 });
  expect(await screen.findByText("tickets.json: imported")).toBeVisible();
  expect(screen.getByText("20 tasks, 30 annotations, 4 predictions in 1.5 s.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Open the data" })).toHaveAttribute(
    "href",
    "/projects/7/data",
  );
});

test("a bad record is named by its place, and nothing was imported", async () => {
  job = makeImport({
    status: "failed",
    error: "score must be between 0 and 1.",
    error_path: "$[17].predictions[0].score",
  });
  await choose();

  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("At $[17].predictions[0].score, record 18 of the file");
  expect(alert).toHaveTextContent("score must be between 0 and 1.");
  expect(alert).toHaveTextContent("Nothing of this file was imported.");
});

test("a running import can be cancelled", async () => {
  server.use(
    http.post("*/api/projects/7/imports/1/cancel/", () => {
      job = makeImport({ status: "cancelled" });
      return HttpResponse.json(job);
    }),
  );
  await choose();

  await userEvent.click(await screen.findByRole("button", { name: "Cancel import" }));

  expect(await screen.findByText("tickets.json: cancelled")).toBeVisible();
});

test("a refused file says why and can be sent again", async () => {
  server.use(
    http.post(
      "*/api/projects/7/import",
      () => HttpResponse.json({ detail: "The file is larger than 200 MB." }, { status: 413 }),
      { once: true },
    ),
  );
  await choose();

  expect(await screen.findByText("The file is larger than 200 MB.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(/40% · 12 tasks/)).toBeVisible();
});

test("a file over the limit is not sent at all", async () => {
  server.use(http.get("*/api/setup", () => HttpResponse.json({ upload_limit_bytes: 10 })));
  await choose();

  expect(
    await screen.findByText(
      "The file has 23 bytes; the server takes up to 10 bytes. Split it into smaller files.",
    ),
  ).toBeVisible();
  expect(sent).toEqual([]);
});

test("after a reload the running import is found again", async () => {
  server.use(http.get("*/api/projects/7/imports/", () => HttpResponse.json([makeImport()])));
  renderWithData(<ImportPanel projectId={7} />);

  expect(await screen.findByText("Importing tickets.json")).toBeVisible();
  await vi.waitFor(() => expect(sent).toEqual([]));
});

test("records are counted from 1", () => {
  expect(recordOf("$[0]")).toBe(", record 1 of the file");
  expect(recordOf("$.tasks")).toBe("");
});

test("the rate waits for something to measure", () => {
  const started_at = "2026-01-02T10:00:00Z";
  const now = Date.parse(started_at);
  expect(tasksPerSecond(makeImport({ started_at }), now + 100)).toBeNull();
  expect(tasksPerSecond(makeImport({ started_at: null }), now)).toBeNull();
  expect(tasksPerSecond(makeImport({ started_at, task_count: 5000 }), now + 2000)).toBe(2500);
});

test("each choice of export has its address", () => {
  const query = (choice: "all" | "annotated" | "reviewed") =>
    new URL(exportAddress(7, choice)).searchParams.toString();
  expect(query("all")).toBe("exportType=JSON&download_all_tasks=true");
  expect(query("annotated")).toBe("exportType=JSON");
  expect(query("reviewed")).toBe("exportType=JSON&reviewed=only");
});
