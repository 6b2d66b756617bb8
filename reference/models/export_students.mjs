// Writes students for check_exported.py: tiny models of every family with random heads on several
// layers and poolings, and with W2S_SHARED or ../shared the two real models there. Each gets `hf`,
// `onnx`, and `expected.json`: token ids and w2s's logits.
//
//   npm run build && node reference/models/export_students.mjs FOLDER && python reference/models/check_exported.py FOLDER

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { add, compile, input, matmul, ndarray, runOnce } from "@w2s/grad";
import { random } from "@w2s/lab";
import { architectureOf, openModel, openSafetensors, parseModelConfig, resolveModel, saveClassifier, tokenBatch, weightInputs } from "@w2s/models";

const out = process.argv[2];
const draw = random(1, "exported heads");
const randomArray = (shape) =>
  ndarray(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, draw.normal), shape);

/** family, layer (-1: the last), pooling, outputs, whether the head has a bias */
const tiny = [
  ["bert", -1, "mean", 2, true], ["bert", 0, "first", 2, true], ["bert", 1, "first", 3, true],
  ["gpt2", -1, "last", 1, false], ["gpt2", 1, "mean", 2, true],
  ["gpt-neox", -1, "last", 1, false], ["gpt-neox", 1, "last", 2, true],
  ["llama", -1, "last", 1, false], ["llama", -1, "mean", 2, true], ["llama", 1, "last", 2, true], ["llama", 0, "mean", 2, true],
  ["mistral", -1, "last", 1, false], ["qwen2", -1, "first", 3, true], ["qwen3", -1, "last", 1, false], ["qwen3", 1, "mean", 2, true],
  ["roberta", -1, "mean", 2, true], ["xlm-roberta", 1, "first", 2, true], ["distilbert", -1, "mean", 2, true], ["distilbert", 1, "first", 3, true],
  ["camembert", -1, "mean", 2, true], ["electra", -1, "first", 2, true], ["electra-wide", 1, "mean", 2, true],
  ["modernbert", -1, "first", 2, true], ["modernbert", 1, "mean", 2, true], ["modernbert-biased", -1, "last", 2, true],
  ["opt", -1, "last", 1, false], ["opt", 1, "mean", 2, true], ["opt-projected", -1, "last", 1, false], ["opt-projected", 1, "mean", 2, true],
  ["gemma2", -1, "last", 1, false], ["gemma2", 1, "mean", 2, true], ["gemma3", -1, "last", 1, false], ["gemma3", 1, "first", 2, true],
  ["gemma", -1, "last", 1, false], ["gemma", 1, "mean", 2, true], ["smollm3", -1, "last", 1, false], ["smollm3", 2, "mean", 2, true],
  ["olmo3", -1, "last", 1, false], ["olmo3", 2, "first", 2, true],
  ["olmo2", -1, "last", 1, false], ["olmo2", 1, "mean", 2, true], ["phi3", -1, "last", 1, false], ["phi3", 1, "mean", 2, true],
];

function tinyModel(family) {
  const folder = new URL(`../../packages/models/src/fixtures/families/${family}/`, import.meta.url);
  const config = JSON.parse(readFileSync(new URL("config.json", folder), "utf8"));
  const file = openSafetensors(new URL("model.safetensors", folder).pathname);
  const architecture = architectureOf(parseModelConfig(config, family));
  const stored = (name) => architecture.storedNames(name).find((candidate) => file.tensors.has(candidate));
  const weights = (shapes) => Object.fromEntries(Object.keys(shapes).map((name) => [name, file.read(stored(name))]));
  return { config, architecture, weights, tokenizerFrom: null };
}

async function realModel(path) {
  const model = await openModel(await resolveModel(path));
  const config = JSON.parse(readFileSync(model.files.config, "utf8"));
  return { config, architecture: model.architecture, weights: (shapes) => model.weights(shapes), tokenizerFrom: path };
}

async function writeStudent(name, { config, architecture, weights, tokenizerFrom }, layer, pooling, outputs, hasBias) {
  const parsed = parseModelConfig(config, name);
  const at = layer < 0 ? parsed.layers : layer;
  const shapes = { ...architecture.parameters(Math.max(at, 1)), ...architecture.finalNorm?.shapes };
  const arrays = weights(shapes);
  const head = { weight: randomArray([outputs, parsed.hiddenSize]), ...(hasBias && { bias: randomArray([outputs]) }) };
  const classifier = { config, layer: at, pooling, weights: arrays, head, tokenizerFrom, about: ["A test, with a random head."] };
  const folder = `${out}/${name}-${at}-${pooling}-${outputs}`;
  await saveClassifier(`${folder}/hf`, classifier);
  await saveClassifier(`${folder}/onnx`, classifier, { format: "onnx" });
  const texts = [3, 5, 1, 9].map((length) => Array.from({ length }, () => 3 + draw.integer(25)));
  const logits = await logitsOf(architecture, at, pooling, arrays, head, texts);
  const rows = texts.map((_, i) => [...logits.data.slice(i * outputs, (i + 1) * outputs)]);
  writeFileSync(`${folder}/expected.json`, JSON.stringify({ texts, logits: rows }));
}

async function logitsOf(architecture, layer, pooling, arrays, { weight, bias }, texts) {
  const seq = Math.max(...texts.map(({ length }) => length));
  const ids = new Int32Array(texts.length * seq);
  texts.forEach((text, i) => ids.set(text, i * seq));
  const signature = {
    ...weightInputs(architecture.parameters(layer)),
    ids: input("int32", ["texts", "seq"]),
    lengths: input("int32", ["texts"]),
    weight,
    ...(bias && { bias }),
  };
  const program = compile(signature, (tensors) => {
    const batch = tokenBatch(tensors.ids, tensors.lengths);
    const pooled = architecture.pooled(batch, (name) => tensors[name], pooling, undefined, layer);
    const product = matmul(pooled, tensors.weight, { transposeB: true });
    return { logits: bias ? add(product, tensors.bias) : product };
  });
  const lengths = ndarray(Int32Array.from(texts, ({ length }) => length), [texts.length]);
  const feeds = { ...arrays, ids: ndarray(ids, [texts.length, seq]), lengths, weight, ...(bias && { bias }) };
  return (await runOnce(program, feeds)).logits;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [family, ...rest] of tiny) await writeStudent(family, tinyModel(family), ...rest);
const shared = process.env.W2S_SHARED ?? "../shared";
if (existsSync(`${shared}/models`)) {
  const minilm = await realModel(`${shared}/models/all-MiniLM-L6-v2`);
  await writeStudent("MiniLM", minilm, -1, "mean", 2, true);
  const smollm2 = await realModel(`${shared}/models/SmolLM2-135M-Instruct-GGUF`);
  await writeStudent("SmolLM2", smollm2, -1, "last", 1, false);
  await writeStudent("SmolLM2", smollm2, 15, "mean", 2, true);
}
