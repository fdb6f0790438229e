import { QueryClient, QueryObserver, queryOptions } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { ensure } from "./ensure";

test("a route gets its data although a component that waited too has gone", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const answers: (() => void)[] = [];
  const detail = queryOptions({
    queryKey: ["project", 1],
    queryFn: ({ signal }) =>
      new Promise<string>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
        answers.push(() => resolve("loaded"));
      }),
  });
  const leave = new QueryObserver(client, detail).subscribe(() => undefined);
  const waiting = ensure(client, detail);

  leave();
  await expect.poll(() => answers.length).toBe(2);
  answers.at(-1)?.();

  await expect(waiting).resolves.toBe("loaded");
});

test("a failure is a failure", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const failing = queryOptions({
    queryKey: ["x"],
    queryFn: (): Promise<string> => Promise.reject(new Error("no such project")),
  });

  await expect(ensure(client, failing)).rejects.toThrow("no such project");
});
