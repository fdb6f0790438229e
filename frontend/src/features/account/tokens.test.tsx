import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { Tokens } from "./tokens";

let revoked: unknown[] = [];

beforeEach(() => {
  revoked = [];
  server.use(
    http.get("*/api/token/", () =>
      HttpResponse.json([
        {
          id: 5,
          token: "eyJhbGciOi…",
          created_at: "2026-01-02T10:00:00Z",
          expires_at: "2027-01-02T10:00:00Z",
        },
      ]),
    ),
    http.post("*/api/token/", () =>
      HttpResponse.json({ token: "the-whole-token" }, { status: 201 }),
    ),
    http.post("*/api/token/blacklist/", async ({ request }) => {
      revoked.push(await request.json());
      return HttpResponse.json({});
    }),
  );
});

test("a new token is shown once, with a way to copy it", async () => {
  renderWithData(<Tokens />);

  await userEvent.click(await screen.findByRole("button", { name: "Create token" }));

  expect(await screen.findByText("the-whole-token")).toBeVisible();
  expect(screen.getByRole("button", { name: "Copy" })).toBeVisible();
});

test("revoking asks first", async () => {
  renderWithData(<Tokens />);

  await userEvent.click(await screen.findByRole("button", { name: "Revoke" }));
  expect(revoked).toEqual([]);
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "Revoke token" }));

  await vi.waitFor(() => expect(revoked).toEqual([{ id: 5 }]));
});
