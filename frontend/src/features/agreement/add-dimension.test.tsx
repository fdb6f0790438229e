import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { makeDimension, makeRebuild, makeSettings } from "@/test/agreement";
import { makeProject } from "@/test/factories";
import { renderWithData } from "@/test/render";
import { server } from "@/test/server";
import { AddDimension } from "./add-dimension";
import { AgreementSettings } from "./agreement-settings";

const PATH = "$.items";

test("a path is tried on a task before it is added", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/projects/7/dimensions/test/", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({
        task: 12,
        found: [
          { annotation: 1, completed_by: 1, values: ["Billing", "Login"], undefined: null },
          { annotation: 2, completed_by: 2, values: [], undefined: null },
          { annotation: 3, completed_by: 2, values: null, undefined: "unreadable" },
        ],
      });
    }),
    http.post("*/api/projects/7/dimensions/", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(makeDimension(9, { name: "tone" }), { status: 201 });
    }),
  );
  const close = vi.fn();
  renderWithData(<AddDimension projectId={7} opened onClose={close} />);

  await userEvent.type(await screen.findByLabelText(/^Name/), "tone");
  expect(screen.getByRole("button", { name: "Test the path" })).toBeDisabled();
  await userEvent.type(screen.getByLabelText(/^JSON path/), PATH);
  await userEvent.click(screen.getByRole("button", { name: "Test the path" }));

  const found = await screen.findByRole("region", { name: "What the path finds" });
  expect(found).toHaveTextContent("In task 12:");
  expect(screen.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "Annotation 1Billing, Login",
    "Annotation 2Nothing",
    "Annotation 3A result cannot be read",
  ]);
  await userEvent.click(screen.getByRole("button", { name: "Add dimension" }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  const extraction = { path: PATH, kind: "items" };
  expect(sent).toEqual([
    { extraction_method_params: extraction },
    { name: "tone", extraction_method_params: extraction, metric_type: "exact_match" },
  ]);
});

test("a path with a mistake is explained where it is typed", async () => {
  server.use(
    http.post("*/api/projects/7/dimensions/test/", () =>
      HttpResponse.json({ detail: "A path starts with $." }, { status: 400 }),
    ),
  );
  renderWithData(<AddDimension projectId={7} opened onClose={() => {}} />);
  await userEvent.type(await screen.findByLabelText(/^JSON path/), "items");
  await userEvent.click(screen.getByRole("button", { name: "Test the path" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("A path starts with $.");
});

test("a dimension of one's own is deleted only after a question", async () => {
  let deleted = 0;
  const own = makeDimension(9, {
    name: "tone",
    is_user_defined: true,
    extraction_method: "json_path",
    extraction_method_params: { path: PATH, kind: "items" },
  });
  server.use(
    http.get("*/api/projects/7/agreement-settings/", () =>
      HttpResponse.json(makeSettings({ dimensions: deleted === 0 ? [own] : [] })),
    ),
    http.get("*/api/agreement/metrics/", () => HttpResponse.json({})),
    http.get("*/api/projects/7/agreement-rebuild/", () => HttpResponse.json(makeRebuild(null))),
    http.delete("*/api/projects/7/dimensions/9/", () => {
      deleted += 1;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderWithData(<AgreementSettings project={makeProject()} />);
  await userEvent.click(
    await screen.findByRole("button", { name: "Parameters and classes of tone" }),
  );
  expect(screen.getByText(PATH)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Delete dimension tone" }));
  expect(await screen.findByText("Delete the dimension “tone”?")).toBeVisible();
  expect(deleted).toBe(0);
  await userEvent.click(screen.getByRole("button", { name: "Delete dimension" }));
  expect(await screen.findByText(/asks for nothing that can be compared/)).toBeVisible();
});
