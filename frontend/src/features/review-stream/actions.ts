/** What a reviewer can do, once: buttons, keys and the help sheet are all made from this table. */
import type { RejectAction } from "@/api/types";
import type { Action } from "@/lib/use-shortcuts";

type ActionText = Pick<Action, "label" | "keys" | "inFields">;

export const ACTIONS = {
  accept: { label: "Accept", keys: ["a", "Ctrl+Enter"], inFields: true },
  fix: { label: "Fix & Accept", keys: ["a", "Ctrl+Enter"], inFields: true },
  reject: { label: "Reject", keys: ["r", "Ctrl+ "], inFields: true },
  rejectRemove: { label: "Reject without rework", keys: ["Ctrl+Shift+1"], inFields: true },
  rejectRequeue: {
    label: "Reject and return to the annotator",
    keys: ["Ctrl+Shift+2"],
    inFields: true,
  },
  rejectRedistribute: {
    label: "Reject and pass to another annotator",
    keys: ["Ctrl+Shift+3"],
    inFields: true,
  },
  comment: { label: "Write a comment", keys: ["c"] },
  revert: { label: "Drop my changes", keys: ["Ctrl+Backspace"] },
  back: { label: "Back", keys: ["<", "Alt+ArrowLeft"], inFields: true },
  next: { label: "Skip for now", keys: [">", "Alt+ArrowRight"], inFields: true },
  star: { label: "Ground truth", keys: ["g"] },
  others: { label: "Other annotators", keys: ["o"] },
  predictions: { label: "Predictions", keys: ["p"] },
  truth: { label: "Starred", keys: ["t"] },
  instructions: { label: "Instructions", keys: ["i"] },
} as const satisfies Record<string, ActionText>;

export type ActionId = keyof typeof ACTIONS;

/** Single characters that labels cannot have as their keys on this page. */
export const RESERVED_KEYS: readonly string[] = [
  ...Object.values(ACTIONS).flatMap(({ keys }) => keys.filter((key) => key.length === 1)),
  "?",
  "+",
  "-",
  "=",
  "0",
];

export const REJECT_ACTION_IDS: Readonly<Record<RejectAction, ActionId>> = {
  remove: "rejectRemove",
  requeue: "rejectRequeue",
  redistribute: "rejectRedistribute",
};

export type Binding = {
  readonly enabled: boolean;
  readonly run: () => void;
  readonly label?: string;
};

/** Actions with what they do here; those without a binding do not exist on this screen. */
export function bindActions(
  bindings: Readonly<Partial<Record<ActionId, Binding>>>,
): Readonly<Partial<Record<ActionId, Action>>> {
  const bound: Partial<Record<ActionId, Action>> = {};
  for (const [id, binding] of Object.entries(bindings) as [ActionId, Binding][]) {
    bound[id] = { id: `review.${id}`, group: "Review", ...ACTIONS[id], ...binding };
  }
  return bound;
}
