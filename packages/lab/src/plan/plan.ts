// From a study to the steps that answer it: every step once, however many trials share it.

import { resolve } from "node:path";
import { InputError } from "@w2s/base";
import type { Device } from "@w2s/grad";
import {
  headOfDecoder,
  hubSettings,
  type Model,
  openModel,
  resolveModel,
  truncateModel,
} from "@w2s/models";
import type { Hardness } from "../labels.js";
import type { TestFacts } from "../measures/index.js";
import { type Method, methodHash, methodLabels, naive } from "../methods/index.js";
import type { ModelFacts, Outcome } from "../outcome.js";
import type { PlanSummary } from "../reporter.js";
import type { JsonObject, Store } from "../store/index.js";
import { adaptersOf, loraTuning, type TunedModel } from "../students/index.js";
import {
  type ErrorsSpec,
  type FeatureSource,
  type LoraSpec,
  type PromptSpec,
  type StudentSpec,
  type Study,
  type SupervisorSpec,
  type TunedSpec,
  trainedSpecs,
} from "../study/index.js";
import { loadTask, splitWarnings, type TaskExamples } from "../tasks/index.js";
import { errorKeys, errorsKind } from "./errors-step.js";
import { estimateMs } from "./estimate.js";
import { type FeaturesPayload, featuresKind } from "./features-step.js";
import { finetuneKind } from "./finetune-step.js";
import { type FitPayload, fitKind } from "./fit-step.js";
import { generativeKind } from "./generative-step.js";
import { supervisorLabels, truthLabels } from "./labels-step.js";
import { loraKind } from "./lora-step.js";
import { modelFacts, noModel } from "./model-facts.js";
import { neededSteps, piecesOf, wavesOf } from "./needed.js";
import { prefixKind } from "./prefix-step.js";
import { promptKind } from "./prompt-step.js";
import { type ScorePayload, scoreKind } from "./score-step.js";
import { type Step, StepSet } from "./step.js";
import { checkTold } from "./told-texts.js";
import { hashOf, type SeedRows, seedRows, textsOf, truthOf } from "./truth.js";

export interface PlanOptions {
  /** The study's name where it gives none itself. */
  readonly name: string;
  /** Folder that the study's relative paths start from. */
  readonly baseDir: string;
  readonly store: Store;
  /** Folders that models are looked for in, first one first. */
  readonly modelFolders: readonly string[];
  /** At most this many examples of each task. */
  readonly limit?: number;
  /** Seeds in place of the study's own. */
  readonly seeds?: readonly number[];
  /** Threads inside one op; default 2. */
  readonly threads?: number;
  /**
   * Where models run and students are trained; default "cpu". What one device computed is not taken
   * for another's.
   */
  readonly device?: Device;
  /**
   * Keep the weights of finetuned models beside their results; default false: training again gives
   * them again.
   */
  readonly keepWeights?: boolean;
}

/** One row of the table to come. */
export interface Cell {
  readonly task: string;
  readonly supervisor: string;
  readonly student: string;
  readonly labels: Hardness;
  readonly method: string;
  readonly about: Pick<Outcome, "chance" | "splits" | "supervisorModel" | "studentModel">;
  readonly score: Step<ScorePayload>;
}

export interface Plan {
  readonly summary: PlanSummary;
  readonly cells: readonly Cell[];
  /** What must be there in the end: the rows of the table, and the weights that are kept. */
  readonly targets: readonly Step[];
  readonly seeds: readonly number[];
  readonly warnings: readonly string[];
  /** The study's own: its assumptions and limits. */
  readonly notes: readonly string[];
  readonly threads: number;
  readonly device: Device;
}

/**
 * Reads the tasks, finds the models and lays out the steps; trains nothing and writes nothing.
 * @throws InputError for bad data, an unknown model or layer, or options that do not fit the data
 */
