// For tests of oversight: supervisors whose opinions are known, and who learnt what.

import { inputSteps, type Step } from "../src/engine/index.js";
import { FitRows } from "../src/labels/index.js";
import { supervisor } from "../src/supervisors/index.js";

/** Says the truth of whatever it is asked, sure to `p`; below .5 it says otherwise. */
export const knowing = (p = 1) =>
  supervisor("knowing", { p }, ({ examples, rows: asked, options, K }) =>
    Array.from(asked, (row) => {
      const sure = Number(options.p);
      return Array.from({ length: K }, (_, k) =>
        k === examples[row]!.label ? sure : (1 - sure) / (K - 1),
      );
    }),
  );

/** Texts that some fit behind a step learnt from, or chose by. */
export function textsLearnt(step: Step): Set<string> {
  const found = new Set<string>();
  const visit = (one: Step): void => {
    const { rows: used } = (one.value ?? {}) as { readonly rows?: unknown };
    const features = "features" in one.inputs ? (one.inputs.features as Step) : undefined;
    const texts = (features?.value as { texts?: { list: readonly string[] } } | undefined)?.texts;
    if (used instanceof FitRows && texts) {
      for (const row of [...used.train, ...used.validation]) found.add(texts.list[row]!);
    }
    inputSteps(one).forEach(visit);
  };
  visit(step);
  return found;
}
