// A training step in a browser: loss and gradients of small models of five families, and the logits
// of exported students, by onnxruntime-web on its WASM and its WebGPU provider (a software adapter
// will do), against Node's CPU.
//
//   npm run build && node reference/devices/browser.mjs FOLDER [CHROMIUM]
//
// FOLDER is where `npm install onnxruntime-web@1.30.0` was called; CHROMIUM defaults to
// /usr/bin/chromium.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { adamW, gradientProgram, input, mean, ndarray, nodeRuntime, softplus, square } from "@w2s/grad";
import { random } from "@w2s/lab";
import { architectureOf, classifierOnnx, openSafetensors, parseModelConfig, tokenBatch, weightInputs } from "@w2s/models";

const dist = join(process.argv[2] ?? ".", "node_modules/onnxruntime-web/dist");
const chromium = process.argv[3] ?? "/usr/bin/chromium";
for (const needed of [dist, chromium]) {
  if (existsSync(needed)) continue;
  console.log(`skipped: there is no ${needed}`);
  process.exit(0);
}

/** Loss and gradients of all parameters for three texts of unequal length. */
function trainingStep(family) {
  const folder = new URL(`../../packages/models/src/fixtures/families/${family}/`, import.meta.url);
  const config = parseModelConfig(JSON.parse(readFileSync(new URL("config.json", folder), "utf8")), family);
  const architecture = architectureOf(config);
  const file = openSafetensors(new URL("model.safetensors", folder).pathname);
  const shapes = architecture.parameters(config.layers);
  const stored = (name) => architecture.storedNames(name).find((candidate) => file.tensors.has(candidate));
  const weights = Object.fromEntries(Object.keys(shapes).map((name) => [name, file.read(stored(name))]));
  const program = gradientProgram({
    parameters: weightInputs(shapes),
    inputs: { ids: input("int32", ["texts", "seq"]), lengths: input("int32", ["texts"]) },
    loss: ({ weights, inputs }) => {
      const batch = tokenBatch(inputs.ids, inputs.lengths);
      return mean(softplus(square(architecture.pooled(batch, (name) => weights[name], "mean"))));
    },
    optimizer: adamW({}),
  });
  const draw = random(1, "browser");
  const ids = ndarray(Int32Array.from({ length: 21 }, () => draw.integer(30)), [3, 7]);
  return { program, feeds: { ...weights, ids, lengths: ndarray(Int32Array.of(7, 4, 2), [3]) } };
}

/** An exported student: the same file for every provider. */
function student(family) {
  const folder = new URL(`../../packages/models/src/fixtures/families/${family}/`, import.meta.url);
  const config = JSON.parse(readFileSync(new URL("config.json", folder), "utf8"));
  const { feeds } = trainingStep(family);
  const { ids, lengths, ...weights } = feeds;
  const { layers, hiddenSize } = parseModelConfig(config, family);
  const draw = random(2, "browser");
  const head = { weight: ndarray(Float32Array.from({ length: 2 * hiddenSize }, draw.normal), [2, hiddenSize]) };
  const classifier = { config, layer: layers, pooling: "mean", weights, head, tokenizerFrom: null, about: [] };
  const bytes = Buffer.concat(classifierOnnx(family, classifier).pieces);
  const inputs = { input_ids: input("int64", ["batch", "seq"]), attention_mask: input("int64", ["batch", "seq"]) };
  const outputs = { logits: input("float32", ["batch", 2]) };
  const mask = BigInt64Array.from(ids.data, (_, i) => (i % 7 < lengths.data[Math.floor(i / 7)] ? 1n : 0n));
  const given = { input_ids: ndarray(BigInt64Array.from(ids.data, BigInt), ids.shape), attention_mask: ndarray(mask, ids.shape) };
  return { program: { model: bytes, modelFor: () => bytes, inputs, outputs }, feeds: given };
}

const cases = {
  ...Object.fromEntries(["bert", "gpt2", "gpt-neox", "llama", "qwen3"].map((name) => [name, trainingStep(name)])),
  ...Object.fromEntries(["bert", "llama"].map((name) => [`${name}.onnx`, student(name)])),
};

async function onCpu({ program, feeds }) {
  const executable = await nodeRuntime.load(program);
  const results = await executable.run(feeds);
  await executable.release();
  return results;
}

