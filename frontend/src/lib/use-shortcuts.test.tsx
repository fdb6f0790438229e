import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { type Action, keyParts, type ShortcutScope, useShortcuts } from "./use-shortcuts";

function Host({ actions, scope = "page" }: { actions: Action[]; scope?: ShortcutScope }) {
  useShortcuts(actions, { scope });
  return <input aria-label="Comment" />;
}

const action = (overrides: Partial<Action>): Action => ({
  id: "accept",
  label: "Accept",
  keys: ["a"],
  enabled: true,
  run: () => {},
  ...overrides,
});

test("a key runs its action, in either case", async () => {
  const run = vi.fn();
  render(<Host actions={[action({ run })]} />);

  await userEvent.keyboard("a");
  await userEvent.keyboard("{CapsLock}");
  await userEvent.keyboard("A");

  expect(run).toHaveBeenCalledTimes(2);
});

test("typing in a field runs nothing unless the action allows it", async () => {
  const plain = vi.fn();
  const inFields = vi.fn();
  render(
    <Host
      actions={[
        action({ run: plain }),
        action({ id: "send", keys: ["s", "Ctrl+Enter"], run: inFields, inFields: true }),
      ]}
    />,
  );

  await userEvent.type(screen.getByLabelText("Comment"), "as{Control>}{Enter}{/Control}");

  expect(plain).not.toHaveBeenCalled();
  expect(inFields).toHaveBeenCalledTimes(1);
});

test("a key with Ctrl is the page's own, also on a focused button", async () => {
  const run = vi.fn();
  const onClick = vi.fn();
  render(
    <>
      <Host actions={[action({ keys: ["Ctrl+Enter", "Enter"], run })]} />
      <button type="button" onClick={onClick}>
        Reject
      </button>
    </>,
  );
  screen.getByRole("button").focus();

  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  expect(run).toHaveBeenCalledTimes(1);
  expect(onClick).not.toHaveBeenCalled();

  await userEvent.keyboard("{Enter}");
  expect(run).toHaveBeenCalledTimes(1);
  expect(onClick).toHaveBeenCalledTimes(1);
});

test("a disabled action does not run, and a key of two actions runs neither", async () => {
  const run = vi.fn();
  const { rerender } = render(<Host actions={[action({ run, enabled: false })]} />);
  await userEvent.keyboard("a");

  rerender(<Host actions={[action({ run }), action({ id: "other", run })]} />);
  await userEvent.keyboard("a");

  expect(run).not.toHaveBeenCalled();
});

test("the plain letter does not answer to Ctrl, and the shifted sign needs no Shift", async () => {
  const accept = vi.fn();
  const back = vi.fn();
  render(
    <Host actions={[action({ run: accept }), action({ id: "back", keys: ["<"], run: back })]} />,
  );

  await userEvent.keyboard("{Control>}a{/Control}");
  await userEvent.keyboard("<");
  await userEvent.keyboard("{Shift>}<{/Shift}");

  expect(accept).not.toHaveBeenCalled();
  expect(back).toHaveBeenCalledTimes(2);
});

test("a keyboard of another script finds the letter by its place", () => {
  const run = vi.fn();
  render(<Host actions={[action({ run })]} />);

  window.dispatchEvent(new KeyboardEvent("keydown", { key: "ф", code: "KeyA" }));

  expect(run).toHaveBeenCalledTimes(1);
});

test("a digit with Shift is found by its key, whatever sign it types", () => {
  const run = vi.fn();
  render(<Host actions={[action({ keys: ["Ctrl+Shift+1"], run })]} />);

  const pressed = { key: "!", code: "Digit1", ctrlKey: true, shiftKey: true };
  window.dispatchEvent(new KeyboardEvent("keydown", pressed));
  window.dispatchEvent(new KeyboardEvent("keydown", { ...pressed, code: "Digit2", key: "@" }));

  expect(run).toHaveBeenCalledTimes(1);
});

test("an open dialog takes the keys of the page", async () => {
  const page = vi.fn();
  const dialog = vi.fn();
  render(
    <>
      <Host actions={[action({ run: page })]} />
      <div role="dialog" aria-modal="true">
        <Host actions={[action({ run: dialog })]} scope="dialog" />
      </div>
    </>,
  );

  await userEvent.keyboard("a");

  expect(page).not.toHaveBeenCalled();
  expect(dialog).toHaveBeenCalledTimes(1);
});

test("a held key repeats only where that is wanted", () => {
  const once = vi.fn();
  const many = vi.fn();
  render(
    <Host
      actions={[
        action({ run: once }),
        action({ id: "next", keys: ["j"], run: many, repeats: true }),
      ]}
    />,
  );

  window.dispatchEvent(new KeyboardEvent("keydown", { key: "a", repeat: true }));
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "j", repeat: true }));

  expect(once).not.toHaveBeenCalled();
  expect(many).toHaveBeenCalledTimes(1);
});

test("keys are shown by the names printed on a keyboard", () => {
  expect(keyParts("Ctrl+Enter")).toEqual(["Ctrl", "Enter"]);
  expect(keyParts("a")).toEqual(["A"]);
  expect(keyParts("Shift+ArrowLeft")).toEqual(["Shift", "←"]);
  expect(keyParts("+")).toEqual(["+"]);
});

test("a command that two views offer is one command", () => {
  const first = vi.fn();
  const second = vi.fn();
  render(
    <>
      <Host actions={[action({ id: "zoom", keys: ["+"], run: first })]} />
      <Host actions={[action({ id: "zoom", keys: ["+"], run: second })]} />
    </>,
  );

  window.dispatchEvent(new KeyboardEvent("keydown", { key: "+" }));

  expect(first).toHaveBeenCalledTimes(1);
  expect(second).not.toHaveBeenCalled();
});
