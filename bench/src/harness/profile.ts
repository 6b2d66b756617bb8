// Where a program's time goes, by ONNX Runtime's own profile: a run of its own, since profiling
// costs time.

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Arrays, Program } from "@w2s/grad";
import * as ort from "onnxruntime-node";

interface Event {
  readonly cat: string;
  readonly name: string;
  /** Microseconds from the start, and how long. */
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

/** Kernels that are matrix products. */
const productKernels = ["MatMul", "Gemm", "FusedMatMul", "FusedGemm"];

export interface Profile {
  /** Seconds by kind of kernel, most first. */
  readonly kernels: ReadonlyMap<string, number>;
  /** Seconds in all kernels. */
  readonly total: number;
  /** Seconds in matrix products. */
  readonly products: number;
}

/** The second of two runs. */
export async function profile(
  program: Program,
  feeds: Arrays,
  folder: string,
  threads: number,
): Promise<Profile> {
  const prefix = join(folder, "profile");
  const session = await ort.InferenceSession.create(program.model, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    enableProfiling: true,
    profileFilePrefix: prefix,
    logSeverityLevel: 3,
  });
  const inputs = Object.keys(program.inputs).map((name) => {
    const { dtype, data, shape } = feeds[name]!;
    return [name, new ort.Tensor(dtype, data as Float32Array, shape as number[])] as const;
  });
  for (let i = 0; i < 2; i++) await session.run(Object.fromEntries(inputs));
  session.endProfiling();
  await session.release();
  return summed(eventsOf(folder));
}

/** The runtime adds the time to the file's name. */
function eventsOf(folder: string): Event[] {
  const name = readdirSync(folder).find((file) => file.startsWith("profile"))!;
  const text = readFileSync(join(folder, name), "utf8");
  rmSync(join(folder, name));
  const events = JSON.parse(text) as Event[];
  const second = events.filter((event) => event.name === "model_run").at(-1)!;
  return events.filter(
    ({ cat, ts, name: label }) =>
      cat === "Node" && label.endsWith("_kernel_time") && ts >= second.ts,
  );
}

function summed(events: readonly Event[]): Profile {
  const kernels = new Map<string, number>();
  for (const { dur, args } of events) {
    const kind = args?.op_name ?? "?";
    kernels.set(kind, (kernels.get(kind) ?? 0) + dur / 1e6);
  }
  const sorted = [...kernels].sort(([, a], [, b]) => b - a);
  const sum = (of: readonly (readonly [string, number])[]) =>
    of.reduce((total, [, seconds]) => total + seconds, 0);
  return {
    kernels: new Map(sorted),
    total: sum(sorted),
    products: sum(sorted.filter(([kind]) => productKernels.includes(kind))),
  };
}
