// What `w2s doctor` asks: which devices can train here, and do they give the CPU's numbers?

import { InputError } from "@w2s/base";
import {
  type Device,
  deviceRuntime,
  devices,
  gradientProgram,
  input,
  log,
  mean,
  type NdArray,
  ndarray,
  nodeRuntime,
  type Placement,
  type Program,
  type Runtime,
  softplus,
  square,
} from "@w2s/grad";
import { random } from "@w2s/lab";
import {
  architectureOf,
  parseModelConfig,
  poolTokens,
  tokenBatch,
  weightInputs,
} from "@w2s/models";

/** Whether a device can train here, and what is to be said of it. */
export interface RuntimeCheck {
  /** For example "onnxruntime-node 1.30.0, cpu". */
  readonly name: string;
  /** null: not to be had on this machine, which is no fault. */
  readonly ok: boolean | null;
  /** Why, in a line; of a device beside the CPU also how many of a step's nodes ran there. */
  readonly detail: string;
}

/**
 * Takes one training step's gradients of a small decoder on every device and compares them with the
 * CPU's: largest absolute differences up to 1e-4 are the same. A device that is not there, and one
 * that fails, is a line of the answer; nothing is thrown for it.
 */
export async function runtimeChecks(): Promise<readonly RuntimeCheck[]> {
  const checks: RuntimeCheck[] = [];
  for (const device of devices) checks.push(await check(device));
  return checks;
}

async function check(device: Device): Promise<RuntimeCheck> {
  let runtime: Runtime;
  try {
    runtime = await deviceRuntime(device);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      name: device,
      ok: null,
      detail: error.message.replace(`device ${device}: `, "").replace("; or use --device cpu", ""),
    };
  }
  try {
    const difference = largestDifference(
      await trainingStep(nodeRuntime),
      await trainingStep(runtime),
    );
    const ok = difference < 1e-4;
    const same =
      device === "cpu" ? "trains a small decoder" : "trains a small decoder as the CPU does";
    const detail = ok
      ? same
      : `trains a small decoder otherwise than the CPU: gradients differ by ${difference}`;
    return {
      name: runtime.name,
      ok,
      detail: [detail, ...placed(device, runtime.placement())].join("; "),
    };
  } catch (error) {
    return { name: runtime.name, ok: false, detail: (error as Error).message };
  }
}

function placed(device: Device, { nodes, onCpu }: Placement): string[] {
  if (device === "cpu") return [];
  const fallen = Object.entries(onCpu).map(([op, count]) => `${op} ${count}`);
  const total = Object.values(onCpu).reduce((sum, count) => sum + count, 0);
  if (total === 0) return [`all ${nodes} nodes run there`];
  return [`of ${nodes} nodes ${total} run on the CPU: ${fallen.join(", ")}`];
}

const config = parseModelConfig(
  {
    model_type: "llama",
    vocab_size: 16,
    hidden_size: 8,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    intermediate_size: 12,
    max_position_embeddings: 16,
  },
  "doctor's model",
);

/** Loss and gradients of random weights, the same every time. */
async function trainingStep(runtime: Runtime): Promise<Readonly<Record<string, NdArray>>> {
  const { program, feeds } = smallStep();
  const executable = await runtime.load(program);
  try {
    return await executable.run(feeds);
  } finally {
    await executable.release();
  }
}

function smallStep(): { program: Program; feeds: Record<string, NdArray> } {
  const architecture = architectureOf(config);
  const shapes = architecture.parameters(config.layers);
  const program = gradientProgram({
    parameters: weightInputs(shapes),
    inputs: { ids: input("int32", ["texts", "seq"]), lengths: input("int32", ["texts"]) },
    loss({ weights, inputs }) {
      const batch = tokenBatch(inputs.ids!, inputs.lengths!);
      const states = architecture.hiddenStates(batch, (name) => weights[name]!, config.layers);
      return mean(log(softplus(square(poolTokens(states.at(-1)!, batch, "last")))));
    },
  });
  const draw = random(1, "doctor");
  const weights = Object.entries(shapes).map(([name, shape]) => {
    const size = shape.reduce<number>((product, dim) => product * Number(dim), 1);
    return [
      name,
      ndarray(Float32Array.from({ length: size }, draw.normal), shape.map(Number)),
    ] as const;
  });
  const ids = ndarray(Int32Array.of(3, 1, 4, 1, 5, 9, 2, 6, 0, 0), [2, 5]);
  return {
    program,
    feeds: { ...Object.fromEntries(weights), ids, lengths: ndarray(Int32Array.of(5, 3), [2]) },
  };
}

function largestDifference(
  a: Readonly<Record<string, NdArray>>,
  b: Readonly<Record<string, NdArray>>,
): number {
  const numbers = ({ data }: NdArray) => Array.from(data as Float32Array);
  const differences = Object.keys(a).flatMap((name) => {
    const other = numbers(b[name]!);
    return numbers(a[name]!).map((value, i) => Math.abs(value - other[i]!));
  });
  return differences.some(Number.isNaN) ? Number.NaN : Math.max(...differences);
}