export async function planStudy(study: Study, options: PlanOptions): Promise<Plan> {
  const seeds = options.seeds ?? study.seeds;
  const models = await openModels(study, options);
  const { device = "cpu", keepWeights = false } = options;
  const steps = new StepSet(device, keepWeights);
  const cells: Cell[] = [];
  const warnings = [...drawnWarning(study), ...toldErrorsWarning(study)];
  for (const task of study.tasks) {
    const examples = await loadTask(task, { baseDir: options.baseDir, limit: options.limit });
    warnings.push(...examples.warnings.map((warning) => `${examples.name}: ${warning}`));
    const moved = splitWarnings(examples, seeds[0]!);
    warnings.push(...moved.map((warning) => `${examples.name}: ${warning}`));
    cells.push(...new TaskPlan(study, examples, seeds, steps, models).cells());
  }
  const targets = [
    ...cells.map(({ score }) => score),
    ...steps.all().filter(({ beside }) => beside),
  ];
  const needed = await neededSteps(targets, options.store);
  const work = wavesOf(needed)
    .flatMap(piecesOf)
    .map((passes) => {
      const { kind } = passes[0]![0]!;
      return {
        kind: kind.name,
        label: kind.describe(passes.flat()).label,
        steps: passes.flat().length,
      };
    });
  const all = steps.all().length;
  const summary: PlanSummary = {
    study: study.name ?? options.name,
    trials: cells.length * seeds.length,
    steps: all,
    cached: all - needed.length,
    toRun: needed.length,
    estimateMs: await estimateMs(options.store, needed),
    work,
  };
  const threads = options.threads ?? 2;
  return { summary, cells, targets, seeds, warnings, notes: study.notes, threads, device };
}

/**
 * A model's labels are its own; those of `errors` are ground truth under a rule, which a ceiling
 * that is told them may undo.
 */
function toldErrorsWarning({ supervisors, students }: Study): string[] {
  const reads = students.some((spec) => "told" in spec && spec.told !== undefined);
  return reads && supervisors.some(({ kind }) => kind === "errors")
    ? [
        "told students read labels that errors(...) made of ground truth, in test texts too: a " +
          "ceiling may learn to undo the rule, so read PGR with care",
      ]
    : [];
}

/** Said where results are printed: nobody should take a demonstration for a finding. */
function drawnWarning(study: Study): string[] {
  return trainedSpecs(study).some((spec) => spec.kind === "probe" && spec.features.kind === "drawn")
    ? [
        "features are drawn in memory, from random word vectors: they show how a study works " +
          "and say nothing about models",
      ]
    : [];
}

/** Every model that a study names, opened once. */
async function openModels(
  study: Study,
  { modelFolders, baseDir }: PlanOptions,
): Promise<Map<string, Model>> {
  const models = new Map<string, Model>();
  for (const spec of trainedSpecs(study)) {
    const features = spec.kind === "probe" ? spec.features : spec.model;
    if (features.kind !== "model") continue;
    const key = modelKey(features);
    if (models.has(key)) continue;
    const relative = /^\.{1,2}(\/|$)/.test(features.model);
    const name = relative ? resolve(baseDir, features.model) : features.model;
    const settings = { ...hubSettings(), modelFolders };
    const files = await resolveModel(features.revision ? `${name}@${features.revision}` : name, {
      settings,
    });
    models.set(key, await openModel(files));
  }
  return models;
}

const modelKey = (features: { readonly model: string; readonly revision: string | undefined }) =>
  `${features.model}@${features.revision ?? ""}`;

/** The steps of one task. */
class TaskPlan {
  private readonly truth: Int32Array;
  private readonly texts: readonly string[];
  private readonly textsHash: string;
  private readonly rows: ReadonlyMap<number, SeedRows>;
  private readonly test: Int32Array;
  private readonly made = new Map<string, unknown>();

