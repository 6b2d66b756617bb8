// Models as they sit under oversight: each adapted one way, by the name that its seats have.

import type { FeatureSource, FinetuneOptions, StudentSpec } from "@w2s/lab";
import { canBeFinetuned, finetuned, probed } from "../setting.js";

/** A model adapted one way. */
export interface Sitter {
  /** What seats call it. */
  readonly name: string;
  /** @param as what tables call it; default: as a student of its kind is called */
  readonly sits: (as?: string) => StudentSpec;
}

const called = (as: string | undefined) => (as === undefined ? {} : { as });

/** A probe of it. */
export const probing = (source: FeatureSource, name: string): Sitter => ({
  name,
  sits: (as) => probed(source, called(as)),
});

/** It finetuned, of few blocks the last of them; nobody where it has no weights to train. */
export function tuning(
  source: FeatureSource,
  name: string,
  { blocks, ...rest }: FinetuneOptions = {},
): readonly Sitter[] {
  if (!canBeFinetuned(source) || source.kind !== "model") return [];
  const { layer } = source;
  const last = blocks && layer > 0 ? Math.min(blocks, layer) : blocks;
  const recipe = { ...rest, ...(last !== undefined && { blocks: last }) };
  const sits = (as?: string) => finetuned(source, { ...recipe, ...called(as) });
  return [{ name: `${name} finetuned`, sits }];
}
