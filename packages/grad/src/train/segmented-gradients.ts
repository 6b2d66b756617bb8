// Gradients of a deep model, a segment at a time: on the way forward only the states between
// segments are kept, and on the way back each segment computes its insides once more. Memory does
// not grow with depth but for one state a segment, and equal segments share one program, so that
// compile time does not grow either. See docs/design/recompute.md. The idea: Chen et al. 2016
// (arXiv 1604.06174), with one segment a block.

import { InputError } from "@w2s/base";
import { type Arrays, type NdArray, rowsOf } from "../array.js";
import type { Program } from "../program.js";
import type { Executable, Runtime, RuntimeOptions } from "../runtime/runtime.js";
import { dimSizes, sizedShape } from "../shape.js";
import type { Arena } from "./arena.js";
import { BufferPool } from "./buffer-pool.js";
import { type Piece, type PlacedSegment, partsOf, type SegmentSpec } from "./segment.js";
import { backwardProgram, forwardProgram, names } from "./segment-programs.js";
import type { StepGradients } from "./step-gradients.js";

export class SegmentedGradients implements StepGradients {
  private readonly loaded = new Map<string, Promise<Executable>>();
  private readonly executables = new Map<string, Promise<Executable>>();
  private readonly buffers = new BufferPool();
  /** Segments carry nothing. */
  carried: Arrays = {};

  private constructor(
    private readonly spec: SegmentSpec,
    private readonly parts: readonly PlacedSegment[],
    private readonly loadProgram: (program: Program) => Promise<Executable>,
  ) {}

  /** @throws InputError without segments, and where none has a trained weight. */
  static async load(
    runtime: Runtime,
    spec: SegmentSpec,
    options?: RuntimeOptions,
  ): Promise<SegmentedGradients> {
    const parts = partsOf(spec);
    if (!parts.some(({ trains }) => trains)) {
      throw new InputError(
        "training: no segment uses a trained parameter; name them in its weights",
      );
    }
    return new SegmentedGradients(spec, parts, (program) =>
      runtime.load(program, { ...options, planned: false }),
    );
  }

  async evaluate(
    weights: Arrays,
    batch: Arrays,
    into: Arena,
    accumulate: boolean,
  ): Promise<number> {
    const pieces = this.spec.pieces?.(batch) ?? [];
    const states = await this.statesOf(weights, batch, pieces);
    const written = new Set(accumulate ? Object.keys(into.arrays) : []);
    let loss = Number.NaN;
    let cotangent: NdArray | undefined;
    for (const [i, part] of [...this.parts.entries()].reverse()) {
      if (!part.trains && !part.flowsBack) break;
      const runs = runsOf(part, batch, pieces);
      // Pieces add to each other, and the first to zeros: one program for all.
      if (runs.length > 1) clear(part.trained, written, into);
      const sums = part.trained.filter((name) => written.has(name));
      const executable = await this.executable(`back ${i} ${sums.join()}`, () =>
        backwardProgram(this.spec, part, sums),
      );
      const back = part.flowsBack ? this.buffers.like(`cotangent ${i % 2}`, states[i]!) : undefined;
      for (const { inputs, rows } of runs) {
        const results = await executable.run(
          {
            ...this.feeds(part, weights, inputs),
            ...(states[i] ? { [names.state]: rows(states[i]) } : {}),
            ...(cotangent ? { [names.cotangent]: rows(cotangent) } : {}),
            ...named(sums, (name, k) => [names.sum(k), into.arrays[name]!]),
          },
          {
            ...named(part.trained, (name, k) => [names.gradient(k), into.arrays[name]!]),
            ...(back ? { [names.back]: rows(back) } : {}),
          },
        );
        if (results[names.loss]) loss = Number(results[names.loss]!.data[0]);
      }
      for (const name of part.trained) written.add(name);
      cotangent = back;
    }
    return loss;
  }

  async release(): Promise<void> {
    for (const executable of this.loaded.values()) await (await executable).release();
  }

  /** The state before each part. */
  private async statesOf(
    weights: Arrays,
    batch: Arrays,
    pieces: readonly Piece[],
  ): Promise<(NdArray | undefined)[]> {
    const sizes = dimSizes(this.spec.inputs, batch);
    const states: (NdArray | undefined)[] = [undefined];
    for (const [i, part] of this.parts.slice(0, -1).entries()) {
      const executable = await this.executable(`forth ${i}`, () => forwardProgram(this.spec, part));
      const next = this.buffers.take(`state ${i}`, sizedShape(part.after.shape, sizes));
      for (const { inputs, rows } of runsOf(part, batch, pieces)) {
        const state = states[i] && { [names.state]: rows(states[i]) };
        await executable.run(
          { ...this.feeds(part, weights, inputs), ...state },
          { [names.next]: rows(next) },
        );
      }
      states.push(next);
    }
    return states;
  }

  private feeds({ segment }: PlacedSegment, weights: Arrays, batch: Arrays): Arrays {
    return { ...batch, ...named(segment.weights, (name, k) => [names.weight(k), weights[name]!]) };
  }

  /** Programs are made when first asked for; equal ones are loaded once. */
  private executable(key: string, program: () => Program): Promise<Executable> {
    let known = this.executables.get(key);
    if (!known) {
      const made = program();
      const text = `${JSON.stringify(made.inputs)} ${made.print()}`;
      known = this.loaded.get(text) ?? this.loadProgram(made);
      this.loaded.set(text, known);
      this.executables.set(key, known);
    }
    return known;
  }
}

/** What a segment is run on, one after the other: the step's inputs, and their rows of a state. */
interface Run {
  readonly inputs: Arrays;
  rows(state: NdArray): NdArray;
}

function runsOf(
  { segment }: PlacedSegment,
  batch: Arrays,
  pieces: readonly Piece[],
): readonly Run[] {
  if (!segment.byPiece || pieces.length < 2) return [{ inputs: batch, rows: (state) => state }];
  return pieces.map(({ from, to, inputs }) => ({
    inputs,
    rows: (state) => rowsOf(state, from, to),
  }));
}

/** Sets those gradients to zero that are not written yet; they count as written then. */
function clear(trained: readonly string[], written: Set<string>, { arrays }: Arena): void {
  for (const name of trained) {
    if (!written.has(name)) (arrays[name]!.data as Float32Array).fill(0);
    written.add(name);
  }
}

function named(
  list: readonly string[],
  entry: (name: string, i: number) => readonly [string, NdArray],
): Arrays {
  return Object.fromEntries(list.map(entry));
}
