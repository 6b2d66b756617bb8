// What a checkpoint holds of a model's blocks that its config does not ask for: a sign that it is
// another model's config.

import type { Family } from "./architecture.js";

/** What is stored beside parameters: masks, positions, and how fast positions turn. */
const BUFFER = /(?:^|\.)(?:attn|attention)\.(?:masked_)?bias$|inv_freq$|position_ids$/;

/**
 * Names of parameters in a list of blocks that no parameter of the model is stored under; a head or
 * a pooler, which stand beside the blocks, is nobody's business.
 * @param stored the file's tensors by their usual names
 * @param parameters the model's, all of them
 */
export function unusedIn(
  stored: readonly string[],
  { storedNames }: Pick<Family, "storedNames">,
  parameters: readonly string[],
): string[] {
  const known = new Set(parameters.flatMap((name) => storedNames(name)));
  const lists = new Set([...known].flatMap((name) => listOf(name) ?? []));
  return stored.filter((name) => {
    const list = listOf(name);
    return list !== undefined && lists.has(list) && !known.has(name) && !BUFFER.test(name);
  });
}

/** "model.layers" of "model.layers.3.mlp.up_proj.weight"; undefined for what is in no block. */
const listOf = (name: string): string | undefined =>
  /^(.*?)\.\d+\..*(?:weight|bias|_scale)$/.exec(name)?.[1];
