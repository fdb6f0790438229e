import { expect, test } from "vitest";
import type { Control } from "../config";
import { addedMessages, readMessages, shownMessages } from "./messages";

const message = (id: string, role: string, content: string, chat = "chat") => ({
  id,
  type: "chatmessage",
  from_name: chat,
  to_name: chat,
  value: { chatmessage: { role, content, createdAt: 1_757_612_212_681 } },
});

test("messages of the task are read by role and content, older ones by text", () => {
  expect(readMessages([{ role: "user", content: "Hi" }, { text: "Look" }, "bare", 3])).toEqual([
    { role: "user", content: "Hi", at: null },
    { role: "", content: "Look", at: null },
    { role: "", content: "bare", at: null },
    { role: "", content: "3", at: null },
  ]);
  expect(readMessages("Hi")).toBeNull();
});

test("content in parts, as tools write it, is shown as it is", () => {
  const parts = [{ type: "text", text: "Hi" }];

  expect(readMessages([{ role: "tool", content: parts }])?.[0]?.content).toContain('"text": "Hi"');
});

test("added messages come with what was answered about them", () => {
  const rating = { id: "a", type: "rating", from_name: "r", to_name: "chat", value: { rating: 3 } };
  const result = [message("a", "user", "Hi"), rating, message("b", "assistant", "Yes", "other")];

  expect(addedMessages(result, "chat")).toMatchObject([
    { role: "user", content: "Hi", at: 1_757_612_212_681, about: [rating] },
  ]);
});

test("only what the viewer shows is taken from the raw values", () => {
  const broken = { id: "c", type: "chatmessage", from_name: "chat", value: { chatmessage: "x" } };
  const good = message("a", "user", "Hi");
  const chat = { name: "chat", tag: "Chat" } as Control;

  expect(shownMessages([chat], [good, broken])).toEqual([good]);
  expect(shownMessages([], [good])).toEqual([]);
});
