/**
 * One reviewer in one stream: keeps the state, sends verdicts in the background and in order, and
 * keeps the holds on items alive. It knows no React; the screen subscribes to it.
 */
import { ApiError, errorMessage } from "@/api/errors";
import type { Annotation } from "@/api/types";
import { deepEqual } from "@/viewers/equality";
import type { StreamApi, Submission } from "./api";
import { emptyMemory, type Memory, type Remembered } from "./memory";
import {
  advance,
  currentItem,
  currentStop,
  documentOf,
  type StreamEvent,
  type StreamState,
  startStream,
  wantedLeases,
} from "./stream";

export type Connection =
  | { readonly kind: "online" }
  /** Sending is tried again by itself. */
  | { readonly kind: "offline"; readonly message: string }
  /** Nothing goes on before the person does something. */
  | { readonly kind: "failed"; readonly message: string; readonly status: number };

export type Snapshot = {
  readonly stream: StreamState;
  readonly connection: Connection;
  /** Verdicts that the server does not have yet. */
  readonly unsent: number;
};

export type Verdict = Pick<Submission, "verdict" | "comment" | "rejectAction">;

export type SessionOptions = {
  readonly api: StreamApi;
  readonly memory: Memory;
  /** An accepted annotation closes its task (the project asks for one). */
  readonly acceptClosesTask: boolean;
  /** Tells the reviewer about an item that went away. */
  readonly onNotice: (message: string) => void;
  readonly now?: () => string;
};

const RETRY_SECONDS = [1, 2, 4, 8, 15];
const RENEW_SECONDS = 120;
/** Refill when fewer items than this are ready. */
const LOW = 2;

export class ReviewSession {
  private snapshot: Snapshot;
  private stream: string;
  private outbox: readonly Submission[];
  private readonly listeners = new Set<() => void>();
  private readonly now: () => string;
  private running = false;
  private open = false;
  private refillWanted = false;
  private failures = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private renewTimer: ReturnType<typeof setInterval> | undefined;
  private releaseLock: (() => void) | null = null;