  constructor(
    private readonly study: Study,
    private readonly task: TaskExamples,
    private readonly seeds: readonly number[],
    private readonly steps: StepSet,
    private readonly models: ReadonlyMap<string, Model>,
  ) {
    const hasProbe = trainedSpecs(study).some(({ kind }) => kind === "probe");
    if (hasProbe && task.shape === "compare" && task.options !== 2) {
      throw new InputError(
        `task "${task.name}": a probe compares two texts, got ${task.options}; use ` +
          `finetune(...), or choices without "together"`,
      );
    }
    this.truth = truthOf(task);
    this.texts = textsOf(task);
    this.textsHash = hashOf([this.texts]);
    this.rows = new Map(seeds.map((seed) => [seed, seedRows(task, seed)]));
    this.test = this.rows.get(seeds[0]!)!.test;
  }

  /** One cell for every supervisor and every other student, kind of labels and method. */
  cells(): Cell[] {
    const { supervisors, students } = this.study;
    return supervisors.flatMap((supervisor) =>
      students
        .filter((student) => this.study.teaches(supervisor, student))
        .flatMap((student) =>
          this.ways(student).map(({ hardness, method, name }) => ({
            task: this.task.name,
            supervisor: supervisor.label,
            student: student.label,
            labels: hardness,
            method: name,
            about: this.about(supervisor, student),
            score: this.score(supervisor, student, hardness, method),
          })),
        ),
    );
  }

  /**
   * How a student learns: by every method from every kind of labels. A context holds words, so
   * there it is one way, hard labels.
   */
  private ways({ kind }: StudentSpec): { hardness: Hardness; method: Method; name: string }[] {
    const { labels, methods } = this.study;
    if (kind === "prompt") return [{ hardness: "hard", method: naive(), name: "in context" }];
    const names = methodLabels(methods);
    return labels.flatMap((hardness) =>
      methods.map((method, m) => ({ hardness, method, name: names[m]! })),
    );
  }

  private about(supervisor: SupervisorSpec, student: StudentSpec): Cell["about"] {
    const counts = new Array<number>(this.task.options).fill(0);
    for (const row of this.test) counts[this.truth[row]!]!++;
    const { supervise, transfer, validation } = this.rows.get(this.seeds[0]!)!;
    return {
      chance: Math.max(...counts) / this.test.length,
      splits: {
        supervise: supervise.length,
        transfer: transfer.length,
        validation: validation.length,
      },
      supervisorModel: supervisor.kind === "errors" ? noModel(supervisor) : this.facts(supervisor),
      studentModel: this.facts(student),
    };
  }

  private facts(spec: StudentSpec): ModelFacts {
    const source = spec.kind === "probe" ? spec.features : spec.model;
    if (source.kind === "drawn") return modelFacts(spec, null, 0);
    const model = this.models.get(modelKey(source))!;
    return modelFacts(spec, model, layerOf(source.model, source.layer, model.layers));
  }

  private score(
    supervisor: SupervisorSpec,
    student: StudentSpec,
    hardness: Hardness,
    method: Method,
  ): Step<ScorePayload> {
    const { metric, resamples } = this.study;
    const inputs = Object.fromEntries(
      this.seeds.flatMap((seed) => [
        [`weak ${seed}`, this.labeller(supervisor, seed)],
        [`strong ${seed}`, this.studentFit(supervisor, student, hardness, method, seed)],
        [
          `ceiling ${seed}`,
          this.ceilingFit(student, seed, this.remarks(supervisor, student, seed)),
        ],
      ]),
    );
    const { hashes, ...split } = this.once("test split", () => this.testSplit());
    const params = { ...hashes, seeds: this.seeds, metric, resamples };
    return this.steps.add(scoreKind, params, inputs, () => ({
      ...split,
      seeds: this.seeds,
      metric,
      resamples,
    }));
  }

