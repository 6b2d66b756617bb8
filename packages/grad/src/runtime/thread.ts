// A runtime on a thread of its own. The runtime's calls keep JavaScript waiting, so that small
// programs, which one core serves best, run side by side only on several threads.

import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { InputError, InternalError } from "@w2s/base";
import type { NdArray } from "../array.js";
import type { Program } from "../program.js";
import { nodeRuntime, usesDouble } from "./node.js";
import type { Placement } from "./placement.js";
import { cpuHere } from "./processor.js";
import { checkFeeds, type Executable, type Feeds, type Results, type Runtime } from "./runtime.js";

type Named = Readonly<Record<string, NdArray>>;

type Request =
  | { readonly kind: "load"; readonly model: Uint8Array; readonly optimization: string }
  | { readonly kind: "run"; readonly session: number; readonly feeds: Named }
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
const packed = (array) => new ort.Tensor(array.dtype, array.data, array.shape);
const serve = {
  async load({ model, optimization }) {
    sessions.push(await ort.InferenceSession.create(model, {
      executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1,
      graphOptimizationLevel: optimization, logSeverityLevel: 3,
    }));
    return sessions.length - 1;
  },
  async run({ session, feeds }) {
    const inputs = Object.entries(feeds).map(([name, array]) => [name, packed(array)]);
    const outputs = await sessions[session].run(Object.fromEntries(inputs));
    return Object.fromEntries(Object.entries(outputs).map(([name, { type, dims, data }]) =>
      [name, { dtype: type, shape: [...dims], data }]));
  },
  async release({ session }) {
    await sessions[session].release();
    sessions[session] = undefined;
  },
};
let last = Promise.resolve();
let closed = false;
async function close() {
  for (const session of sessions) await session?.release();
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
export class RuntimeThread implements Runtime {
  readonly name = nodeRuntime.name;
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

  /** One thread: `threads` above 1 is refused. */
  async load<I extends string, O extends string>(
    program: Program<I, O>,
    { threads = 1 } = {},
  ): Promise<Executable<I, O>> {
    if (threads !== 1) throw new InputError(`runtime thread: threads must be 1, got ${threads}`);
    const optimization = usesDouble(program) ? "basic" : "all";
    const model = program.modelFor(cpuHere());
    const session = (await this.ask({ kind: "load", model, optimization })) as number;
    return {
      run: async (feeds: Feeds<I>, into: Partial<Results<O>> = {}) => {
        checkFeeds(program.inputs, feeds);
        const results = (await this.ask({
          kind: "run",
          session,
          feeds: ownBuffers(feeds),
        })) as Results<O>;
        return Object.fromEntries(
          Object.entries<NdArray>(results).map(([name, array]) => [
            name,
            placed(array, into[name as O]),
          ]),
        ) as Results<O>;
      },
      release: async () => {
        await this.ask({ kind: "release", session });
      },
    };
  }

  placement(): Placement {
    return { nodes: 0, onCpu: {} };
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

  private ask(request: Request): Promise<unknown> {
    // What would be released went with the thread.
    if (this.over)
      return request.kind === "release" ? Promise.resolve() : Promise.reject(this.over);
    const id = this.requests++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, request });
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

/** Arrays that are part of a larger buffer are copied out of it: messages take whole buffers. */
function ownBuffers(feeds: Named): Named {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, array]) => {
      const { data } = array;
      return [
        name,
        data.byteLength === data.buffer.byteLength ? array : { ...array, data: data.slice() },
      ];
    }),
  );
}

function placed(array: NdArray, place: NdArray | undefined): NdArray {
  if (place === undefined) return array;
  (place.data as Float32Array).set(array.data as Float32Array);
  return place;
}