  constructor(private options: SessionOptions) {
    const remembered = options.memory.read();
    this.stream = remembered.stream;
    this.outbox = remembered.outbox;
    this.now = options.now ?? (() => new Date().toISOString());
    this.snapshot = {
      stream: startStream(remembered.path),
      connection: { kind: "online" },
      unsent: remembered.outbox.length,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): Snapshot => this.snapshot;

  /** Begin, or begin again, to fetch and send. */
  async start(options: SessionOptions = this.options): Promise<void> {
    this.options = options;
    this.open = true;
    this.renewTimer = setInterval(() => void this.renew(), RENEW_SECONDS * 1000);
    window.addEventListener("online", this.retry);
    window.addEventListener("pagehide", this.onPageHide);
    window.addEventListener("pageshow", this.onPageShow);
    window.addEventListener("beforeunload", this.onBeforeUnload);
    await this.claimStream();
    this.refill();
  }

  /** Leave the stream: send what is left, then let go of the items. */
  close(): void {
    this.open = false;
    clearInterval(this.renewTimer);
    window.removeEventListener("online", this.retry);
    window.removeEventListener("pagehide", this.onPageHide);
    window.removeEventListener("pageshow", this.onPageShow);
    window.removeEventListener("beforeunload", this.onBeforeUnload);
    this.releaseLock?.();
    this.releaseLock = null;
    void this.run();
  }

  readonly dispatch = (event: StreamEvent): void => {
    this.update({ stream: advance(this.snapshot.stream, event) });
    this.remember();
  };

  /** Judge what is on screen; the next item shows at once. */
  decide({ verdict, comment, rejectAction }: Verdict): void {
    const { stream } = this.snapshot;
    const stop = currentStop(stream);
    const item = currentItem(stream);
    if (stop === null || item === null || stop.sending || stop.trouble?.kind === "stale") return;
    const submission: Submission = {
      annotationId: item.annotation.id,
      taskId: item.task.id,
      version: item.annotation.version,
      verdict,
      result: verdict === "fixed_and_accepted" ? documentOf(stream, item).current : null,
      comment,
      rejectAction,
      startedAt: stop.startedAt,
    };
    this.outbox = [...this.outbox, submission];
    const closesTask = this.options.acceptClosesTask && verdict !== "rejected";
    this.dispatch({ type: "decided", verdict, closesTask, now: this.now() });
    if (this.snapshot.stream.queue.length < LOW) this.refillWanted = true;
    void this.run();
  }

  skip(): void {
    this.dispatch({ type: "skipped", now: this.now() });
    if (this.snapshot.stream.queue.length < LOW) this.refill();
  }

  forward(): void {
    this.dispatch({ type: "forward", now: this.now() });
    void this.reload();
    if (this.snapshot.stream.queue.length < LOW) this.refill();
  }

  back(): void {
    this.dispatch({ type: "back" });
    void this.reload();
  }

  async star(annotation: Annotation): Promise<void> {
    const starred = { ...annotation, ground_truth: !annotation.ground_truth };
    this.dispatch({ type: "starred", annotation: starred });
    try {
      const answer = await this.options.api.star(annotation.id, starred.ground_truth);
      this.dispatch({ type: "starred", annotation: answer });
    } catch (error) {
      this.dispatch({ type: "starred", annotation });
      this.options.onNotice(`The star was not changed: ${errorMessage(error)}`);
    }
  }

  /** Ask the server again, after a failure or when others held everything. */
  readonly retry = (): void => {
    clearTimeout(this.retryTimer);
    this.refill();
  };

  refill(): void {
    this.refillWanted = true;
    void this.run();
  }

  /** Fresh data for a stop that was judged before. */
  private async reload(): Promise<void> {
    const stop = currentStop(this.snapshot.stream);
    if (stop === null || stop.verdict === null || stop.sending) return;
    try {
      const item = await this.options.api.item(stop.annotationId);
      this.dispatch({ type: "loaded", item });
    } catch (error) {
      const { items } = this.snapshot.stream;
      if (items.has(stop.annotationId)) return; // what is known is shown; the verdict is checked anyway
      this.options.onNotice(`Annotation ${stop.annotationId}: ${errorMessage(error)}`);
      this.dispatch({ type: "dropped", annotationId: stop.annotationId, now: this.now() });
    }
  }

  /** One thing at a time: first verdicts in their order, then more items. */
  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (await this.step()) {
        this.failures = 0;
        if (this.snapshot.connection.kind !== "online") {
          this.update({ connection: { kind: "online" } });
        }
      }
    } catch (error) {
      this.onFailure(error);
    } finally {
      this.running = false;
    }
  }

  /** Returns false when there is nothing to do. Throws when the server cannot be reached. */
  private async step(): Promise<boolean> {
    const [submission] = this.outbox;
    if (submission !== undefined) {
      await this.send(submission);
      return true;
    }
    if (!this.open) {
      await this.options.api.release(this.stream).catch(() => undefined);
      return this.open; // opened again in the meantime
    }
    if (!this.refillWanted) return false;
    const limit = wantedLeases(this.snapshot.stream, this.outbox.length);
    this.refillWanted = false;
    try {
      const answer = await this.options.api.next(this.stream, limit);
      const unsent = new Set(this.outbox.map(({ annotationId }) => annotationId));
      this.dispatch({ type: "served", answer, unsent, now: this.now() });
    } catch (error) {
      this.refillWanted = true;
      throw error;
    }
    return true;
  }

  private async send(submission: Submission): Promise<void> {
    const { annotationId } = submission;
    try {
      const review = await this.options.api.submit(this.stream, submission);
      const version = review.fixed_version ?? review.annotation_version;
      this.settle(submission, version);
    } catch (error) {
      if (!(error instanceof ApiError) || isTransient(error)) throw error;
      this.outbox = this.outbox.slice(1);
      const current = currentOf(error);
      if (error.status === 412 && current !== null) {
        if (submission.result !== null && deepEqual(current.result, submission.result)) {
          // Our own fix, whose answer was lost on the way.
          this.settle(submission, current.version);
          return;
        }
        const trouble = { kind: "stale", message: error.message, current } as const;
        this.dispatch({ type: "refused", annotationId, trouble });
      } else if (GONE.has(error.status) || error.code === "own_annotation") {
        this.options.onNotice(
          `Annotation ${annotationId}: ${error.message} Your verdict was not saved.`,
        );
        this.dispatch({ type: "dropped", annotationId, now: this.now() });
      } else {
        const trouble = { kind: "refused", message: error.message } as const;
        this.dispatch({ type: "refused", annotationId, trouble });
      }
      this.refillWanted = true;
    }
  }

  private settle(submission: Submission, version: number): void {
    this.outbox = this.outbox.filter((each) => each !== submission);
    const { annotationId, result } = submission;
    this.dispatch({ type: "confirmed", annotationId, version, result });
    this.refillWanted = true;
  }

  private onFailure(error: unknown): void {
    const message = errorMessage(error);
    if (error instanceof ApiError && !isTransient(error)) {
      this.update({ connection: { kind: "failed", message, status: error.status } });
      return;
    }
    this.update({ connection: { kind: "offline", message } });
    const seconds = RETRY_SECONDS[this.failures] ?? RETRY_SECONDS.at(-1) ?? 15;
    this.failures += 1;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.run(), seconds * 1000);
  }

  /** Keep the holds; what is no longer held shows up in the next list of items. */
  private async renew(): Promise<void> {
    try {
      const held = new Set(await this.options.api.renew(this.stream));
      const { path, queue } = this.snapshot.stream;
      const shown = path.filter(({ verdict }) => verdict === null);
      const ids = [
        ...shown.map(({ annotationId }) => annotationId),
        ...queue.map(({ annotation }) => annotation.id),
      ];
      if (ids.some((id) => !held.has(id))) this.refill();
    } catch {
      // The next verdict or the next beat tells whether the server is back.
    }
  }

  /** A duplicated tab brings a copy of our memory: it becomes a stream of its own. */
  private async claimStream(): Promise<void> {
    const locks = (navigator as { locks?: LockManager }).locks;
    if (locks === undefined) return;
    const isOurs = await new Promise<boolean>((answer) => {
      void locks.request(`touchstone.stream.${this.stream}`, { ifAvailable: true }, (lock) => {
        answer(lock !== null);
        if (lock === null) return undefined;
        return new Promise<void>((release) => {
          this.releaseLock = release;
        });
      });
    });
    if (isOurs || !this.open) return;
    const fresh = emptyMemory();
    this.stream = fresh.stream;
    this.outbox = [];
    this.update({ stream: startStream() });
    this.remember();
  }

  private readonly onPageHide = (): void => this.options.api.releaseOnLeave(this.stream);

  /** The browser kept the page and shows it again: its items were let go. */
  private readonly onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) this.refill();
  };

  private readonly onBeforeUnload = (event: BeforeUnloadEvent): void => {
    if (this.outbox.length > 0) event.preventDefault();
  };

  private remember(): void {
    const path = this.snapshot.stream.path
      .filter(({ verdict }) => verdict !== null)
      .map(({ annotationId, taskId, verdict }) => ({ annotationId, taskId, verdict }));
    const remembered: Remembered = { stream: this.stream, path, outbox: this.outbox };
    this.options.memory.write(remembered);
  }

  private update(changes: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...changes, unsent: this.outbox.length };
    for (const listener of this.listeners) listener();
  }
}

const GONE: ReadonlySet<number> = new Set([404, 423]);

function isTransient({ status }: ApiError): boolean {
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

function currentOf(error: ApiError): Annotation | null {
  const annotation = error.context["annotation"];
  return typeof annotation === "object" && annotation !== null ? (annotation as Annotation) : null;
}
