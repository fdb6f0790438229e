import { expect, test } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatDuration,
  formatPercent,
  plural,
  userInitials,
  userName,
} from "./format";

test.each([
  [0, "0%"],
  [0.004, "<1%"],
  [0.5, "50%"],
  [0.996, ">99%"],
  [1, "100%"],
])("share %d is %s", (share, text) => {
  expect(formatPercent(share)).toBe(text);
});

test("one thing is singular", () => {
  expect(plural(1, "task")).toBe("1 task");
  expect(plural(12_000, "task")).toBe("12,000 tasks");
  expect(plural(2, "query", "queries")).toBe("2 queries");
});

test("durations read as people say them", () => {
  expect(formatDuration(4.21)).toBe("4.2 s");
  expect(formatDuration(185)).toBe("3 min 5 s");
  expect(formatDuration(7_800)).toBe("2 h 10 min");
});

test("bytes use the largest unit below them", () => {
  expect(formatBytes(512)).toBe("512 bytes");
  expect(formatBytes(5 * 1024 * 1024)).toBe("5.0 MB");
  expect(formatBytes(300 * 1024 * 1024)).toBe("300 MB");
});

test("times are told from now", () => {
  const now = Date.parse("2026-03-02T12:00:00Z");
  expect(formatAgo("2026-03-02T11:59:40Z", now)).toBe("just now");
  expect(formatAgo("2026-03-02T09:00:00Z", now)).toBe("3 hours ago");
  expect(formatAgo("2026-03-01T11:00:00Z", now)).toBe("yesterday");
});

test("a person without a name is called by the address", () => {
  const nameless = { first_name: "", last_name: "", email: "ada@example.org" };
  expect(userName(nameless)).toBe("ada@example.org");
  expect(userInitials(nameless)).toBe("AD");
  expect(userInitials({ ...nameless, email: "user-19154@example.org" })).toBe("U54");
  expect(userInitials({ ...nameless, first_name: "Ada", last_name: "Lovelace" })).toBe("AL");
});
