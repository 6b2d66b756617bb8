// What a step's batch is cut into, so that its activations find room: as many parts as the recipe
// says, or the fewest whose estimated activations fit in the memory that it names. The estimate
// goes by the texts alone, so that every machine cuts alike.

import { bytes, InputError, sizeInBytes } from "@w2s/base";
import { partsOf } from "../../course/order.js";
import type { FinetuneRecipe } from "../recipe.js";

/** The estimated bytes of some examples' activations; never less for more of them. */
export type ActivationsOf = (rows: Int32Array) => number;

/** The memory that a part's activations may take, in bytes; undefined: parts are counted. */
export function partMemory({ accumulate }: Pick<FinetuneRecipe, "accumulate">): number | undefined {
  return typeof accumulate === "number" ? undefined : sizeInBytes(accumulate.memory)!;
}

/** A batch in stretches of nearly as many examples each, none of them empty. */
export function stepParts(
  rows: Int32Array,
  recipe: Pick<FinetuneRecipe, "accumulate">,
  activationsOf: ActivationsOf,
): Int32Array[] {
  if (typeof recipe.accumulate === "number") return partsOf(rows, recipe.accumulate);
  const most = partMemory(recipe)!;
  // No cut makes less of them all than each takes alone.
  const alone = rows.reduce((sum, row) => sum + activationsOf(Int32Array.of(row)), 0);
  for (let count = Math.max(1, Math.ceil(alone / most)); count < rows.length; count++) {
    const parts = partsOf(rows, count);
    if (parts.every((part) => activationsOf(part) <= most)) return parts;
  }
  return partsOf(rows, rows.length);
}

/** @throws InputError where an example alone takes more memory than a part may. */
export function assertEachFits(
  name: string,
  rows: Int32Array,
  recipe: Pick<FinetuneRecipe, "accumulate">,
  activationsOf: ActivationsOf,
): void {
  const most = partMemory(recipe);
  if (most === undefined) return;
  const largest = rows.reduce((sum, row) => Math.max(sum, activationsOf(Int32Array.of(row))), 0);
  if (largest <= most) return;
  throw new InputError(
    `${name}: the largest example's activations take about ${bytes(largest)}, and "accumulate" ` +
      `gives a part ${bytes(most)}; give it more, or set a smaller "maxTokens"`,
  );
}
