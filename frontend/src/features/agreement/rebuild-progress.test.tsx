import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { makeRebuild } from "@/test/agreement";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { percentOf, RebuildBanner, RebuildProgress } from "./rebuild-progress";
import type { Rebuild } from "./types";

/** A server whose state the test moves on. */
function serve(first: Rebuild) {
  const state = { now: first, cancels: 0 };
  server.use(
    http.get("*/api/projects/7/agreement-rebuild/", () => HttpResponse.json(state.now)),
    http.post("*/api/projects/7/agreement-rebuild/cancel/", () => {
      state.cancels += 1;
      state.now = { ...makeRebuild(null), outdated: true };
      return HttpResponse.json(state.now);
    }),
    http.post("*/api/projects/7/agreement-rebuild/", () => {
      state.now = makeRebuild(0, 0);
      return HttpResponse.json(state.now);
    }),
  );
  return state;
}

test("progress is shown by count, and cancelled only after a question", async () => {
  const state = serve(makeRebuild(120));
  renderWithData(<RebuildProgress projectId={7} mayChange />);

  expect(await screen.findByText(/^30%: 120 of 400 tasks/)).toBeVisible();
  expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "30");
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("the figures stay those of the settings before");
  expect(within(dialog).queryByRole("button", { name: "Cancel" })).toBeNull();
  expect(within(dialog).getByRole("button", { name: "Go on computing" })).toBeVisible();
  expect(state.cancels).toBe(0);
  await userEvent.click(screen.getByRole("button", { name: "Cancel the new figures" }));
  await waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
  expect(state.cancels).toBe(1);
});

test("figures of earlier settings are told, and computed anew by whoever may", async () => {
  serve({ ...makeRebuild(null), outdated: true });
  const { unmount } = renderWithData(<RebuildProgress projectId={7} mayChange={false} />);
  expect(await screen.findByRole("status")).toHaveTextContent(
    "These settings are saved, but the figures were computed with earlier ones.",
  );
  expect(screen.queryByRole("button")).toBeNull();
  unmount();

  renderWithData(<RebuildProgress projectId={7} mayChange />);
  await userEvent.click(await screen.findByRole("button", { name: "Compute the figures anew" }));
  expect(await screen.findByText(/^Preparing\./)).toBeVisible();
  expect(screen.queryByText(/computed with earlier ones/)).toBeNull();
});

test("the banner goes when the new figures are there, and all figures are read again", async () => {
  const state = serve(makeRebuild(399));
  const { queryClient } = renderWithData(<RebuildBanner projectId={7} />);
  queryClient.setQueryData(["projects", 7, "dashboard"], "old figures");

  expect(await screen.findByRole("status")).toHaveTextContent("99%: 399 of 400 tasks");
  state.now = { building: null, current: { number: 2, finished_at: null }, outdated: false };
  await act(() => queryClient.refetchQueries({ queryKey: ["projects", 7, "agreement"] }));
  await waitFor(() => expect(screen.queryByRole("status")).toBeNull());
  expect(queryClient.getQueryState(["projects", 7, "dashboard"])?.isInvalidated).toBe(true);
});

test("nothing is shown while nothing is computed, and a refusal to cancel is", async () => {
  const state = serve(makeRebuild(null));
  const { queryClient } = renderWithData(<RebuildProgress projectId={7} mayChange />);
  await waitFor(() =>
    expect(queryClient.getQueryData(["projects", 7, "agreement", "rebuild"])).toBeDefined(),
  );
  expect(screen.queryByRole("status")).toBeNull();

  state.now = makeRebuild(4);
  server.use(
    http.post("*/api/projects/7/agreement-rebuild/cancel/", () =>
      HttpResponse.json({ detail: "Not now." }, { status: 400 }),
    ),
  );
  await act(() => queryClient.refetchQueries({ queryKey: ["projects", 7, "agreement"] }));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel the new figures" }));
  expect(await screen.findByText("Not now.")).toBeVisible();
  expect(screen.getByRole("progressbar")).toBeVisible();
});

test("never 100 while tasks are left", () => {
  const { building } = makeRebuild(400);
  expect(building && percentOf(building)).toBe(99);
});
