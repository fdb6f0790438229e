import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { makeMember, makeProject, makeUser } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { Members } from "./members";

const owner = makeMember(makeUser(1, "Olga"), { role: "OW", implicit: true });
const ben = makeMember(makeUser(2, "Ben"), { role: "AN" });
let calls: unknown[] = [];

beforeEach(() => {
  calls = [];
  server.use(
    http.get("*/api/projects/7/members/", () => HttpResponse.json([owner, ben])),
    http.post("*/api/projects/7/members/", async ({ request }) => {
      calls.push(["POST", await request.json()]);
      return HttpResponse.json(ben, { status: 201 });
    }),
    http.delete("*/api/projects/7/members/2/", () => {
      calls.push(["DELETE"]);
      return HttpResponse.json({});
    }),
  );
});

test("a member is added by e-mail with a role", async () => {
  renderWithData(<Members project={makeProject()} />);

  await userEvent.click(await screen.findByRole("button", { name: "Add member" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByLabelText(/E-mail/), "new@example.org");
  await userEvent.click(within(dialog).getByRole("button", { name: "Add member" }));

  await vi.waitFor(() =>
    expect(calls).toEqual([["POST", { email: "new@example.org", role: "RE" }]]),
  );
  expect(
    await screen.findByText(/^new@example.org is a member now; a new account cannot log in/),
  ).toBeVisible();
});

test("removing asks first; a role that comes with the account cannot be taken here", async () => {
  renderWithData(<Members project={makeProject()} />);

  await userEvent.click(await screen.findByRole("button", { name: "Remove Ben Tester" }));
  expect(screen.queryByRole("button", { name: "Remove Olga Tester" })).not.toBeInTheDocument();
  expect(calls).toEqual([]);

  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("Their 3 annotations stay.");
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove member" }));
  await vi.waitFor(() => expect(calls).toEqual([["DELETE"]]));
});

test("who may not manage sees names and roles only", async () => {
  renderWithData(<Members project={makeProject({ permissions: ["members.view"] })} />);

  expect(await screen.findByText("Annotator")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Add member" })).not.toBeInTheDocument();
  expect(screen.queryByRole("button", { name: /Remove/ })).not.toBeInTheDocument();
});
