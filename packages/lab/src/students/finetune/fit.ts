// Finetuning one student on labels: the whole model or its last blocks, and a new head. Early stopping on the validation
// labels, as for probes.

import {
  type Arrays,
  adamW,
  constantSchedule,
  cosineSchedule,
  type Executable,
  linearSchedule,
  type NdArray,
  ndarray,
  type Runtime,
  type Schedule,
  StepTrainer,
  withWarmup,
  zerosArray,
} from "@w2s/grad";
import { batchesByLength, type Model } from "@w2s/models";
import type { Method } from "../../methods/index.js";
import { random } from "../../random.js";
import { columnsPerStudent } from "../head.js";
import { mostProbable } from "../probe-fit.js";
import { epochBatches, tokenArrays } from "./batches.js";
import {
  type FinetuneShape,
  finetuneScoreProgram,
  frozenParameters,
  methodLoss,
  stepInputs,
  trainedParameters,
} from "./program.js";
import type { FinetuneRecipe } from "./recipe.js";

/** What a student is trained on. */
export interface FinetuneData {
  readonly model: Pick<Model, "name" | "architecture" | "layers" | "width" | "weights">;
  readonly task: "classify" | "compare";
  readonly options: number;
  /** Token ids of every text; for a comparison two an example, next to each other. */
  readonly ids: readonly Int32Array[];
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /** Rows whose probabilities are wanted. */
  readonly predict: Int32Array;
}

export interface FinetuneStudent {
  /** For messages. */
  readonly name: string;
  readonly method: Method;
  /** Label probabilities of the training rows, `[train, options]`. */
  readonly train: NdArray<"float32">;
  /** Label probabilities of the validation rows, `[validation, options]`. */
  readonly validation: NdArray<"float32">;
}

export interface FinetuneFit {
  /** `[predict, options]`, of the kept epoch. */
  readonly probabilities: NdArray<"float32">;
  /** From 1. */
  readonly chosenEpoch: number;
  /** After each epoch: the mean training loss (nats) and the share of validation labels agreed with. */
  readonly curve: { readonly loss: readonly number[]; readonly agreement: readonly number[] };
  /** The trained parameters of the kept epoch, those of the head among them; there when `keepWeights` asked for them. */
  readonly weights?: TrainedWeights;
}

/** Trained parameters by the architecture's names; the head's are `student.weight` and `student.bias`. */
export type TrainedWeights = Readonly<Record<string, NdArray<"float32">>>;

export interface FinetuneRun {
  readonly runtime: Runtime;
  /** Decides the order of the data, and nothing else: the head starts at zero. */
  readonly seed: number;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Whether the fit gives the trained weights too: a copy of them is held in memory; default false. */
  readonly keepWeights?: boolean;
  /** Called after each step with the share of training done. */
  readonly onProgress?: (share: number) => void;
}

const schedules: Readonly<Record<FinetuneRecipe["schedule"], Schedule>> = {
  linear: linearSchedule,
  cosine: cosineSchedule,
  constant: constantSchedule,
};

/**
 * Finetunes a student.
 * @throws InputError for more blocks than the model has or weights that do not fit; Error when a loss is not finite, naming the
 * student and the step; the signal's reason when aborted.
 */
export async function finetuneStudent(
  student: FinetuneStudent,
  data: FinetuneData,
  recipe: FinetuneRecipe,
  run: FinetuneRun,
): Promise<FinetuneFit> {
  const { model, task, options } = data;
  const shape: FinetuneShape = {
    architecture: model.architecture,
    width: model.width,
    task,
    options,
    recipe,
  };
  const threads = { threads: run.threads ?? 2 };
  const frozen = weightsOf(model, frozenParameters(shape));
  const trainer = await StepTrainer.load(
    run.runtime,
    {
      parameters: trainedParameters(shape),
      frozen: frozenParameters(shape),
      inputs: stepInputs(shape),
      loss: ({ weights, inputs }) => methodLoss(shape, student.method, weights, inputs),
      optimizer: adamW({ weightDecay: recipe.weightDecay }),
      clipNorm: recipe.clipNorm,
    },
    weightsOf(model, trainedParameters(shape)),
    threads,
  );
  const scorer = await run.runtime.load(finetuneScoreProgram(shape), threads);
  try {
    return await new Finetuning(student, data, recipe, run, trainer, scorer, frozen).epochs();
  } finally {
    await Promise.all([trainer.release(), scorer.release()]);
  }
}

/** A model's own weights; zeros for the student's head. */
function weightsOf(
  model: FinetuneData["model"],
  signature: Readonly<Record<string, { readonly shape: readonly (number | string)[] }>>,
): Arrays {
  const shapes = Object.entries(signature).map(
    ([name, { shape }]) => [name, shape as readonly number[]] as const,
  );
  const own = shapes.filter(([name]) => !name.startsWith("student."));
  const head = shapes.filter(([name]) => name.startsWith("student."));
  return {
    ...model.weights(Object.fromEntries(own)),
    ...Object.fromEntries(head.map(([name, shape]) => [name, zerosArray("float32", shape)])),
  };
}

interface Best {
  readonly agreement: number;
  readonly epoch: number;
  readonly probabilities: Float32Array;
  readonly weights: Pick<FinetuneFit, "weights">;
}

class Finetuning {
  private readonly perExample: number;

