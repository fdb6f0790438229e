import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderWithData } from "@/test/render";
import { Instructions, useInstructions } from "./instructions";

function Stream(settings: { readonly instruction: string; readonly show_instruction: boolean }) {
  const state = useInstructions(settings);
  return (
    <>
      <Instructions html={settings.instruction} state={state} />
      {state.exist && (
        <button type="button" onClick={state.open}>
          Open
        </button>
      )}
    </>
  );
}

test("instructions that are to be shown first are, and again on demand", async () => {
  renderWithData(<Stream instruction="<p>Mark <b>names</b>.</p>" show_instruction />);

  expect(await screen.findByText("names")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Start reviewing" }));
  await waitFor(() => expect(screen.queryByText("names")).not.toBeInTheDocument());

  await userEvent.click(screen.getByRole("button", { name: "Open" }));

  expect(await screen.findByText("names")).toBeInTheDocument();
});

test("without instructions there is nothing to open", () => {
  renderWithData(<Stream instruction="  " show_instruction />);

  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Open" })).not.toBeInTheDocument();
});

test("what an old instruction may hold is cleaned where it is shown", async () => {
  renderWithData(
    <Stream
      instruction={
        '<p id="x" style="position:fixed">Hello<script>1</script><img src=x onerror=1></p>'
      }
      show_instruction
    />,
  );

  const shown = await screen.findByText("Hello");
  expect(shown.outerHTML).toBe('<p>Hello<img src="x"></p>');
});
