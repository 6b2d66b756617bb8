// A folder or repository that is no model: what it is, by the names of its files, and what to do.

import { basename } from "node:path";
import { InputError } from "@w2s/base";

/** Files of tokenizers that are not read, from which transformers writes a tokenizer.json. */
const OTHER_TOKENIZERS =
  /^(vocab\.(txt|json)|merges\.txt|bpe\.codes|spiece\.model|sentencepiece\.bpe\.model|tokenizer\.model)$/;

/** Weights that are not read, by what their names end in. */
const OTHER_WEIGHTS: readonly (readonly [RegExp, string])[] = [
  [
    /\.(safetensors|gguf)\.(incomplete|part|partial|crdownload|aria2|tmp)$/,
    "a download that did not end: get it again",
  ],
  [/\.(bin|pt|pth|ckpt)$/, "PyTorch's pickled weights are not read: save them as safetensors"],
  [/\.(h5|msgpack)$/, "TensorFlow's and Flax's weights are not read: save them as safetensors"],
  [/(^|\/)onnx$|\.onnx$/, "a finished ONNX program has no layers to read: take what it is made of"],
];

/**
 * For files without a config.json.
 * @param label the folder, or the repository's name
 */
export function noConfig(label: string, names: readonly string[]): InputError {
  if (names.includes("adapter_config.json")) {
    return new InputError(
      `${label}: no config.json, and an adapter (adapter_config.json): name the folder itself, ` +
        "and it is read on its base",
    );
  }
  return new InputError(
    `${label}: no config.json; a model folder needs one: copy it from where the weights are from`,
  );
}

/** For files without a tokenizer.json; `why`: what a vocab.txt that is there does not do. */
export function noTokenizer(label: string, names: readonly string[], why?: string): InputError {
  const other = names.find((name) => OTHER_TOKENIZERS.test(name));
  const next =
    other === undefined
      ? "copy it from the model that this one was trained from"
      : `it has ${other}${why === undefined ? "" : `, and ${why}`}: ` +
        `${savedAgain("AutoTokenizer", label)} writes one`;
  return new InputError(`${label}: no tokenizer.json; a model folder needs one: ${next}`);
}

/** For files without weights that are read; `names` of files in folders have a slash. */
export function noWeights(label: string, names: readonly string[]): InputError {
  const within = modelWithin(label, names);
  if (within !== undefined) return new InputError(`${label}: no model of its own: ${within}`);
  const files = names.filter((name) => !name.includes("/"));
  const shard = files.find((name) => /-\d+-of-\d+\.safetensors$/.test(name));
  const other = files.find((name) => name.endsWith(".safetensors"));
  const found = OTHER_WEIGHTS.flatMap(([pattern, what]) => {
    const name = names.find((candidate) => pattern.test(candidate));
    return name === undefined ? [] : [`; it has ${name}: ${what}`];
  });
  const next =
    shard !== undefined
      ? `; it has shards as ${shard}, without the model.safetensors.index.json that names them all`
      : other !== undefined
        ? `; it has ${other}: name it, as in ${JSON.stringify(`${label}/${other}`)}`
        : (found[0] ?? "");
  return new InputError(`${label}: no weights: expected model.safetensors or a .gguf file${next}`);
}

/** What a folder of models is, and which one to name; undefined where none stands in it. */
function modelWithin(label: string, names: readonly string[]): string | undefined {
  const tops = [...new Set(names.map((name) => name.split("/")[0]!))];
  const called = (path: string) => JSON.stringify(`${label}/${path}`);
  const steps = tops.flatMap((name) => /^checkpoint-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  if (steps.length > 0) {
    const last = called(`checkpoint-${Math.max(...steps)}`);
    return `a training's checkpoints: name one, as in ${last}`;
  }
  const repository = /^models--(.+)$/.exec(basename(label))?.[1];
  if (repository !== undefined && tops.includes("snapshots"))
    return `a repository in the Hugging Face cache: say ${hubName(repository)}`;
  const cached = tops.find((name) => name.startsWith("models--"));
  if (cached !== undefined) {
    return (
      "the Hugging Face cache: name a model in it, as in " +
      hubName(cached.slice("models--".length))
    );
  }
  const models = names.flatMap((name) => MODEL_WITHIN.exec(name)?.[1] ?? []);
  if (models.length === 0) return undefined;
  return `a folder of models: name one, as in ${called(models.sort()[0]!)}`;
}

/** A layer that sentence-transformers puts behind a model is none, though it has weights. */
const MODEL_WITHIN =
  /^((?!\d+_Dense\/)[^/]+)\/(?:model\.safetensors(?:\.index\.json)?|[^/]+\.gguf)$/;

/** "org--name", as the cache has it in a folder's name. */
const hubName = (folder: string): string => JSON.stringify(folder.replaceAll("--", "/"));

function savedAgain(auto: string, label: string): string {
  const name = JSON.stringify(label);
  return `${auto}.from_pretrained(${name}).save_pretrained(${name})`;
}
