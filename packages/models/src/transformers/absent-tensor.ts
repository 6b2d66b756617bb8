// What to say of a tensor that a checkpoint lacks: mostly it is there, behind a prefix of whoever
// wrote it.

import { InputError } from "@w2s/base";
import { type TensorFile, tensorName } from "../formats/tensor-file.js";

/** What says how a model is built: the words of messages. */
export interface ConfigSource {
  readonly says: string;
  readonly asksFor: string;
}

export const CONFIG_JSON: ConfigSource = {
  says: "config.json says",
  asksFor: "config.json asks for",
};
/** Of a config.json that leaves sizes out. */
export function withDefaults(leftOut: readonly string[]): ConfigSource {
  if (leftOut.length === 0) return CONFIG_JSON;
  const fields = leftOut.map((name) => `"${name}"`).join(", ");
  const end = `, which leaves ${fields} to transformers' defaults`;
  return { says: `config.json says${end}`, asksFor: `config.json asks for${end}` };
}

/** Of a GGUF that stands alone. */
export const METADATA: ConfigSource = {
  says: "its metadata say",
  asksFor: "its metadata ask for",
};

/**
 * The refusal of a file without any of these names, the first of them the usual one.
 * @param names what the file's tensors are called there
 */
export function absentTensor(
  label: TensorFile["label"],
  names: readonly string[],
  wanted: readonly string[],
  source: ConfigSource = CONFIG_JSON,
): InputError {
  const absent = `${label}: no tensor ${tensorName(wanted[0]!)}, which ${source.asksFor}`;
  const unmerged = names.find((name) => /\.(base_layer|lora_[AB])\./.test(name));
  if (unmerged !== undefined) {
    return new InputError(
      `${absent}, but ${tensorName(unmerged)}: an adapter that was not merged; save the model ` +
        "after merge_and_unload()",
    );
  }
  const behind = hiding(names, wanted);
  if (behind !== undefined) {
    const { name, prefix } = behind;
    const count = names.filter((one) => one.startsWith(prefix)).length;
    const some = count === names.length ? `all ${count}` : `${count} of ${names.length}`;
    return new InputError(
      `${absent}, but ${tensorName(name)}: ${some} names begin with ${tensorName(prefix)}; save ` +
        "the model without it, or take it off the names",
    );
  }
  const shared = sharedPrefix(names);
  const isWanted = shared === "" || wanted.some((name) => name.startsWith(shared));
  const all = isWanted ? "" : `; all ${names.length} names begin with ${tensorName(shared)}`;
  const isHead = wanted.some((name) => OUTPUT.test(name));
  const isTied = isHead && source !== METADATA;
  const next = isTied
    ? '; where the embeddings are its output matrix, config.json says "tie_word_embeddings": true'
    : "; are they of one model?";
  return new InputError(`${absent}${all}${next}`);
}

/** Names of decoders' output matrices. */
const OUTPUT = /^(lm_head|embed_out|output)\.weight$/;

/**
 * A tensor under a wanted name with something before it, the shortest where several have; a layer's
 * own norm is not the model's.
 */
function hiding(names: readonly string[], wanted: readonly string[]) {
  const found = wanted.flatMap((bare) =>
    names
      .filter((name) => name.endsWith(`.${bare}`))
      .map((name) => ({ name, prefix: name.slice(0, name.length - bare.length) }))
      .filter(({ prefix }) => !/\.\d+\./.test(prefix)),
  );
  return found.sort((a, b) => a.prefix.length - b.prefix.length)[0];
}

/** What all names begin with, up to a point; "" for nothing, and for a single name. */
function sharedPrefix([first = "", ...others]: readonly string[]): string {
  if (others.length === 0) return "";
  let length = first.lastIndexOf(".") + 1;
  while (length > 0 && !others.every((name) => name.startsWith(first.slice(0, length))))
    length = first.lastIndexOf(".", length - 2) + 1;
  return first.slice(0, length);
}
