import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { SetupForm } from "./setup-form";

test("the first account is created; a refused field says why", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/setup", async ({ request }) => {
      sent.push(await request.json());
      return sent.length === 1
        ? HttpResponse.json(
            {
              detail: "The account was not created.",
              validation_errors: { password: ["This password is too common."] },
            },
            { status: 400 },
          )
        : HttpResponse.json({ id: 1 }, { status: 201 });
    }),
  );
  const entered = vi.fn();
  renderWithData(<SetupForm onEntered={entered} />);

  await userEvent.type(screen.getByLabelText(/E-mail/), "ana@example.org");
  await userEvent.type(screen.getByLabelText(/Password/), "password");
  await userEvent.click(screen.getByRole("button", { name: "Create account" }));
  expect(await screen.findByText("This password is too common.")).toBeVisible();

  await userEvent.type(screen.getByLabelText(/Password/), " of my own");
  await userEvent.click(screen.getByRole("button", { name: "Create account" }));
  await vi.waitFor(() => expect(entered).toHaveBeenCalledTimes(1));
  expect(sent[1]).toEqual({
    email: "ana@example.org",
    password: "password of my own",
    first_name: "",
    last_name: "",
  });
});
