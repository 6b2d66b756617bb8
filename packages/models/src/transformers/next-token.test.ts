import { compile, gradients, input, ndarray, runOnce, sum } from "@w2s/grad";
import { expect, it } from "vitest";
import { openFamily } from "../testing/families.js";
import { weightInputs } from "./architecture.js";
import { nextTokenLogProbabilities } from "./next-token.js";

const { architecture, config, weights } = openFamily("llama");
const head = architecture.head!;
const width = config.hiddenSize;
const rows = 5;
const states = ndarray(
  Float32Array.from({ length: rows * width }, (_, i) => Math.sin(1.7 * i)),
  [rows, width],
);
const tokens = ndarray(Int32Array.of(0, 7, 7, 3, config.vocabSize - 1), [rows]);

/** Log-probabilities, and their sum's gradients by the states and the head's matrix. */
function computed(columns?: number) {
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
    const [byStates, byMatrix] = gradients(sum(logs), [given.states!, given[head.matrix]!]);
    return { logs, byStates: byStates!, byMatrix: byMatrix! };
  });
  return runOnce(program, { ...weights, states, tokens } as Parameters<typeof runOnce>[1]);
}

it.each([1, 7, config.vocabSize])(
  "next tokens are as probable where the head computes %i columns at a time",
  async (columns) => {
    const [whole, parts] = [await computed(), await computed(columns)];
    for (const name of ["logs", "byStates", "byMatrix"] as const) {
      const expected = whole[name]!.data as Float32Array;
      expect(expected.some((value) => Math.abs(value) > 0.01)).toBe(true);
      expect(parts[name]!.data.length).toBe(expected.length);
      expected.forEach((value, i) => {
        expect(Math.abs(Number(parts[name]!.data[i]) - value)).toBeLessThan(1e-5);
      });
    }
  },
);
