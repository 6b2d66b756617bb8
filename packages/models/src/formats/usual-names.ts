// Tensors under the names that their writers meant: without the prefixes of wrappers around the
// model, with today's names of a norm's parameters, and by all names of one that has several.

import { InputError } from "@w2s/base";
import { type TensorFile, type TensorInfo, tensorName } from "./tensor-file.js";

/** What torch.compile, distributed training and sentence-transformers put before or into names. */
const WRAPPERS: readonly RegExp[] = [
  /^(?:module\.)+/,
  /^(?:\d+\.)?auto_model\./,
  /(?<=^|\.)_(?:orig_mod|forward_module|fsdp_wrapped_module|checkpoint_wrapped_module)\./g,
];

/** TensorFlow's names, which older checkpoints of BERT have; transformers renames them too. */
const RENAMED = [
  [/(?<=^|\.)gamma$/, "weight"],
  [/(?<=^|\.)beta$/, "bias"],
] as const;

/** The name that a tensor's writer meant. */
export function usualName(name: string): string {
  const once = (wrapped: string) =>
    WRAPPERS.reduce((rest, wrapper) => rest.replace(wrapper, ""), wrapped);
  // Wrappers lie around each other in any order: a compiled model that was distributed, and so on.
  let bare = name;
  for (let next = once(bare); next !== bare; next = once(bare)) bare = next;
  return RENAMED.reduce((rest, [older, newer]) => rest.replace(older, newer), bare);
}

/**
 * The file with its tensors under their usual names as well as their own.
 * @throws InputError where two tensors have one usual name, and none has it as its own
 */
export function withUsualNames(file: TensorFile): TensorFile {
  const stored = new Map<string, string>();
  for (const name of file.tensors.keys()) {
    const usual = usualName(name);
    if (usual === name || file.tensors.has(usual)) continue;
    const other = stored.get(usual);
    if (other !== undefined) {
      throw new InputError(
        `${file.label}: tensors ${tensorName(other)} and ${tensorName(name)} are both ` +
          `${tensorName(usual)} of the model; keep one`,
      );
    }
    stored.set(usual, name);
  }
  // Tensors that share memory are left out by safetensors' save_model, but for one: the header says
  // which one stands for which.
  for (const [absent, kept] of Object.entries(file.metadata)) {
    if (file.tensors.has(kept) && !file.tensors.has(absent)) stored.set(usualName(absent), kept);
  }
  if (stored.size === 0) return file;
  const tensors = new Map<string, TensorInfo>(file.tensors);
  for (const [usual, name] of stored) tensors.set(usual, file.tensors.get(name)!);
  return {
    ...file,
    tensors,
    read: (name, allocate) => file.read(stored.get(name) ?? name, allocate),
  };
}
