// For tests: kinds of steps whose results are numbers.

import { ndarray } from "@w2s/grad";
import { type Codec, type Inputs, type StepKind, smallKind } from "../src/engine/index.js";

const numberCodec: Codec<number> = {
  encode: (value) => ({
    facts: { value },
    arrays: { value: ndarray(Float32Array.of(value), [1]) },
  }),
  decode: ({ arrays }) => Number(arrays.value!.data[0]),
};

/**
 * A kind whose steps give one more than the sum of their inputs' results. `ran` hears of each.
 */
export function fakeKind<V extends object | null = object>(
  name: string,
  _value?: V,
  ran: (label: string) => void = () => undefined,
): StepKind<number, V, Inputs> {
  return smallKind<number, V, Inputs>({
    name,
    version: 1,
    codec: numberCodec,
    label: name,
    async compute({ inputs, label }, context) {
      ran(label);
      let sum = 1;
      for (const input of Object.values(inputs)) {
        for (const one of input === undefined ? [] : [input].flat()) {
          sum += Number(await context.result(one));
        }
      }
      return sum;
    },
  });
}
