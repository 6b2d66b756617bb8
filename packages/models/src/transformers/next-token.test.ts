import { compile, gradients, input, ndarray, runOnce, sum } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { openFamily } from "../testing/families.js";
import { maxDifference } from "../testing/fixtures.js";
import { weightInputs } from "./architecture.js";
import { nextTokenLogProbabilities } from "./next-token.js";

const rows = 5;

/** A random family's head, activations of its last layer, and tokens that could come next. */
function setting(name: string) {
  const { architecture, config, weights } = openFamily(name);
  const [head, width] = [architecture.head!, config.hiddenSize];
  const states = ndarray(
    Float32Array.from({ length: rows * width }, (_, i) => Math.sin(1.7 * i)),
    [rows, width],
  );
  const tokens = ndarray(Int32Array.of(0, 7, 7, 3, config.vocabSize - 1), [rows]);
  return { head, width, feeds: { ...weights, states, tokens } };
}

/** Log-probabilities, and their sum's gradients by the states and the head's parameters. */
function computed({ head, width, feeds }: ReturnType<typeof setting>, columns?: number) {
  const signature = {
    ...weightInputs(head.shapes),
    states: input("float32", ["rows", width]),
    tokens: input("int32", ["rows"]),
  };
  const program = compile(signature, (tensors) => {
    const given = tensors as Record<string, typeof tensors.states>;
    const options = columns === undefined ? {} : { columns };
    const logs = nextTokenLogProbabilities(
      given.states!,
      given.tokens!,
      head,
      (name) => given[name]!,
      options,
    );
    const sources = ["states", ...Object.keys(head.shapes)];
    const derivatives = gradients(
      sum(logs),
      sources.map((name) => given[name]!),
    );
    return {
      logs,
      ...Object.fromEntries(sources.map((name, i) => [`by ${name}`, derivatives[i]!] as const)),
    } as Record<string, typeof logs>;
  });
  return runOnce(program, feeds as Parameters<typeof runOnce>[1]);
}

describe.each(["llama", "gemma2", "opt-projected"])("next tokens of %s", (name) => {
  it.each([1, 7, 32])(
    "are as probable where the head computes %i columns at a time",
    async (columns) => {
      const given = setting(name);
      const [whole, parts] = [await computed(given), await computed(given, columns)];
      expect(Object.keys(whole)).toHaveLength(name === "opt-projected" ? 4 : 3);
      for (const [result, { data }] of Object.entries(whole)) {
        const expected = data as Float32Array;
        expect(expected.some((value) => Math.abs(value) > 0.01)).toBe(true);
        expect(maxDifference(parts[result]!.data as Float32Array, expected)).toBeLessThan(1e-5);
      }
    },
  );
});
