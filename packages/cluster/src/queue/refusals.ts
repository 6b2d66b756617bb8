// Why workers do not serve a run: lines that they leave with the queue's server, where the run
// finds them whatever store a worker sees.

import type { JobQueue, QueueServer } from "./server.js";

/** The queue whose jobs are such lines; nobody takes them. */
const refusalsQueue = "w2s-refusals";

/** The lines of a server's workers, by the orders that they are about. */
export class Refusals {
  private readonly queue: JobQueue<{ readonly line: string }>;

  constructor(server: QueueServer) {
    this.queue = server.queue(refusalsQueue);
  }

  /** Says why the worker does not serve the order, in the place of what it said before. */
  async say(order: string, worker: string, line: string): Promise<void> {
    const jobId = idOf(order, worker);
    await this.queue.remove(jobId);
    await this.queue.add("refusal", { line }, { jobId, priority: 1 });
  }

  /** What workers said of the order. */
  async of(order: string): Promise<string[]> {
    return (await this.about(order)).map(({ data }) => String(data.line));
  }

  /** Takes back what was said of the order, by this worker or by all. */
  async forget(order: string, worker?: string): Promise<void> {
    if (worker !== undefined) await this.queue.remove(idOf(order, worker));
    else for (const { id } of await this.about(order)) await this.queue.remove(id!);
  }

  close(): Promise<void> {
    return this.queue.close();
  }

  private async about(order: string) {
    const all = await this.queue.getJobs(["prioritized", "waiting"]);
    return all.filter((job) => job?.id?.startsWith(idOf(order, "")));
  }
}

/** No order's name has a dot. */
const idOf = (order: string, worker: string): string => `${order}.${worker}`;