  /** What every score of this task looks at, and its hashes. */
  private testSplit() {
    const { test } = this;
    const truth = test.map((row) => this.truth[row]!);
    const groups = Array.from(test, (row) => this.task.examples[row]!.group);
    const facts = this.testFacts();
    const known = hashOf([...facts].flatMap(([name, values]) => [[name], values.map(String)]));
    return {
      test,
      truth,
      groups,
      facts,
      hashes: { test: hashOf([test, truth, groups]), facts: known },
    };
  }

  /** What many cells share is laid out once. */
  private once<T>(key: string, make: () => T): T {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as T;
  }

  /** The facts of the test rows, in their order. */
  private testFacts(): TestFacts {
    const known = Array.from(this.test, (row) => this.task.examples[row]!.facts ?? {});
    const names = [...new Set(known.flatMap((facts) => Object.keys(facts)))].sort();
    return new Map(names.map((name) => [name, known.map((facts) => facts[name])]));
  }

  /** What the supervisor says: a fit's predictions, or ground truth with errors on purpose. */
  private labeller(spec: SupervisorSpec, seed: number): Step {
    return this.once(`labeller ${spec.label} ${seed}`, () =>
      spec.kind === "errors" ? this.errors(spec, seed) : this.supervisorFit(spec, seed),
    );
  }

  private errors(spec: ErrorsSpec, seed: number): Step {
    const { truth } = this;
    const { options } = this.task;
    const { transfer, validation, test } = this.rows.get(seed)!;
    const parts = [transfer, validation, test];
    const keys = errorKeys(spec, this.task);
    const rate = spec.rate;
    const said = parts.map((part) => part.map((row) => truth[row]!));
    const asked = parts.map((part) => Array.from(part, (row) => String(keys[row])));
    const params = {
      labels: hashOf([...parts, ...said]),
      keys: hashOf(asked),
      options,
      rate: rate ?? null,
      seed,
    };
    const inputs = spec.like === undefined ? {} : { like: this.supervisorFit(spec.like, seed) };
    const label = `${spec.label} on ${this.task.name}, seed ${seed}`;
    return this.steps.add(errorsKind, params, inputs, () => ({
      label,
      truth,
      options,
      parts,
      keys,
      rate,
      seed,
    })) as Step;
  }

  /**
   * The supervisor's most probable labels for all that a student reads, where the student is told
   * them.
   */
  private remarks(
    supervisor: SupervisorSpec,
    student: StudentSpec,
    seed: number,
  ): Step | undefined {
    if (!("told" in student) || student.told === undefined) return undefined;
    checkTold(student.told, this.task.name, this.task.shape, this.task.options);
    const { transfer, validation, test } = this.rows.get(seed)!;
    const rows = joined(transfer, validation, test);
    return supervisorLabels(
      this.steps,
      this.labeller(supervisor, seed),
      rows,
      "hard",
      supervisor.label,
    );
  }

  /** The weak model: trained on ground truth of `supervise`, it speaks about everything else. */
  private supervisorFit(spec: StudentSpec, seed: number): Step {
    const { superviseTrain, superviseHeld, supervise, transfer, validation, test } =
      this.rows.get(seed)!;
    const labels = truthLabels(this.steps, this.truth, supervise, this.task.options);
    const rows = {
      train: superviseTrain,
      validation: superviseHeld,
      predict: joined(transfer, validation, test),
    };
    return this.fit(spec, naive(), labels, rows, seed, "ground truth");
  }

  private ceilingFit(spec: StudentSpec, seed: number, remarks: Step | undefined): Step {
    return this.once(`ceiling ${spec.label} ${seed} ${remarks?.name}`, () =>
      this.taughtTruth(spec, seed, remarks),
    );
  }

  private taughtTruth(spec: StudentSpec, seed: number, remarks: Step | undefined): Step {
    const { transfer, validation, test } = this.rows.get(seed)!;
    const labels = truthLabels(
      this.steps,
      this.truth,
      joined(transfer, validation),
      this.task.options,
    );
    const rows = { train: transfer, validation, predict: test };
    return this.fit(spec, naive(), labels, rows, seed, "ground truth", remarks);
  }

