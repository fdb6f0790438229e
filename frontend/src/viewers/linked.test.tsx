import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { LinkedViews, useLinkedState } from "./linked";

function Zoom({ name }: { readonly name: string }) {
  const [value, set] = useLinkedState("zoom", 1);
  return (
    <button type="button" onClick={() => set((before) => before * 2)}>
      {name} {value}
    </button>
  );
}

test("views that are linked change together", async () => {
  render(
    <LinkedViews>
      <Zoom name="left" />
      <Zoom name="right" />
    </LinkedViews>,
  );

  await act(() => userEvent.click(screen.getByText("left 1")));
  await act(() => userEvent.click(screen.getByText("right 2")));

  expect(screen.getByText("left 4")).toBeInTheDocument();
  expect(screen.getByText("right 4")).toBeInTheDocument();
});

test("views that are not linked change alone", async () => {
  render(
    <>
      <Zoom name="left" />
      <Zoom name="right" />
    </>,
  );

  await act(() => userEvent.click(screen.getByText("left 1")));

  expect(screen.getByText("left 2")).toBeInTheDocument();
  expect(screen.getByText("right 1")).toBeInTheDocument();
});
