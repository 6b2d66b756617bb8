// Many probes on two cores: halves of them train at the same time, each on a thread of its own. A
// step's ops are too short to be shared among threads; docs/design/grad.md has the figures.

import type { Runtime } from "@w2s/grad";
import { inLanes, type RunContext } from "../../../engine/index.js";
import type { AdamRecipe, ProbeRecipe } from "../recipe.js";
import type { FitOptions, ProbeData, ProbeFit, ProbeStudent } from "./fit.js";

/** Half of fewer students than this are hardly faster than all of them. */
export const manyStudents = 48;

/** Multiplications of a training that is done in half a second: starting threads takes a tenth. */
const fewProducts = 2e10;

/** Bytes of features of which every thread may have a copy. */
const smallFeatures = 2 ** 24;

/**
 * Students that train together: on the CPU two halves of many, else all of them. They come in the
 * order of the lanes.
 */
export function lanesOf(
  students: readonly ProbeStudent[],
  { features, train }: Pick<ProbeData, "features" | "train">,
  { epochs }: Pick<AdamRecipe, "epochs">,
  { runtime, threads = 2 }: Pick<FitOptions, "runtime" | "threads">,
): readonly (readonly ProbeStudent[])[] {
  const products = 2 * train.length * features.shape[1]! * students.length * epochs;
  const isWorthIt =
    students.length >= manyStudents &&
    products > fewProducts &&
    features.data.byteLength <= smallFeatures;
  if (threads < 2 || runtime.device !== "cpu" || !isWorthIt) return [students];
  const half = Math.ceil(students.length / 2);
  return [students.slice(0, half), students.slice(half)];
}

/** Fits every lane on a thread of its own; fits come in the order of the lanes. */
export async function fitOnThreads(
  lanes: readonly (readonly ProbeStudent[])[],
  fit: (students: readonly ProbeStudent[], options: FitOptions) => Promise<ProbeFit[]>,
  options: FitOptions,
): Promise<ProbeFit[]> {
  let told = 0;
  const onEpoch = (done: number) => {
    if (done <= told) return;
    told = done;
    options.onEpoch?.(done);
  };
  const fits = await inLanes(lanes, lanes.length, options, (students, { signal, apart }) =>
    fit(students, { ...options, runtime: apart(), signal, onEpoch }),
  );
  return fits.flat();
}

/** Bytes of features of which each of the passes beside each other may have a copy. */
const smallBeside = 2 ** 26;

/** Steps that are taken in about a tenth of a second. */
const fewSteps = 1000;

/** Where a pass trains: apart from those that run beside it, where it is worth a thread. */
export function runtimeBeside(
  { features, train }: Pick<ProbeData, "features" | "train">,
  recipe: ProbeRecipe,
  { runtime, apart }: Pick<RunContext, "runtime" | "apart">,
): Runtime {
  return apart && isWorthIt() ? apart() : runtime;

  function isWorthIt(): boolean {
    // A regression's rows are taken out of the features, and given to the thread.
    if (recipe.solver === "lbfgs") return true;
    const isLong = (recipe.epochs * train.length) / recipe.batchSize > fewSteps;
    return isLong && features.data.byteLength <= smallBeside;
  }
}
