// What we ask of a queue's server, whichever it is: a few of BullMQ's calls, which both of its
// backends have.

/** What of a pass travels. */
export interface PassJob {
  readonly steps: readonly string[];
  /** What must be in the store when it is done. */
  readonly keeps: readonly string[];
  readonly label: string;
}

/** What we call of a job; both backends' have it. */
export interface QueuedJob<D> {
  readonly id?: string | undefined;
  readonly data: D;
  readonly opts: { readonly priority?: number };
  readonly failedReason: string;
  extendLock(token: string, ms: number): Promise<unknown>;
  updateProgress(progress: object): Promise<unknown>;
  moveToCompleted(value: string, token: string, fetchNext: boolean): Promise<unknown>;
  moveToFailed(error: Error, token: string, fetchNext: boolean): Promise<unknown>;
  moveToDelayed(at: number, token: string): Promise<unknown>;
  moveToWait(token: string): Promise<unknown>;
}

/** How a job is added. */
export interface JobOptions {
  readonly jobId: string;
  readonly priority: number;
  readonly attempts?: number;
  readonly removeOnComplete?: boolean;
  readonly removeOnFail?: boolean;
}

/** What we call of a queue. */
export interface JobQueue<D> {
  add(name: string, data: D, opts: JobOptions): Promise<unknown>;
  addBulk(jobs: { name: string; data: D; opts: JobOptions }[]): Promise<unknown>;
  /** "unknown" where there is no such job. */
  getJobState(id: string): Promise<string>;
  getJob(id: string): Promise<QueuedJob<D> | undefined>;
  getJobs(states: ("prioritized" | "waiting")[]): Promise<QueuedJob<D>[]>;
  clean(graceMs: number, limit: number, state: "failed"): Promise<unknown>;
  drain(delayed: boolean): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  close(): Promise<void>;
}

/** What we call of a worker. */
export interface JobWorker {
  getNextJob(token: string, how: { block: false }): Promise<QueuedJob<PassJob> | undefined>;
  startStalledCheckTimer(): Promise<void>;
  close(): Promise<void>;
}

/** What is heard of a job. */
export interface JobHeard {
  readonly jobId: string;
  readonly failedReason?: string;
  readonly data?: unknown;
}

/** What we call of a queue's events. */
export interface JobEvents {
  on(event: "completed" | "failed" | "progress", heard: (job: JobHeard) => void): unknown;
  close(): Promise<void>;
}

/** Redis or PostgreSQL behind one address, as an executor and its workers use it. */
export interface QueueServer {
  /** The address without user and password, for messages. */
  readonly shown: string;
  /** What whoever opened it should know, each a line; said once. */
  readonly advice: readonly string[];
  queue<D>(name: string): JobQueue<D>;
  /** Asks for jobs of the queue of this name; each stays its own for `lockMs` unless extended. */
  worker(name: string, lockMs: number, tries: number): JobWorker;
  events(name: string): JobEvents;
  /** Hears that the server is gone, and that it is back. */
  onLost(lost: (line: string) => void, back: () => void): void;
  /** Calls that wait for it fail from now on; nothing of it keeps the process alive. */
  close(): Promise<void>;
}
