// A classifier as a Hugging Face folder: config.json, model.safetensors, the tokenizer, and where
// transformers has no class that computes the same, a small Python class of ours.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configText } from "../config/config-text.js";
import { withoutForeignCode } from "../foreign-code.js";
import { CONFIG } from "../hub/model-files.js";
import { writeModel } from "../save.js";
import { copyTokenizer, tokenizerFilesOf } from "../save-tokenizer.js";
import { writeFolder } from "../write-folder.js";
import { cardFor } from "./card.js";
import {
  type CheckedClassifier,
  type Classifier,
  checkClassifier,
  configWithLayers,
  labelNames,
} from "./classifier.js";
import { modelingFile, modelingSource } from "./modeling.js";
import { nativeClass } from "./native-class.js";
import { classifierOnnx, writeModelFile } from "./onnx.js";
import { withPadding } from "./padding.js";

/** "hf": a folder for transformers; "onnx": a graph for any runtime. */
export type ClassifierFormat = "hf" | "onnx";

/**
 * Writes a classifier's folder, whole or not at all. "hf": `config.json`, `model.safetensors` and
 * the tokenizer, which `AutoModelForSequenceClassification` loads (with `trust_remote_code=True`
 * where `nativeClass` is null). "onnx": `model.onnx`, `config.json` and the tokenizer.
 * @throws InputError as `checkClassifier`, for a model that is too large for an ONNX file, and when
 * the folder has files in it and may not be replaced.
 */
export async function saveClassifier(
  folder: string,
  given: Classifier,
  {
    format = "hf",
    overwrite = false,
  }: { readonly format?: ClassifierFormat; readonly overwrite?: boolean } = {},
): Promise<void> {
  const classifier = { ...given, config: withoutForeignCode(given.config) };
  const checked = checkClassifier(folder, classifier);
  if (classifier.tokenizerFrom !== null) tokenizerFilesOf(classifier.tokenizerFrom);
  const onnx =
    format === "onnx" ? classifierOnnx(join(folder, "model.onnx"), classifier) : undefined;
  await writeFolder(folder, overwrite, async (draft) => {
    await copyTokenizer(classifier.tokenizerFrom, draft);
    const padding = await withPadding(draft, classifier.config);
    await writeFile(join(draft, "README.md"), cardFor(classifier, checked, format));
    if (onnx) {
      await writeModelFile(join(draft, "model.onnx"), onnx);
      await writeFile(join(draft, CONFIG), configText(onnxConfig(classifier, checked)));
    } else {
      await writeHuggingFace(draft, classifier, checked, padding);
    }
  });
}

async function writeHuggingFace(
  draft: string,
  classifier: Classifier,
  checked: CheckedClassifier,
  padding: number | undefined,
): Promise<void> {
  const native = nativeClass(classifier, checked);
  const config =
    native === null ? ownConfig(classifier, checked) : nativeConfig(classifier, native, padding);
  if (native === null) await writeFile(join(draft, modelingFile), modelingSource);
  const { weight, bias } = classifier.head;
  const backbone = Object.keys(checked.saved).map(
    (name) => [name, classifier.weights[name]!] as const,
  );
  const head = { "score.weight": weight, ...(bias ? { "score.bias": bias } : {}) };
  await writeModel(draft, { config, weights: { ...Object.fromEntries(backbone), ...head } });
}

/** The decoders' classes find a text's last token by the padding token, so there must be one. */
function nativeConfig(
  { config, head }: Classifier,
  name: string,
  padding: number | undefined,
): Record<string, unknown> {
  const pad = padding ?? config.pad_token_id ?? config.eos_token_id ?? 0;
  return {
    ...config,
    ...labelNames(head.weight.shape[0]!),
    architectures: [name],
    pad_token_id: Array.isArray(pad) ? pad[0] : pad,
  };
}

/** What loaders of ONNX folders ask a config for; no class of Python's computes this file. */
function onnxConfig(classifier: Classifier, checked: CheckedClassifier): Record<string, unknown> {
  const { auto_map: _, ...config } = ownConfig(classifier, checked);
  return config;
}

function ownConfig(
  { config, layer, pooling, head }: Classifier,
  { isNormalized, outputs }: CheckedClassifier,
): Record<string, unknown> {
  const name = "W2sForSequenceClassification";
  return {
    ...configWithLayers(config, Math.max(layer, 1)),
    ...labelNames(outputs),
    architectures: [name],
    auto_map: { AutoModelForSequenceClassification: `${modelingFile.replace(".py", "")}.${name}` },
    w2s: { layer, pooling, normalized: isNormalized, bias: head.bias !== undefined },
  };
}
