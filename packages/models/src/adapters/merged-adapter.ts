// An adapter folder's tensors, merged into the base's parameters as they are read: `W + scale B A`
// for linear layers and embeddings, and whole parameters in place of the base's (modules that were
// trained whole, biases). Source of the names: peft's save_and_load.py.

import { InputError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { openSafetensors } from "../formats/safetensors-read.js";
import { type TensorFile, tensorName } from "../formats/tensor-file.js";
import { usualName } from "../formats/usual-names.js";
import type { Architecture, Linear, Shapes } from "../transformers/architecture.js";
import type { WeightChange } from "../transformers/weights.js";
import { addLowRank, type LowRank } from "./low-rank.js";
import { type AdapterConfig, readAdapterConfig } from "./peft-config.js";

/** What an adapter does to one parameter. */
type Change =
  | { readonly whole: string }
  | { readonly down: string; readonly up: string; readonly how: Omit<LowRank, "down" | "up"> };

/**
 * Opens an adapter's files: all of its names and shapes are checked, nothing is read yet. A tensor
 * that is no float is refused when it is merged.
 * @throws InputError for an adapter that is not merged here (`readAdapterConfig`), and one whose
 * tensors are not those of LoRA on this architecture
 */
export function openAdapter(
  { config, weights }: { readonly config: string; readonly weights: string },
  architecture: Architecture,
): WeightChange {
  const said = readAdapterConfig(config);
  const file = openSafetensors(weights);
  try {
    const changes = changesOf(file, said, architecture);
    return {
      mergeInto(name, values) {
        for (const change of changes.get(name) ?? []) {
          if ("whole" in change) {
            values.set(floats(file, change.whole));
            continue;
          }
          const [down, up] = [floats(file, change.down), floats(file, change.up)];
          addLowRank(values, { ...change.how, down, up });
        }
      },
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

const PREFIX = "base_model.model.";
const LOW_RANK = /^(.+)\.lora_(?:embedding_)?([AB])(?:\.[^.]+)?(?:\.weight)?$/;

/** What becomes of each parameter, in order. */
function changesOf(
  file: TensorFile,
  said: AdapterConfig,
  architecture: Architecture,
): ReadonlyMap<string, readonly Change[]> {
  const target = targetOf(architecture);
  const pairs = new Map<string, Partial<Record<"A" | "B", string>>>();
  const wholes = new Map<string, string>();
  for (const key of file.tensors.keys()) {
    if (!key.startsWith(PREFIX)) throw notOfPeft(file.label, key);
    const rest = key.slice(PREFIX.length);
    const [, module, part] = LOW_RANK.exec(rest) ?? [];
    if (module !== undefined) pairs.set(module, { ...pairs.get(module), [part as "A"]: key });
    else if (/\.lora_|trainable_tokens|original_module/.test(rest)) throw unknown(file.label, key);
    else wholes.set(bareName(rest), key);
  }
  const tied = tiedNames(architecture);
  refuseUntied(file, said, tied, pairs, wholes);
  const changes = new Map<string, readonly Change[]>();
  for (const [name, key] of wholes) {
    const own = target.named(name);
    if (own === undefined && isInBlock(name)) throw unknown(file.label, key);
    if (own === undefined) continue;
    requireShape(file, key, target.shapes[own]!);
    changes.set(own, [{ whole: key }]);
  }
  for (const [module, { A: down, B: up }] of pairs) {
    const own = target.named(`${usualName(module)}.weight`);
    const some = (down ?? up)!;
    if (own === undefined && !isInBlock(module)) continue;
    const layer = own === undefined ? undefined : target.layer(own);
    if (own === undefined || layer === undefined) throw unknown(file.label, some);
    if (down === undefined || up === undefined) {
      throw new InputError(
        `${file.label}: ${tensorName(some)} must have its ${down ? "B" : "A"} beside it`,
      );
    }
    const rank = said.rank(module);
    requireShape(file, down, [rank, layer.inputs]);
    requireShape(file, up, [layer.outputs, rank]);
    const change = { down, up, how: { ...layer, rank, scale: said.scale(module) } };
    changes.set(own, [...(changes.get(own) ?? []), change]);
  }
  if (changes.size === 0) {
    throw new InputError(
      `${file.label}: none of its ${file.tensors.size} tensors is of a layer of the base; is it ` +
        "an adapter of another model?",
    );
  }
  return changes;
}

/** A parameter's name in the module tree, without what peft puts around its module. */
const bareName = (name: string): string =>
  usualName(name.replace(/\.(?:base_layer|modules_to_save(?:\.default)?)\./, "."));

/** Whether a name is of a numbered block: others, of poolers and heads, are nobody's business. */
const isInBlock = (name: string): boolean => /\.\d+\./.test(name);

type LayerSizes = Pick<Linear, "inputs" | "outputs" | "order">;

/** What of an architecture an adapter can change, by the names of checkpoints. */
function targetOf(architecture: Architecture) {
  const { layers, embedding, head, storedNames } = architecture;
  const shapes: Shapes = { ...architecture.parameters(layers), ...head?.shapes };
  const stored = Object.keys(shapes).flatMap((own) =>
    storedNames(own).map((name) => [name, own] as const),
  );
  const own = new Map(stored);
  const blocks = Array.from({ length: layers }, (_, index) => architecture.block(index).linears);
  const linears = new Map<string, LayerSizes>(
    blocks.flat().map((linear) => [`${linear.name}.weight`, linear]),
  );
  return {
    shapes,
    named: (name: string): string | undefined => own.get(name),
    layer(name: string): LayerSizes | undefined {
      const [rows, columns] = (shapes[name] ?? []).map(Number);
      if (rows === undefined || columns === undefined) return undefined;
      if (name in embedding.shapes) return { inputs: rows, outputs: columns, order: "in-out" };
      if (name === head?.matrix) return { inputs: columns, outputs: rows, order: "out-in" };
      return linears.get(name);
    },
  };
}

/** Where embeddings are the output matrix: both by their names in checkpoints. */
function tiedNames({ embedding, head, storedNames }: Architecture) {
  if (head == null || head.matrix !== embedding.table) return null;
  const twins = head.twin === null ? [] : storedNames(head.twin);
  return { tables: storedNames(embedding.table), twins };
}

/**
 * Embeddings that are the output matrix, too, stay so: here both are one array.
 * @throws InputError for an adapter that parts them
 */
function refuseUntied(
  file: TensorFile,
  { savedWhole }: AdapterConfig,
  tied: ReturnType<typeof tiedNames>,
  pairs: ReadonlyMap<string, unknown>,
  wholes: ReadonlyMap<string, string>,
): void {
  if (tied === null) return;
  const find = (names: readonly string[]) =>
    names.flatMap((name) => wholes.get(name) ?? []).find(() => true);
  const [table, twin] = [find(tied.tables), find(tied.twins)];
  const adapted = [...tied.tables, ...tied.twins].find((name) =>
    pairs.has(name.replace(/\.weight$/, "")),
  );
  const parted =
    adapted ??
    (twin !== undefined && (table === undefined || !isSame(file, table, twin))
      ? twin
      : undefined) ??
    (table !== undefined && twin === undefined && isSavedWhole(table, savedWhole)
      ? table
      : undefined);
  if (parted === undefined) return;
  throw new InputError(
    `${file.label}: ${tensorName(parted)} parts the embeddings from the output matrix, which are ` +
      'one in the base ("tie_word_embeddings"); merge it with merge_and_unload(), save that with ' +
      '"tie_word_embeddings": false and name that folder',
  );
}

const isSavedWhole = (key: string, modules: readonly string[]): boolean =>
  modules.some((module) => key.endsWith(`.${module}.weight`));

function isSame(file: TensorFile, one: string, other: string): boolean {
  const [a, b] = [floats(file, one), floats(file, other)];
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function requireShape(file: TensorFile, key: string, shape: readonly (number | string)[]): void {
  const found = file.tensors.get(key)!.shape;
  if (found.join() === shape.join()) return;
  const grown = found.length === 2 && found[1] === shape[1] && /embed|lm_head|wte/.test(key);
  const next = grown
    ? "; its vocabulary was resized: merge it with merge_and_unload() and name that folder"
    : "; is it an adapter of another model?";
  throw new InputError(
    `${file.label}: ${tensorName(key)} must be [${shape.join(", ")}], got ` +
      `[${found.join(", ")}]${next}`,
  );
}

function floats(file: TensorFile, name: string): Float32Array {
  const { data }: NdArray = file.read(name);
  if (data instanceof Float32Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  throw new InputError(
    `${file.label}: ${tensorName(name)} must hold floats, got ${file.tensors.get(name)!.stored}`,
  );
}

const notOfPeft = (label: string, key: string): InputError =>
  new InputError(
    `${label}: ${tensorName(key)} must begin with "${PREFIX}", as peft's names do; save the ` +
      "adapter with peft's save_pretrained()",
  );

const unknown = (label: string, key: string): InputError =>
  new InputError(
    `${label}: ${tensorName(key)} is of nothing that LoRA changes in this base; is it an adapter ` +
      "of another model, or of another kind than plain LoRA?",
  );
