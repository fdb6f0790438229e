import { fireEvent, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { expect, test } from "vitest";
import { useAtHand } from "./use-at-hand";

function View({ name }: { name: string }) {
  const frame = useRef<HTMLButtonElement>(null);
  const has = useAtHand(frame, "picture");
  return (
    <button ref={frame} type="button">
      {name} {has ? "has the keys" : "waits"}
    </button>
  );
}

test("one of several pictures has the keys: the first, then the last touched", () => {
  const { rerender } = render(["a", "b"].map((name) => <View key={name} name={name} />));
  expect(screen.getByText("a has the keys")).toBeVisible();

  fireEvent.focusIn(screen.getByText("b waits"));
  expect(screen.getByText("b has the keys")).toBeVisible();
  expect(screen.getByText("a waits")).toBeVisible();

  rerender(["a"].map((name) => <View key={name} name={name} />));
  expect(screen.getByText("a has the keys")).toBeVisible();
});
