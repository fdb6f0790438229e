import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";

/** One command of a screen: buttons, keys and the help sheet are made from the same object. */
export type Action = {
  id: string;
  /** Verb first, as written on the button. */
  label: string;
  /**
   * Keys that run it, the first is the one shown. A key is `event.key` ("a", "<", "Enter",
   * "ArrowDown"), with "Ctrl+", "Alt+" or "Shift+" before it; Ctrl stands for Cmd on a Mac.
   */
  keys: readonly string[];
  enabled: boolean;
  run: () => void;
  /** Heading in the help sheet. */
  group?: string;
  /** Its keys with Ctrl or Alt also work while the cursor is in a text field. */
  inFields?: boolean;
  /** Also runs while the key is held down. */
  repeats?: boolean;
};

export type ShortcutScope = "page" | "dialog";

type Registration = { actions: readonly Action[]; scope: ShortcutScope };

const registrations = new Set<{ current: Registration }>();
const listeners = new Set<() => void>();
let snapshot: readonly Action[] = [];

const described = (actions: readonly Action[]): string =>
  JSON.stringify(
    actions.map(({ id, label, keys, enabled, group }) => [id, label, keys, enabled, group]),
  );

/** Tells the help sheet, but only when something it shows is different: pages register at every render. */
function publish(): void {
  const actions = distinct([...registrations].flatMap((entry) => entry.current.actions));
  if (described(actions) === described(snapshot)) {
    return;
  }
  snapshot = actions;
  for (const listener of listeners) {
    listener();
  }
}

/** The same command of several views is listed once, as one of them can run it. */
function distinct(actions: readonly Action[]): readonly Action[] {
  const byId = new Map<string, Action>();
  for (const action of actions) {
    if (byId.get(action.id)?.enabled !== true) byId.set(action.id, action);
  }
  return [...byId.values()];
}

type ParsedKey = { key: string; ctrl: boolean; alt: boolean; shift: boolean };

export function parseKey(text: string): ParsedKey {
  const parts = text.length > 1 ? text.split(/\+(?=.)/) : [text];
  const key = parts.at(-1) ?? text;
  const modifiers = new Set(parts.slice(0, -1).map((part) => part.toLowerCase()));
  return {
    key: key.length === 1 ? key.toLowerCase() : key,
    ctrl: modifiers.has("ctrl"),
    alt: modifiers.has("alt"),
    shift: modifiers.has("shift"),
  };
}

const isLetter = (key: string): boolean => /^[a-z]$/i.test(key);

/**
 * The Latin letter of the physical key, for layouts such as Cyrillic or Greek, and the digit of a
 * digit key with Shift or Alt, which types another sign on many layouts.
 */
function latinKey(event: KeyboardEvent, wanted: ParsedKey): string {
  const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
  if ((event.shiftKey || event.altKey) && digit !== undefined && digit === wanted.key) {
    return digit;
  }
  const isAscii = event.key.length !== 1 || event.key.charCodeAt(0) < 128;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return !isAscii && letter !== undefined ? letter : event.key;
}

export function matchesKey(event: KeyboardEvent, text: string): boolean {
  const wanted = parseKey(text);
  const pressed = latinKey(event, wanted);
  const key = pressed.length === 1 ? pressed.toLowerCase() : pressed;
  if (key !== wanted.key || event.altKey !== wanted.alt) {
    return false;
  }
  if ((event.ctrlKey || event.metaKey) !== wanted.ctrl) {
    return false;
  }
  // Shift is part of how "<" or "?" is typed, so it only counts for letters and named keys.
  const shiftCounts = isLetter(key) || key.length > 1 || wanted.shift;
  return !shiftCounts || event.shiftKey === wanted.shift;
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) {
    return true;
  }
  if (target instanceof HTMLSelectElement) {
    return true;
  }
  const typeless = new Set(["checkbox", "radio", "button", "submit", "reset", "range", "color"]);
  return target instanceof HTMLInputElement && !typeless.has(target.type);
}

/** A plain letter typed into a field is text. */
function worksInField({ inFields }: Action, key: string): boolean {
  const { ctrl, alt } = parseKey(key);
  return inFields === true && (ctrl || alt);
}

/** A focused button or link keeps Enter and Space for itself. */
function isOwnKeyOfControl(event: KeyboardEvent): boolean {
  return (
    !(event.ctrlKey || event.metaKey || event.altKey) &&
    (event.key === "Enter" || event.key === " ") &&
    event.target instanceof Element &&
    event.target.closest("button, a[href], summary, [role=button], [role=option]") !== null
  );
}

function openScope(): ShortcutScope {
  return document.querySelector('[role="dialog"][aria-modal="true"]') === null ? "page" : "dialog";
}

function candidates(event: KeyboardEvent): Action[] {
  const scope = openScope();
  const inField = isTextField(event.target);
  return [...registrations]
    .filter((entry) => entry.current.scope === scope)
    .flatMap((entry) => entry.current.actions)
    .filter((action) => action.enabled && (!event.repeat || action.repeats === true))
    .filter((action) =>
      action.keys.some((key) => matchesKey(event, key) && (!inField || worksInField(action, key))),
    );
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isOwnKeyOfControl(event)) {
    return;
  }
  const [action, ...others] = candidates(event);
  // A key that belongs to two commands runs neither: better nothing than the wrong verdict. The
  // same command of two views side by side, which are linked, is one.
  if (action === undefined || others.some(({ id }) => id !== action.id)) {
    return;
  }
  event.preventDefault();
  action.run();
}

/**
 * Runs the actions by their keys while the component is mounted. Page actions rest while a modal
 * dialog is open; actions of the dialog itself register with the scope "dialog".
 */
export function useShortcuts(
  actions: readonly Action[],
  { scope = "page" }: { scope?: ShortcutScope } = {},
): void {
  const entry = useRef<Registration>({ actions, scope });

  useLayoutEffect(() => {
    entry.current = { actions, scope };
    publish();
  });

  useEffect(() => {
    if (registrations.size === 0) {
      window.addEventListener("keydown", onKeyDown);
    }
    registrations.add(entry);
    publish();
    return () => {
      registrations.delete(entry);
      if (registrations.size === 0) {
        window.removeEventListener("keydown", onKeyDown);
      }
      publish();
    };
  }, []);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Every action registered now, for the help sheet. */
export function useRegisteredActions(): readonly Action[] {
  return useSyncExternalStore(subscribe, () => snapshot);
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  " ": "Space",
};

/** A key as shown to people: ["Ctrl", "Enter"]. */
export function keyParts(text: string): string[] {
  const { key, ctrl, alt, shift } = parseKey(text);
  const name = KEY_NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [ctrl && "Ctrl", alt && "Alt", shift && "Shift", name].filter(
    (part): part is string => typeof part === "string",
  );
}
