// ONNX Runtime in Node.js, on the CPU or another device.

import "./no-telemetry.js";
import { InputError } from "@w2s/base";
import * as ort from "onnxruntime-node";
import { type Arrays, type DType, type NdArray, ndarray, type TypedData } from "../array.js";
import { add } from "../ops/binary.js";
import { compile, input, type Program } from "../program.js";
import { type Device, deviceAdvice, plainReason } from "./device.js";
import { inPlaceModel, isPlaceable, placesOf, runInPlace } from "./in-place.js";
import { joinPlacements, type Placement, Profile } from "./placement.js";
import { cpuHere } from "./processor.js";
import {
  checkFeeds,
  type Executable,
  type Feeds,
  type Results,
  type Runtime,
  type RuntimeOptions,
  usesDouble,
} from "./runtime.js";
import { RuntimeThread } from "./thread.js";

// What goes wrong is thrown; the runtime's own lines on stderr would say it a second time.
ort.env.logLevel = "fatal";

function toOrt({ dtype, data, shape }: NdArray): ort.Tensor {
  return new ort.Tensor(dtype, data as Float32Array, shape as number[]);
}

function fromOrt(tensor: ort.Tensor): NdArray {
  const dtype = tensor.type as DType;
  return { dtype, shape: [...tensor.dims], data: tensor.data as TypedData[DType] };
}

function toOrtAll(arrays: Partial<Readonly<Record<string, NdArray>>>): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, toOrt(array!)]));
}

class NodeExecutable<I extends string, O extends string> implements Executable<I, O> {
  constructor(
    private readonly session: ort.InferenceSession,
    private readonly program: Program<I, O>,
    /** Whether the session is that of `inPlaceModel`. */
    private readonly inPlace: boolean,
    private held: Arrays,
    /** Called once, after the first run. */
    private afterFirst: (() => Promise<void>) | undefined,
  ) {}

  async run(given: Feeds<I>, into: Partial<Results<O>> = {}): Promise<Results<O>> {
    const feeds = { ...this.held, ...given };
    checkFeeds(this.program.inputs, feeds);
    const inputs = Object.fromEntries(
      Object.keys(this.program.inputs).map((name) => [name, toOrt(feeds[name as I])]),
    );
    if (this.inPlace) {
      const places = placesOf(this.program, feeds, into);
      await runInPlace(this.session, inputs, toOrtAll(places));
      return places;
    }
    const wanted = Object.keys(this.program.outputs).map((name) => [name, null] as const);
    const outputs = await this.session.run(inputs, {
      ...Object.fromEntries(wanted),
      ...toOrtAll(into),
    });
    await this.endFirst();
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, into[name as O] ?? fromOrt(tensor)]),
    ) as Results<O>;
  }

  async hold(held: Arrays): Promise<void> {
    this.held = { ...this.held, ...held };
  }

  async release(): Promise<void> {
    await this.endFirst();
    await this.session.release();
  }

  private async endFirst(): Promise<void> {
    const ending = this.afterFirst;
    this.afterFirst = undefined;
    await ending?.();
  }
}

class NodeRuntime implements Runtime {
  readonly name: string;
  private readonly placements: Placement[] = [];

  constructor(readonly device: Device) {
    this.name = `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}, ${device}`;
  }

  async load<I extends string, O extends string>(
    program: Program<I, O>,
    { threads = 1, planned = true, held = {} }: RuntimeOptions = {},
  ): Promise<Executable<I, O>> {
    if (!Number.isInteger(threads) || threads < 1) {
      throw new InputError(`runtime: threads must be a whole number of at least 1, got ${threads}`);
    }
    const profile = this.device === "cpu" ? undefined : await Profile.start();
    const inPlace = this.device === "cpu" && isPlaceable(program);
    const target = this.device === "cpu" ? cpuHere() : this.device;
    const model = inPlace ? inPlaceModel(program) : program.modelFor(target);
    const session = await this.session(program, model, { threads, planned }, profile).catch(
      async (error: unknown) => {
        await profile?.read();
        throw error;
      },
    );
    return new NodeExecutable(
      session,
      program,
      inPlace,
      held,
      profile && (() => this.note(session, profile)),
    );
  }

  placement(): Placement {
    return joinPlacements(this.placements);
  }

  apart(): RuntimeThread {
    return new RuntimeThread();
  }

  private session(
    program: Program,
    model: Uint8Array,
    { threads, planned }: Required<Pick<RuntimeOptions, "threads" | "planned">>,
    profile?: Profile,
  ): Promise<ort.InferenceSession> {
    return ort.InferenceSession.create(model, {
      executionProviders: [this.device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      enableMemPattern: planned,
      graphOptimizationLevel: usesDouble(program) ? "basic" : "all",
      logSeverityLevel: this.device === "cpu" ? 3 : 4,
      // Sessions run in turn: threads of one that spin when it is done would hold the cores of the
      // next.
      extra: { session: { force_spinning_stop: "1" } },
      ...(profile ? { enableProfiling: true, profileFilePrefix: profile.prefix } : {}),
    });
  }

  private async note(session: ort.InferenceSession, profile: Profile): Promise<void> {
    session.endProfiling();
    this.placements.push(await profile.read());
  }
}

/** The CPU runtime of onnxruntime-node. */
export const nodeRuntime: Runtime = new NodeRuntime("cpu");

/**
 * The runtime of a device, after it has computed a small sum there.
 * @throws InputError when the device cannot be had, with the reason and what would help: nothing
 * else takes its place.
 */
export async function deviceRuntime(device: Device): Promise<Runtime> {
  if (device === "cpu") return nodeRuntime;
  const runtime = new NodeRuntime(device);
  try {
    await checkSum(new NodeRuntime(device));
  } catch (error) {
    const reason = plainReason((error as Error).message);
    throw new InputError(
      `device ${device}: cannot be used here: ${reason}; ${deviceAdvice[device]}`,
      {
        cause: error,
      },
    );
  }
  return runtime;
}

async function checkSum(runtime: Runtime): Promise<void> {
  const vector = input("float32", ["n"]);
  const executable = await runtime.load(
    compile({ a: vector, b: vector }, ({ a, b }) => ({ sum: add(a, b) })),
  );
  try {
    const { sum } = await executable.run({
      a: ndarray(Float32Array.of(1, 2), [2]),
      b: ndarray(Float32Array.of(30, 40), [2]),
    });
    if (sum.data[0] !== 31 || sum.data[1] !== 42)
      throw new Error(`1 + 30, 2 + 40 came out as ${sum.data}`);
  } finally {
    await executable.release();
  }
}

/** Compiles, loads, runs once and frees: for tests and small one-off computations. */
export async function runOnce<I extends string, O extends string>(
  program: Program<I, O>,
  feeds: Feeds<I>,
  runtime: Runtime = nodeRuntime,
): Promise<Results<O>> {
  const executable = await runtime.load(program);
  try {
    return await executable.run(feeds);
  } finally {
    await executable.release();
  }
}
