// Who works on what of a run that several share: its status.json in the words of `w2s status`, for
// any number of viewers. What is damaged is one line; what is an earlier run's is not told.

import { readStatus, type StatusWords, statusWords } from "@w2s/cluster";
import type { Tail } from "./tail.js";

/** What is said of a run's workers: their status in words, or why it cannot be read. */
export type WorkersSaid = StatusWords | { readonly fault: string };

/** What a viewer is sent of them. It has no id: whoever comes back is told anew. */
export interface WorkersMessage {
  readonly event: "workers";
  /** JSON: what is said, or null where the run has no workers. */
  readonly data: string;
}

type Listener = (message: WorkersMessage) => void;

/** As often as it is written. */
const everyMs = 2000;

/** One run's status, read while somebody listens. */
export class Workers {
  private readonly listeners = new Set<Listener>();
  private told = "";
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param run its name, for messages
   * @param tail the events of the same run
   */
  constructor(
    private readonly folder: string,
    private readonly run: string,
    private readonly tail: Pick<Tail, "now">,
  ) {}

  /** What there is to say now; null: the run has no workers. */
  async now(): Promise<WorkersSaid | null> {
    try {
      const status = await readStatus(this.folder, `${this.run}/status.json`);
      if (status === undefined) return null;
      const { begun } = await this.tail.now();
      const isOthers = begun !== null && (begun.pid !== status.pid || begun.host !== status.host);
      return isOthers ? null : statusWords(status, Date.now());
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Tells the listener what is said now, and whenever that changes. Gives what ends it. */
  async listen(listener: Listener): Promise<() => void> {
    listener({ event: "workers", data: JSON.stringify(await this.now()) });
    this.told = ""; // The others may have heard something else.
    this.listeners.add(listener);
    this.timer ??= setInterval(() => void this.look(), everyMs);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.close();
    };
  }

  /** Stops reading. */
  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    const data = JSON.stringify(await this.now());
    if (data === this.told) return;
    this.told = data;
    for (const listener of this.listeners) listener({ event: "workers", data });
  }
}
