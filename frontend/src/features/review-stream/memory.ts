/** What a reload of the page must not lose: the stream's name, the path, verdicts not sent yet. */
import { randomUuid } from "@/lib/random-uuid";
import type { Submission } from "./api";
import type { RememberedStop } from "./stream";

export type Remembered = {
  readonly stream: string;
  readonly path: readonly RememberedStop[];
  readonly outbox: readonly Submission[];
};

export type Memory = {
  readonly read: () => Remembered;
  readonly write: (remembered: Remembered) => void;
};

const LONGEST_PATH = 500;

/** Kept per tab: two tabs are two streams, and another person starts with an empty path. */
export function tabMemory(projectId: number, userId: number): Memory {
  const key = `touchstone.review.${projectId}.${userId}`;
  return {
    read: () => parse(readItem(key)) ?? emptyMemory(),
    write: (remembered) => {
      const path = remembered.path.slice(-LONGEST_PATH);
      try {
        sessionStorage.setItem(key, JSON.stringify({ ...remembered, path }));
      } catch {
        // A full or forbidden store costs the way back after a reload, nothing else.
      }
    },
  };
}

export function emptyMemory(): Remembered {
  return { stream: randomUuid(), path: [], outbox: [] };
}

function readItem(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function parse(text: string | null): Remembered | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    const { stream, path, outbox } = value as Partial<Remembered>;
    if (typeof stream !== "string" || !Array.isArray(path) || !Array.isArray(outbox)) return null;
    return { stream, path, outbox };
  } catch {
    return null;
  }
}
