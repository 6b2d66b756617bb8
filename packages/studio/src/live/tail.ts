// Follows one run's events.jsonl for any number of viewers: one reader of the file, one text for
// all of them. Half a line waits for its other half; a line that is no event is passed over.

import { open, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { isAlive } from "@w2s/base";
import { readEvent } from "@w2s/lab";
import { after, type LiveEvent, type RunState, silent } from "./run-state.js";

/** What a viewer is sent: some events with the id of the last, or that all before is void. */
export interface Message {
  readonly id: string;
  readonly event: "events" | "reset";
  /** JSON: a list of events. */
  readonly data: string;
}

type Listener = (message: Message) => void;

interface Kept {
  readonly offset: number;
  readonly event: LiveEvent;
}

const everyMs = 250;
/** How often it is asked whether a silent run's process is still there. */
const aliveMs = 3000;
/** Events that a newcomer is told at most; older progress goes first. */
const most = 4000;

/** One file, followed while somebody listens. */
export class Tail {
  private readonly listeners = new Set<Listener>();
  private kept: Kept[] = [];
  private identity = "";
  private offset = 0;
  private rest = Buffer.alloc(0);
  private state: RunState = silent;
  private timer: NodeJS.Timeout | undefined;
  private askedAt = 0;
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {}

  /** Whether anybody listens. */
  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  /** What the run has come to, read to the file's end. */
  async now(): Promise<RunState> {
    await this.read();
    return this.state;
  }

  /**
   * Tells the listener what there is since `id` (all, where that is of another run), and then what
   * comes. Gives what ends it.
   */
  async listen(listener: Listener, id = ""): Promise<() => void> {
    await this.read();
    const [identity, offset] = id.split(":");
    const isSame = identity === this.identity;
    if (!isSame) listener({ id: "", event: "reset", data: "[]" });
    const from = isSame ? Number(offset) : -1;
    const missed = this.kept.filter((one) => one.offset > from);
    if (missed.length > 0) listener(this.message(missed));
    this.listeners.add(listener);
    this.timer ??= setInterval(() => void this.read(), everyMs);
    return () => {
      this.listeners.delete(listener);
      if (!this.isHeard) this.close();
    };
  }

  /** Stops reading. */
  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** One reading at a time, each to the file's end. */
  private read(): Promise<void> {
    this.reading = this.reading.then(() => this.readOnce()).catch(() => undefined);
    return this.reading;
  }

  private async readOnce(): Promise<void> {
    const found = await stat(this.path).catch(() => undefined);
    if (found === undefined) return this.noteGone();
    const identity = `${found.ino}-${Math.round(found.birthtimeMs)}`;
    if (identity !== this.identity || found.size < this.offset) this.restart(identity);
    if (found.size > this.offset) await this.readTo(found.size);
    else await this.askWhetherAlive();
  }

  private restart(identity: string): void {
    const isFirst = this.identity === "";
    Object.assign(this, { identity, offset: 0, rest: Buffer.alloc(0), kept: [], state: silent });
    if (!isFirst) this.tell({ id: `${identity}:0`, event: "reset", data: "[]" });
  }

  private async readTo(size: number): Promise<void> {
    const file = await open(this.path);
    try {
      const bytes = Buffer.alloc(size - this.offset);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, this.offset);
      this.take(bytes.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  }

  private take(bytes: Buffer): void {
    const all = Buffer.concat([this.rest, bytes]);
    let at = this.offset - this.rest.length;
    this.offset += bytes.length;
    const events: Kept[] = [];
    let start = 0;
    for (let end = all.indexOf(10); end >= 0; end = all.indexOf(10, start)) {
      const event = readEvent(all.toString("utf8", start, end));
      at += end + 1 - start;
      start = end + 1;
      if (event !== null) events.push({ offset: at, event });
    }
    this.rest = Buffer.from(all.subarray(start));
    this.add(events);
  }

  private add(events: readonly Kept[]): void {
    if (events.length === 0) return;
    for (const { event } of events) this.state = after(this.state, event);
    this.kept.push(...events);
    if (this.kept.length > most) this.kept = thinned(this.kept);
    this.tell(this.message(events));
  }

  /** A process of this machine that is gone tells no more. */
  private async askWhetherAlive(): Promise<void> {
    const { begun, ended } = this.state;
    const now = Date.now();
    if (begun === null || ended !== null || begun.host !== hostname()) return;
    if (now - this.askedAt < aliveMs) return;
    this.askedAt = now;
    if (!isAlive(begun.pid)) this.noteGone();
  }

  /** A run that was followed tells no more: its process is gone, or its file is removed. */
  private noteGone(): void {
    const { begun, ended, heardAt } = this.state;
    if (begun === null || ended !== null) return;
    this.add([{ offset: this.offset, event: { event: "gone", at: heardAt } }]);
  }

  private message(events: readonly Kept[]): Message {
    const data = JSON.stringify(events.map(({ event }) => event));
    return { id: `${this.identity}:${events.at(-1)!.offset}`, event: "events", data };
  }

  private tell(message: Message): void {
    for (const listener of this.listeners) listener(message);
  }
}

/** Every second progress of work goes; begins, ends and the rest stay. */
function thinned(kept: readonly Kept[]): Kept[] {
  let seen = 0;
  return kept.filter(({ event }) => event.event !== "progress" || seen++ % 2 === 1);
}
