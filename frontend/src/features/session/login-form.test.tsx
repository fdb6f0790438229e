import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import type { Setup } from "@/api/types";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { LoginForm } from "./login-form";

const setup: Setup = { needs_owner: false, demo: false, demo_logins: [], upload_limit_bytes: 1 };

beforeEach(() => {
  server.use(
    http.get("*/api/setup", () => HttpResponse.json(setup)),
    http.post("*/api/session", async ({ request }) => {
      const { password } = (await request.json()) as { password: string };
      return password === "right"
        ? HttpResponse.json({ id: 1, email: "ana@example.org" })
        : HttpResponse.json(
            { detail: "The e-mail or the password is wrong.", code: "bad_credentials" },
            { status: 400 },
          );
    }),
  );
});

test("a wrong password is told, the right one enters", async () => {
  const entered = vi.fn();
  renderWithData(<LoginForm onEntered={entered} />);

  await userEvent.type(screen.getByLabelText("E-mail"), "ana@example.org");
  await userEvent.type(screen.getByLabelText("Password"), "wrong{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "The e-mail or the password is wrong.",
  );
  expect(entered).not.toHaveBeenCalled();

  await userEvent.clear(screen.getByLabelText("Password"));
  await userEvent.type(screen.getByLabelText("Password"), "right{Enter}");
  await vi.waitFor(() => expect(entered).toHaveBeenCalledTimes(1));
});

test("a demo account is one click", async () => {
  server.use(
    http.get("*/api/setup", () =>
      HttpResponse.json({
        ...setup,
        demo: true,
        demo_logins: [{ email: "reviewer@demo.example", password: "right", role: "RE" }],
      }),
    ),
  );
  const entered = vi.fn();
  renderWithData(<LoginForm onEntered={entered} />);

  await userEvent.click(await screen.findByRole("button", { name: "Log in as Reviewer" }));

  await vi.waitFor(() => expect(entered).toHaveBeenCalledTimes(1));
});