  private studentFit(
    supervisor: SupervisorSpec,
    student: StudentSpec,
    hardness: Hardness,
    method: Method,
    seed: number,
  ): Step {
    const { transfer, validation, test } = this.rows.get(seed)!;
    const fit = this.labeller(supervisor, seed);
    const labels = supervisorLabels(
      this.steps,
      fit,
      joined(transfer, validation),
      hardness,
      supervisor.label,
    );
    const rows = { train: transfer, validation, predict: test };
    const remarks = this.remarks(supervisor, student, seed);
    return this.fit(student, method, labels, rows, seed, supervisor.label, remarks);
  }

  /**
   * A fit does not know whether it is a supervisor, a student or a ceiling: only the labels differ.
   */
  private fit(
    spec: StudentSpec,
    method: Method,
    labels: Step,
    rows: Pick<FitPayload, "train" | "validation" | "predict">,
    seed: number,
    teacher: string,
    remarks?: Step,
  ): Step {
    const { shape, options, name } = this.task;
    const params = {
      shape,
      options,
      rows: hashOf([rows.train, rows.validation, rows.predict]),
      recipe: JSON.parse(JSON.stringify(spec.recipe)) as JsonObject,
      method: { name: method.name, options: method.options, loss: methodHash(method, options) },
      seed,
    };
    const label = `${spec.label} taught by ${teacher} on ${name}, seed ${seed}`;
    const common = { label, shape, options, method, seed, ...rows };
    if (spec.kind === "prompt") return this.prompt(spec, labels, rows, seed, label);
    if (spec.kind === "finetune" || spec.kind === "lora") {
      const whole = this.models.get(modelKey(spec.model))!;
      const model = truncateModel(whole, layerOf(spec.model.model, spec.model.layer, whole.layers));
      if (spec.recipe.blocks !== undefined && spec.recipe.blocks > model.layers) {
        throw new InputError(
          `${spec.kind}: "blocks" must be at most ${model.layers} for ${spec.label}, got ` +
            `${spec.recipe.blocks}`,
        );
      }
      // That the remark is kept where a text is cut is said, since it was not so once.
      const said = spec.told && { told: { ...spec.told, words: [...spec.told.words], kept: true } };
      const tuned = {
        ...params,
        texts: this.textsHash,
        model: model.fingerprint,
        layers: model.layers,
        ...said,
      };
      const { recipe, told } = spec;
      const prefix = this.prefix(spec, whole, model.layers);
      const inputs = {
        labels,
        ...(remarks === undefined ? {} : { told: remarks }),
        ...(prefix === undefined ? {} : { prefix }),
        ...(recipe.generative && { generative: this.generative(spec, model, rows.train, seed) }),
      };
      const tuning = spec.kind === "lora" ? adapting(spec, model, seed) : undefined;
      return this.steps.add(spec.kind === "lora" ? loraKind : finetuneKind, tuned, inputs, () => ({
        ...common,
        recipe,
        told,
        tuning,
        model,
        texts: this.texts,
      })) as Step;
    }
    const inputs = { features: this.features(spec.features), labels };
    const { recipe } = spec;
    return this.steps.add(fitKind, params, inputs, () => ({ ...common, recipe, teacher })) as Step;
  }

