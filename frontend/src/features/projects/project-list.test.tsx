import { screen, waitForElementToBeRemoved } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { makeProject } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { ProjectList } from "./project-list";

function serve(...titles: string[]) {
  server.use(
    http.get("*/api/projects/", ({ request }) => {
      const search = new URL(request.url).searchParams.get("search")?.toLowerCase() ?? "";
      const results = titles
        .filter((title) => title.toLowerCase().includes(search))
        .map((title, index) => makeProject({ id: index + 1, title }));
      return HttpResponse.json({ count: results.length, next: null, previous: null, results });
    }),
  );
}

test("projects are links with their counts; the search narrows them", async () => {
  serve("Support tickets", "Shelf photos");
  renderWithData(<ProjectList createButton={null} />);

  const link = await screen.findByRole("link", { name: "Support tickets" });
  expect(link).toHaveAttribute("href", "/projects/1");
  expect(screen.getAllByText("1 of 3 tasks reviewed")).toHaveLength(2);

  await userEvent.type(screen.getByLabelText("Search projects"), "photo");
  await waitForElementToBeRemoved(() => screen.queryByRole("link", { name: "Support tickets" }));
  expect(await screen.findByRole("link", { name: "Shelf photos" })).toBeVisible();
});

test("no project and no match say different things", async () => {
  serve();
  renderWithData(<ProjectList createButton={<button type="button">Create project</button>} />);

  expect(await screen.findByText("No projects yet")).toBeVisible();
  expect(screen.getByRole("button", { name: "Create project" })).toBeVisible();

  await userEvent.type(screen.getByLabelText("Search projects"), "x");
  expect(await screen.findByText("No project matches")).toBeVisible();
});
