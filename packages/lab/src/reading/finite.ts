// The door between a model and a student: features are numbers, or nothing is trained on them.

import { InputError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";

/**
 * @throws InputError for the first value that is NaN or infinite, with its text and feature;
 * `label` begins the message.
 */
export function requireFinite({ data, shape }: NdArray<"float32">, label: string): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const width = shape[1]!;
  throw new InputError(
    `${label}: text ${Math.floor(at / width) + 1}, feature ${(at % width) + 1} must be a finite ` +
      `number, got ${data[at]}; ` +
      "the model's weights may be damaged, or too large for float32",
  );
}
