/** A conversation: the messages of the task, then those that each answer adds. */
import { Text } from "@mantine/core";
import type { CSSProperties } from "react";
import { type Control, inText, resolveValue } from "../config";
import { useEditor } from "../editor";
import { Swatch } from "../legend";
import type { ObjectViewerProps } from "../object-props";
import type { TaskData } from "../task-data";
import type { ResultItem } from "../types";
import classes from "./chat-viewer.module.css";
import { addedMessages, type Message, readMessages } from "./messages";

type ControlProps = { readonly control: Control; readonly data: TaskData };

/** `<Chat toName="…">` names itself, so that the config takes it for a control. */
export function ChatControl({ control, data }: ControlProps) {
  return <Conversation name={control.name} value={resolveValue(control.attrs["value"], data)} />;
}

export function ChatViewer({ object, data }: ObjectViewerProps) {
  return <Conversation name={object.name} value={resolveValue(object.attrs["value"], data)} />;
}

const ROLES: Readonly<Record<string, string>> = {
  assistant: "Assistant",
  developer: "Developer",
  system: "System",
  tool: "Tool",
  user: "User",
};

function Conversation({ name, value }: { readonly name: string; readonly value: unknown }) {
  const { answers } = useEditor();
  const messages = readMessages(value);
  const added = answers
    .map((answer) => ({ answer, messages: addedMessages(answer.result, name) }))
    .filter((each) => each.messages.length > 0);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long conversation is scrolled by the keyboard too.
    <section className={classes["chat"]} aria-label={`Conversation ${name}`} tabIndex={0}>
      {messages === null ? (
        <pre className={classes["content"]}>{inText(value) || "No messages"}</pre>
      ) : (
        <List messages={messages} />
      )}
      {added.map(({ answer, messages: own }) => (
        <div
          key={answer.key}
          className={classes["added"]}
          style={{ "--ink": answer.colour } as CSSProperties}
        >
          <Text size="xs" fw={600}>
            <Swatch colour={answer.colour} />
            Added by {answer.name}
          </Text>
          <ol className={classes["list"]}>
            {own.map(({ item, about, ...message }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: messages may lack ids and never move.
              <Bubble key={at} message={message} about={about} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

function List({ messages }: { readonly messages: readonly Message[] }) {
  if (messages.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The task begins without messages.
      </Text>
    );
  }
  return (
    <ol className={classes["list"]}>
      {messages.map((message, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no ids and never move.
        <Bubble key={at} message={message} about={NOTHING} />
      ))}
    </ol>
  );
}

const NOTHING: readonly ResultItem[] = [];

type BubbleProps = { readonly message: Message; readonly about: readonly ResultItem[] };

function Bubble({ message: { role, content, at }, about }: BubbleProps) {
  return (
    <li className={classes["bubble"]} data-role={role || "none"}>
      <div className={classes["head"]}>
        <span className={classes["role"]}>{ROLES[role] ?? (role || "Note")}</span>
        {at !== null && <time dateTime={new Date(at).toISOString()}>{inDays(at)}</time>}
      </div>
      <div className={classes["content"]}>{content}</div>
      {about.map(({ from_name, type, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answers about a message never move.
        <div key={index} className={classes["about"]}>
          {from_name ?? type}: {JSON.stringify(value?.[type ?? ""] ?? value)}
        </div>
      ))}
    </li>
  );
}

function inDays(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
