import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { useKeyHolder } from "./key-holder";

function Player({ name }: { name: string }) {
  const { holds, props } = useKeyHolder();
  return (
    <button type="button" {...props}>
      {`${name} ${holds ? "holds" : "rests"}`}
    </button>
  );
}

test("the first player has the keys, then the one that was touched last, while it is there", () => {
  const { rerender } = render(
    <>
      <Player key="a" name="a" />
      <Player key="b" name="b" />
    </>,
  );
  expect(screen.getAllByRole("button").map((each) => each.textContent)).toEqual([
    "a holds",
    "b rests",
  ]);

  fireEvent.pointerDown(screen.getByText(/^b/));
  expect(screen.getAllByRole("button").map((each) => each.textContent)).toEqual([
    "a rests",
    "b holds",
  ]);

  fireEvent.focusIn(screen.getByText(/^a/));
  expect(screen.getByText("a holds")).toBeVisible();

  rerender(<Player key="b" name="b" />);
  expect(screen.getByText("b holds")).toBeVisible();
});