const page = `<!doctype html><script type="module">
import * as ort from "./ort.webgpu.min.mjs";
ort.env.wasm.numThreads = 1;
const say = (body) => fetch("/result", { method: "POST", body: JSON.stringify(body) });
const asArray = { float32: (data) => Float32Array.from(data), int32: (data) => Int32Array.from(data), int64: (data) => BigInt64Array.from(data, BigInt) };
async function run(name, provider) {
  const { feeds } = await (await fetch("/feeds/" + name)).json();
  const model = await (await fetch("/model/" + name + "/" + provider)).arrayBuffer();
  const session = await ort.InferenceSession.create(new Uint8Array(model), { executionProviders: [provider] });
  const tensors = Object.fromEntries(Object.entries(feeds).map(([key, { dtype, data, shape }]) =>
    [key, new ort.Tensor(dtype, asArray[dtype](data), shape)]));
  const results = await session.run(tensors);
  const plain = {};
  for (const [key, tensor] of Object.entries(results)) plain[key] = Array.from(await tensor.getData());
  return plain;
}
const adapter = await navigator.gpu?.requestAdapter();
await say({ adapter: adapter ? [adapter.info.vendor, adapter.info.architecture, adapter.info.description].join(" ") : null });
for (const provider of ["wasm", "webgpu"]) for (const name of ${JSON.stringify(Object.keys(cases))}) {
  try { await say({ name, provider, results: await run(name, provider) }); }
  catch (error) { await say({ name, provider, error: String(error) }); }
}
await say({ done: true });
</script>`;

const mime = { ".mjs": "text/javascript", ".wasm": "application/wasm" };
const asJson = (arrays) =>
  Object.fromEntries(Object.entries(arrays).map(([key, { dtype, data, shape }]) => [key, { dtype, shape, data: Array.from(data, Number) }]));

function answer(url) {
  const [, kind, name, provider] = url.split("/");
  if (url === "/") return ["text/html", page];
  if (kind === "feeds") return ["application/json", JSON.stringify({ feeds: asJson(cases[name].feeds) })];
  if (kind === "model") return ["application/octet-stream", cases[name].program.modelFor(provider === "webgpu" ? "webgpu" : "cpu")];
  const file = join(dist, kind);
  return existsSync(file) ? [mime[extname(file)] ?? "text/plain", readFileSync(file)] : undefined;
}

const heard = [];
let finish;
const finished = new Promise((resolve) => { finish = resolve; });
const server = createServer((request, response) => {
  if (request.method === "POST") {
    const parts = [];
    request.on("data", (part) => parts.push(part)).on("end", () => {
      const message = JSON.parse(Buffer.concat(parts).toString());
      heard.push(message);
      response.end();
      if (message.done) finish();
    });
    return;
  }
  const found = answer(request.url);
  if (!found) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": found[0] }).end(found[1]);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const profile = mkdtempSync(join(tmpdir(), "w2s-chromium-"));
const browser = spawn(chromium, [
  "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan", `--user-data-dir=${profile}`,
  `http://127.0.0.1:${server.address().port}/`,
], { stdio: "ignore" });
await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 180_000))]);
browser.kill("SIGKILL");
server.close();
await new Promise((resolve) => setTimeout(resolve, 500));
rmSync(profile, { recursive: true, force: true });

let failed = !heard.some(({ done }) => done);
console.log(`adapter: ${heard.find((message) => "adapter" in message)?.adapter ?? "none"}`);
for (const { name, provider, results, error } of heard.filter((message) => message.provider)) {
  if (error) {
    failed = true;
    console.log(`FAIL ${provider.padEnd(7)} ${name.padEnd(10)} ${error.replace(/\s+/g, " ").slice(0, 600)}`);
    continue;
  }
  const expected = await onCpu(cases[name]);
  let worst = 0;
  for (const [key, { data }] of Object.entries(expected)) {
    const scale = Math.max(1e-3, ...Array.from(data, Math.abs));
    data.forEach((value, i) => { worst = Math.max(worst, Math.abs(value - results[key][i]) / scale); });
  }
  const ok = worst < 1e-3;
  failed ||= !ok;
  const what = results.loss
    ? `loss ${results.loss[0].toFixed(6)} (CPU ${expected.loss.data[0].toFixed(6)}), ` +
      `${Object.keys(expected).length - 1} gradients`
    : "logits";
  console.log(`${ok ? "ok  " : "FAIL"} ${provider.padEnd(7)} ${name.padEnd(10)} ${what} within ${worst.toExponential(1)} of the largest`);
}
process.exit(failed ? 1 : 0);