  /**
   * The model that has learnt the training texts; the same for every student with these, and their
   * ceiling.
   */
  private generative(
    { model: source, recipe }: TunedSpec,
    model: Model,
    train: Int32Array,
    seed: number,
  ): Step {
    headOfDecoder(model);
    const { shape, options, name } = this.task;
    const { generative, blocks, maxTokens } = recipe;
    const perExample = shape === "compare" ? options : 1;
    const chosen = Int32Array.from(
      { length: train.length * perExample },
      (_, i) => train[Math.floor(i / perExample)]! * perExample + (i % perExample),
    );
    const params = {
      texts: hashOf([chosen, Array.from(chosen, (i) => this.texts[i]!)]),
      model: model.fingerprint,
      layers: model.layers,
      recipe: { ...generative! },
      blocks: blocks ?? null,
      maxTokens: maxTokens ?? null,
      seed,
    };
    const label = `${source.alias} on the texts of ${name}, seed ${seed}`;
    const { texts } = this;
    return this.steps.add(generativeKind, params, {}, () => {
      return { label, model, texts, chosen, recipe: generative!, blocks, maxTokens, seed };
    }) as Step;
  }

  /**
   * What the blocks below the trained ones say; undefined where there are none, or where it depends
   * on the labels.
   */
  private prefix({ recipe, told, model: source }: TunedSpec, model: Model, layers: number) {
    const { blocks, store, maxTokens } = recipe;
    if (blocks === undefined || !store || told !== undefined) return undefined;
    const { texts, textsHash } = this;
    const layer = layers - blocks;
    const params = {
      texts: textsHash,
      model: model.fingerprint,
      layer,
      maxTokens: maxTokens ?? null,
    };
    const { alias } = source;
    return this.steps.add(prefixKind, params, {}, () => {
      return { task: this.task.name, alias, texts, model, layer, maxTokens };
    });
  }

  /** Without shots no label is looked at: the answers are the same whoever taught. */
  private prompt(
    { model: source, recipe }: PromptSpec,
    labels: Step,
    { train, predict }: Pick<FitPayload, "train" | "predict">,
    seed: number,
    label: string,
  ): Step {
    const { shape, options, optionNames } = this.task;
    const model = this.models.get(modelKey(source))!;
    headOfDecoder(model);
    const hasShots = recipe.shots > 0;
    const params = {
      shape,
      options,
      optionNames: [...optionNames],
      texts: this.textsHash,
      model: model.fingerprint,
      rows: hashOf(hasShots ? [train, predict] : [predict]),
      recipe: JSON.parse(JSON.stringify(recipe)) as JsonObject,
      seed: hasShots ? seed : null,
      ...(source.maxTokens !== undefined && { maxTokens: source.maxTokens }),
    };
    const { texts } = this;
    const { maxTokens } = source;
    const common = { label, model, texts, shape, options, optionNames, maxTokens };
    return this.steps.add(promptKind, params, hasShots ? { labels } : {}, () => ({
      ...common,
      recipe,
      seed,
      train,
      predict,
    })) as Step;
  }

  private features(source: FeatureSource): Step<FeaturesPayload> {
    const { texts, textsHash } = this;
    const task = this.task.name;
    if (source.kind === "drawn") {
      const params = { texts: textsHash, drawn: { width: source.width, noise: source.noise } };
      return this.steps.add(featuresKind, params, {}, () => ({ task, texts, source }));
    }
    const model = this.models.get(modelKey(source))!;
    const layer = layerOf(source.model, source.layer, model.layers);
    const params = {
      texts: textsHash,
      model: model.fingerprint,
      layer,
      pooling: source.pooling,
      maxTokens: source.maxTokens ?? null,
    };
    return this.steps.add(featuresKind, params, {}, () => ({ task, texts, source, model, layer }));
  }
}

/** Refuses targets that the model does not have before anything runs. */
function adapting({ recipe }: LoraSpec, model: Model, seed: number) {
  adaptersOf(model, recipe);
  return (given: TunedModel, stored: boolean) => loraTuning(given, recipe, seed, stored);
}

function layerOf(name: string, layer: number, layers: number): number {
  const at = layer < 0 ? layers + 1 + layer : layer;
  if (at >= 0 && at <= layers) return at;
  throw new InputError(
    `model "${name}": layer must be 0 (the embeddings) to ${layers}, or -1 for the last, got ` +
      `${layer}`,
  );
}

function joined(...parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
