/** Messages of a conversation: those of the task, and those that annotators or models added to it. */
import type { Control } from "../config";
import type { Result, ResultItem } from "../types";

export type Message = {
  readonly role: string;
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly at: number | null;
};

export type AddedMessage = Message & {
  readonly item: ResultItem;
  /** What was answered about this message. */
  readonly about: readonly ResultItem[];
};

export function readMessages(value: unknown): readonly Message[] | null {
  if (!Array.isArray(value)) return null;
  return value.map(
    (entry: unknown) => toMessage(entry) ?? { role: "", content: inWords(entry), at: null },
  );
}

/** The messages in a result that were added to one conversation, in their order. */
export function addedMessages(result: Result, chat: string): readonly AddedMessage[] {
  return result.flatMap((item) => {
    if (item.type !== "chatmessage" || (item.from_name ?? item.to_name) !== chat) return [];
    const message = toMessage(item.value?.["chatmessage"]);
    if (message === null) return [];
    const about = result.filter(
      (other) => other !== item && item.id !== undefined && other.id === item.id,
    );
    return [{ ...message, item, about }];
  });
}

/** The items that the viewer of a conversation shows. */
export function shownMessages(controls: Iterable<Control>, result: Result): readonly ResultItem[] {
  return [...controls]
    .filter(({ tag }) => tag === "Chat")
    .flatMap(({ name }) => addedMessages(result, name))
    .flatMap(({ item, about }) => [item, ...about]);
}

function toMessage(entry: unknown): Message | null {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return null;
  const { role, content, text, createdAt } = entry as Readonly<Record<string, unknown>>;
  return {
    role: typeof role === "string" ? role : "",
    content: inWords(content ?? text),
    at: typeof createdAt === "number" && Number.isFinite(createdAt) ? createdAt : null,
  };
}

function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value, null, 2);
}
