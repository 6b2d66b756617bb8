// A runtime on a thread of its own. The runtime's calls keep JavaScript waiting, so that small
// programs, which one core serves best, run side by side only on several threads.

import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { InputError, InternalError } from "@w2s/base";
import type { Arrays, NdArray } from "../array.js";
import type { Program } from "../program.js";
import type { Placement } from "./placement.js";
import { cpuHere } from "./processor.js";
import {
  type ClosableRuntime,
  checkFeeds,
  type Executable,
  type Feeds,
  placed,
  type Results,
  type RuntimeOptions,
  usesDouble,
} from "./runtime.js";

type Request =
  | {
      readonly kind: "load";
      readonly model: Uint8Array;
      readonly optimization: string;
      readonly held: Arrays;
    }
  | { readonly kind: "hold"; readonly session: number; readonly held: Arrays }
  | { readonly kind: "run"; readonly session: number; readonly feeds: Arrays }
  | { readonly kind: "release"; readonly session: number }
  | { readonly kind: "close" };
type Reply = { readonly id: number; readonly value?: unknown; readonly error?: string };

/**
 * What the thread runs: sessions by number, and requests one after the other. It is plain
 * JavaScript, so that no file must be found.
 */
const source = `
const { parentPort, workerData } = require("node:worker_threads");
const ort = require(workerData.runtime);
ort.env.logLevel = "fatal";
const sessions = [];
const packed = (arrays) => Object.fromEntries(Object.entries(arrays).map(
  ([name, { dtype, data, shape }]) => [name, new ort.Tensor(dtype, data, shape)]));
const serve = {
  async load({ model, optimization, held }) {
    const session = await ort.InferenceSession.create(model, {
      executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1,
      graphOptimizationLevel: optimization, logSeverityLevel: 3,
    });
    return sessions.push({ session, held: packed(held) }) - 1;
  },
  async hold({ session, held }) {
    Object.assign(sessions[session].held, packed(held));
  },
  async run({ session, feeds }) {
    const loaded = sessions[session];
    const outputs = await loaded.session.run({ ...loaded.held, ...packed(feeds) });
    return Object.fromEntries(Object.entries(outputs).map(([name, { type, dims, data }]) =>
      [name, { dtype: type, shape: [...dims], data }]));
  },
  async release({ session }) {
    await sessions[session].session.release();
    sessions[session] = undefined;
  },
};
let last = Promise.resolve();
let closed = false;
async function close() {
  for (const loaded of sessions) await loaded?.session.release();
  parentPort.close();
}
parentPort.on("message", ({ id, request }) => {
  if (request.kind === "close") {
    closed = true;
    last = last.then(close);
    return;
  }
  last = last.then(async () => {
    if (closed) return;
    try {
      const value = await serve[request.kind](request);
      const arrays = request.kind === "run" ? Object.values(value) : [];
      const buffers = arrays.map(({ data }) => data.buffer);
      parentPort.postMessage({ id, value }, [...new Set(buffers)]);
    } catch (error) {
      parentPort.postMessage({ id, error: error.message });
    }
  });
});
`;

/**
 * The CPU runtime, on a thread of its own with one core: calls do not keep this thread waiting.
 * Close it when done.
 */
export class RuntimeThread implements ClosableRuntime {
  readonly name = "onnxruntime-node, cpu, a thread of its own";
  readonly device = "cpu";
  private readonly waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  private readonly worker: Worker;
  private requests = 0;
  private ended = false;
  /** Why no call is taken any more; undefined: they are. */
  private over: InternalError | undefined;

  constructor() {
    const runtime = createRequire(import.meta.url).resolve("onnxruntime-node");
    this.worker = new Worker(source, { eval: true, workerData: { runtime } });
    this.worker.on("message", (reply: Reply) => this.settle(reply));
    this.worker.on("error", (error) => this.fail(error));
    this.worker.on("exit", () => {
      this.ended = true;
      this.over ??= new InternalError("the runtime's thread has ended");
      this.fail(this.over);
    });
  }

  /** One thread: `threads` above 1 is refused. What is held is copied, but where it is given. */
  async load<I extends string, O extends string>(
    program: Program<I, O>,
    { threads = 1, held = {}, givesHeld = false }: RuntimeOptions = {},
  ): Promise<Executable<I, O>> {
    if (threads !== 1) throw new InputError(`runtime thread: threads must be 1, got ${threads}`);
    const optimization = usesDouble(program) ? "basic" : "all";
    const model = program.modelFor(cpuHere());
    const copies = ownBuffers(program, held);
    const request = { kind: "load", model, optimization, held: copies } as const;
    const given = givesHeld ? Object.values(copies).map(({ data }) => data.buffer) : [];
    const session = (await this.ask(request, given)) as number;
    let known = held;
    return {
      run: async (feeds: Feeds<I>, into: Partial<Results<O>> = {}) => {
        checkFeeds(program.inputs, { ...known, ...feeds });
        const results = (await this.ask({
          kind: "run",
          session,
          feeds: ownBuffers(program, feeds),
        })) as Results<O>;
        return Object.fromEntries(
          Object.entries<NdArray>(results).map(([name, array]) => [
            name,
            placed(array, into[name as O]),
          ]),
        ) as Results<O>;
      },
      hold: async (more: Arrays) => {
        known = { ...known, ...more };
        await this.ask({ kind: "hold", session, held: ownBuffers(program, more) });
      },
      release: async () => {
        await this.ask({ kind: "release", session });
      },
    };
  }

  placement(): Placement {
    return { nodes: 0, onCpu: {} };
  }

  apart(): RuntimeThread {
    return new RuntimeThread();
  }

  /**
   * Ends the thread once the call that is under way there is done; calls that wait are given up.
   */
  close(): Promise<void> {
    if (this.ended) return Promise.resolve();
    this.over ??= new InternalError("the runtime's thread was closed");
    this.fail(this.over);
    // A thread that is ended from outside takes the process with it where the runtime is at work.
    this.worker.postMessage({ id: this.requests++, request: { kind: "close" } satisfies Request });
    return new Promise((resolve) => this.worker.once("exit", () => resolve()));
  }

  /** Buffers that are `given` go to the thread, and are empty here. */
  private ask(request: Request, given: readonly ArrayBufferLike[] = []): Promise<unknown> {
    // What would be released went with the thread.
    if (this.over)
      return request.kind === "release" ? Promise.resolve() : Promise.reject(this.over);
    const id = this.requests++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, request }, [...new Set(given as ArrayBuffer[])]);
    });
  }

  private settle({ id, value, error }: Reply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/**
 * What a program reads. Arrays that are part of a larger buffer are copied out of it: messages take
 * whole buffers.
 */
function ownBuffers({ inputs }: Program, feeds: Arrays): Arrays {
  const read = Object.entries(feeds).filter(([name]) => name in inputs);
  return Object.fromEntries(
    read.map(([name, array]) => {
      const { data } = array;
      return [
        name,
        data.byteLength === data.buffer.byteLength ? array : { ...array, data: data.slice() },
      ];
    }),
  );
}
