import { type NdArray, ndarray, nodeRuntime, type Runtime } from "@w2s/grad";
import { openModel, resolveModel } from "@w2s/models";
import { expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyDecoder } from "../../test/tiny-decoder.js";
import { Graph, type Kept, makeStep, passesOf, type RunContext } from "../engine/index.js";
import { type Labels, Rows, truthLabels } from "../labels/index.js";
import { featuresCodec } from "./features-step.js";
import { OpenedModel } from "./model-at.js";
import { Texts } from "./texts.js";
import { toldFeaturesKind } from "./told-features-step.js";

const labels = (...options: number[]): Labels => ({
  rows: Int32Array.from(options.keys()),
  probabilities: ndarray(Float32Array.from(options.flatMap((option) => [1 - option, option])), [
    options.length,
    2,
  ]),
});

it("reads once what several supervisors say alike, and not what nobody is told", async () => {
  const opened = await openModel(await resolveModel(await writeTinyDecoder(scratchFolder("told"))));
  const value = {
    texts: new Texts(["a b", "c", "d e a"]),
    model: new OpenedModel(opened),
    layer: 2,
    pooling: "last",
    maxTokens: null,
    told: { remark: "{label}", words: ["7", "8"] },
  } as const;
  // Of three texts one supervisor says 1, 0, 1; another 1, 1 of the first two.
  const said = [labels(1, 0, 1), labels(1, 1)];
  const told = said.map(({ rows }) =>
    truthLabels(new Graph(), { truth: Int32Array.of(0, 0, rows.length) }, new Rows(rows), 2),
  );
  const steps = told.map((remarks) =>
    makeStep(toldFeaturesKind, value, { told: remarks }, "of it"),
  );
  expect(passesOf({ kind: toldFeaturesKind, steps })).toHaveLength(1);

  let read = 0;
  const runtime: Runtime = {
    ...nodeRuntime,
    async load(...given) {
      const executable = await nodeRuntime.load(...given);
      return {
        run(inputs) {
          read += Object.fromEntries(Object.entries<NdArray>(inputs)).ids!.shape[0]!;
          return executable.run(inputs);
        },
        hold: (held) => executable.hold(held),
        release: () => executable.release(),
      };
    },
  };
  const seen: number[] = [];
  const keptOf = new Map<string, Kept>();
  const context = {
    runtime,
    threads: 1,
    signal: AbortSignal.timeout(60_000),
    result: async (step: unknown) => said[told.indexOf(step as (typeof told)[number])],
    progress: (done: number) => seen.push(done),
    keep: async (results: readonly Kept[]) => {
      for (const one of results) keptOf.set(one.step.name, one);
    },
  };
  await toldFeaturesKind.run(steps, context as never as RunContext);
  opened.close();
  // Of five texts with an ending the first is the same for both.
  expect(read).toBe(4);
  expect(seen.at(-1)).toBe(toldFeaturesKind.describe(steps).total);
  const rowsOf = (i: number) => {
    const { data, shape } = featuresCodec.decode(keptOf.get(steps[i]!.name)!.result);
    const width = shape[1]!;
    return [0, 1, 2].map((row) => data.subarray(row * width, (row + 1) * width));
  };
  const [first, second] = [rowsOf(0), rowsOf(1)];
  expect(second[0]).toEqual(first[0]);
  expect(second[1]).not.toEqual(first[1]);
  expect(first[2]!.some((x) => x !== 0)).toBe(true);
  expect(second[2]!.every((x) => x === 0)).toBe(true);
});
