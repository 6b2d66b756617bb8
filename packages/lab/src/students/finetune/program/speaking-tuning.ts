// What is trained of a language model that learns to say answers: what a tuning trains, and, where
// that is the whole model, a head of its own.

import type { Arrays, Signature } from "@w2s/grad";
import { headOfDecoder, weightInputs } from "@w2s/models";
import { shapesOf, type TunedModel, type Tuning } from "./tuning.js";

/** A tuning with the language model's head: trained where all of the model is, else frozen. */
export function speakingTuning(model: TunedModel, tuning: Tuning): Tuning {
  const all = { ...tuning.trained, ...tuning.frozen };
  const head = Object.entries(weightInputs(headOfDecoder(model).shapes));
  const own: Signature = Object.fromEntries(head.filter(([name]) => !(name in all)));
  const isWhole = Object.keys(tuning.frozen).length === 0;
  const values = () => model.weights(shapesOf(own));
  return {
    ...tuning,
    trained: isWhole ? { ...tuning.trained, ...own } : tuning.trained,
    frozen: isWhole ? tuning.frozen : { ...tuning.frozen, ...own },
    initial: () => (isWhole ? { ...tuning.initial(), ...values() } : tuning.initial()),
    frozenValues: () =>
      isWhole ? tuning.frozenValues() : { ...tuning.frozenValues(), ...values() },
    changed: (trained) => ({ ...tuning.changed(trained), ...(isWhole && among(trained, own)) }),
    // A head is no linear layer that adapters are put on.
    weights: (tensors) => {
      const inner = tuning.weights(tensors);
      return Object.assign((name: string) => (name in own ? tensors[name]! : inner(name)), inner);
    },
  };
}

const among = (arrays: Arrays, names: Signature): Arrays =>
  Object.fromEntries(Object.keys(names).map((name) => [name, arrays[name]!]));