  constructor(
    private readonly student: FinetuneStudent,
    private readonly data: FinetuneData,
    private readonly recipe: FinetuneRecipe,
    private readonly run: FinetuneRun,
    private readonly trainer: StepTrainer,
    private readonly scorer: Executable,
    private readonly frozen: Arrays,
  ) {
    this.perExample = data.task === "compare" ? 2 : 1;
  }

  async epochs(): Promise<FinetuneFit> {
    const { epochs, selection } = this.recipe;
    const stream = random(this.run.seed, "finetuning order");
    const [loss, agreement]: [number[], number[]] = [[], []];
    let best: Best = { agreement: -1, epoch: 0, probabilities: new Float32Array(), weights: {} };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const batches = epochBatches(
        this.data.train,
        (row) => this.lengthOf(row),
        this.recipe.batchSize,
        stream,
      );
      loss.push(await this.epoch(batches, epoch));
      const agreed = this.agreement(await this.probabilities(this.data.validation));
      agreement.push(agreed);
      if (selection === "last" || agreed > best.agreement) {
        const probabilities = await this.probabilities(this.data.predict);
        best = { agreement: agreed, epoch, probabilities, weights: this.keptWeights() };
      }
    }
    const shape = [this.data.predict.length, this.data.options];
    return {
      probabilities: ndarray(best.probabilities, shape),
      chosenEpoch: best.epoch,
      curve: { loss, agreement },
      ...best.weights,
    };
  }

  private keptWeights(): Pick<FinetuneFit, "weights"> {
    if (!this.run.keepWeights) return {};
    const copies = Object.entries(this.trainer.parameters.arrays).map(
      ([name, { data, shape }]) => [name, ndarray((data as Float32Array).slice(), shape)] as const,
    );
    return { weights: Object.fromEntries(copies) };
  }

  /** One pass over the training rows; gives the mean loss an example. */
  private async epoch(batches: readonly Int32Array[], epoch: number): Promise<number> {
    const { signal, onProgress } = this.run;
    const total = this.recipe.epochs * batches.length;
    const schedule = withWarmup(this.recipe.warmup, schedules[this.recipe.schedule]);
    const at = new Map(Array.from(this.data.train, (row, i) => [row, i]));
    let sum = 0;
    for (const [i, rows] of batches.entries()) {
      signal?.throwIfAborted();
      const done = (epoch - 1) * batches.length + i;
      const progress = done / total;
      const inputs = {
        ...this.texts(rows),
        labels: this.labels(rows, at),
        progress: ndarray(Float32Array.of(progress), []),
      };
      // A warm-up from zero would waste its first step.
      const rate = this.recipe.learningRate * schedule((done + 1) / (total + 1));
      const report = await this.step(inputs, rate);
      sum += report * rows.length;
      onProgress?.((done + 1) / total);
    }
    return sum / this.data.train.length;
  }

  private async step(inputs: Arrays, rate: number): Promise<number> {
    try {
      return (await this.trainer.step([inputs], this.frozen, rate)).loss;
    } catch (error) {
      throw new Error(`${this.student.name}: ${(error as Error).message}`, { cause: error });
    }
  }

  private lengthOf(row: number): number {
    return Math.max(...this.idsOf(row).map(({ length }) => length));
  }

  private idsOf(row: number): readonly Int32Array[] {
    return this.data.ids.slice(row * this.perExample, (row + 1) * this.perExample);
  }

  /** The texts of some examples as a program takes them. */
  private texts(rows: Int32Array): Arrays {
    const tokens = tokenArrays(Array.from(rows).flatMap((row) => this.idsOf(row)));
    if (this.perExample === 1) return tokens;
    const places = (offset: number) =>
      ndarray(
        Int32Array.from(rows, (_, i) => 2 * i + offset),
        [rows.length],
      );
    return { ...tokens, first: places(0), second: places(1) };
  }

  private labels(rows: Int32Array, at: ReadonlyMap<number, number>): NdArray {
    const { options } = this.data;
    const columns = columnsPerStudent({ options });
    const data = new Float32Array(rows.length * columns);
    rows.forEach((row, i) => {
      const from = at.get(row)! * options + (columns === 1 ? 1 : 0);
      data.set(this.student.train.data.subarray(from, from + columns), i * columns);
    });
    return ndarray(data, [rows.length, columns]);
  }

  /** Probabilities `[rows, options]` under the current weights. */
  private async probabilities(rows: Int32Array): Promise<Float32Array> {
    const { options } = this.data;
    const columns = columnsPerStudent({ options });
    const probabilities = new Float32Array(rows.length * options);
    for (const batch of batchesByLength(Array.from(rows, (row) => this.lengthOf(row)))) {
      this.run.signal?.throwIfAborted();
      const chosen = Int32Array.from(batch.rows, (i) => rows[i]!);
      const { scores } = await this.scorer.run({
        ...this.trainer.parameters.arrays,
        ...this.frozen,
        ...this.texts(chosen),
      });
      batch.rows.forEach((row, i) => {
        const values = Array.from(scores!.data.subarray(i * columns, (i + 1) * columns), Number);
        probabilities.set(softmaxOf(columns === 1 ? [0, values[0]!] : values), row * options);
      });
    }
    return probabilities;
  }

  private agreement(probabilities: Float32Array): number {
    const { options, validation } = this.data;
    const labels = this.student.validation.data;
    const same = validation.filter(
      (_, i) => mostProbable(probabilities, i, options) === mostProbable(labels, i, options),
    );
    return same.length / validation.length;
  }
}

function softmaxOf(logits: readonly number[]): number[] {
  const peak = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - peak));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
