// Training on WebGPU gives the CPU's numbers: on a GPU where there is one, on a software Vulkan
// driver where Debian's chromium has brought it, else not at all, and the reason is printed.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deviceRuntime, ndarray, nodeRuntime, type Runtime } from "@w2s/grad";
import { naive, random } from "@w2s/lab";
import {
  type FinetuneData,
  finetuneRecipe,
  finetuneStudent,
  fitAdamProbes,
  probeRecipe,
} from "@w2s/lab/internals";
import { architectureOf, openSafetensors, readModelConfig } from "@w2s/models";
import { describe, expect, it } from "vitest";

const software = "/usr/lib/chromium/vk_swiftshader_icd.json";

// Read once, when the runtime first looks for adapters; a real GPU comes before it.
if (existsSync(software)) process.env.VK_ADD_DRIVER_FILES ??= software;

const runtime = await deviceRuntime("webgpu").catch((error: unknown) => (error as Error).message);
const reason = typeof runtime === "string" ? runtime : undefined;
if (reason !== undefined) console.info(`webgpu.test.ts skipped: ${reason}`);

const folder = (name: string) =>
  fileURLToPath(new URL(`../packages/models/src/fixtures/families/${name}/`, import.meta.url));

function family(name: string): FinetuneData["model"] {
  const config = readModelConfig(`${folder(name)}config.json`);
  const architecture = architectureOf(config);
  const file = openSafetensors(`${folder(name)}model.safetensors`);
  const stored = (parameter: string) =>
    architecture.storedNames(parameter).find((candidate) => file.tensors.has(candidate))!;
  return {
    name,
    config,
    architecture,
    layers: config.layers,
    width: config.hiddenSize,
    weights: (shapes) =>
      Object.fromEntries(Object.keys(shapes).map((p) => [p, file.read(stored(p))])),
  };
}

const draw = random(3, "webgpu test");
const rows = Int32Array.from({ length: 48 }, (_, i) => i);
const [train, validation, predict] = [rows.slice(0, 32), rows.slice(32, 40), rows.slice(40)];
const labelsFor = (part: Int32Array) =>
  ndarray(
    Float32Array.from({ length: 2 * part.length }, (_, i) => (part[i >> 1]! % 2 === i % 2 ? 1 : 0)),
    [part.length, 2],
  );
const student = {
  name: "a student",
  method: naive(),
  train: labelsFor(train),
  validation: labelsFor(validation),
};

// A software driver compiles shaders for as long as a busy machine lets it.
describe.skipIf(reason !== undefined)("webgpu", { timeout: 300_000 }, () => {
  // gpt2, gpt-neox and qwen3 agree too; a software driver takes long to compile their shaders.
  it.each(["bert", "llama"])("finetunes %s along the CPU's losses", async (name) => {
    const ids = Array.from(rows, (i) =>
      Int32Array.from({ length: 4 + (i % 2) }, () => 3 + draw.integer(20)),
    );
    const data = {
      model: family(name),
      shape: "classify",
      options: 2,
      ids,
      train,
      validation,
      predict,
    } as const;
    const recipe = finetuneRecipe({ epochs: 1, batchSize: 8, learningRate: 1e-3 });
    const trained = (where: Runtime) =>
      finetuneStudent(student, data, recipe, { runtime: where, seed: 1, threads: 1 });
    const [cpu, gpu] = [await trained(nodeRuntime), await trained(runtime as Runtime)];
    cpu.curve.loss.forEach((loss, epoch) => {
      expect(Math.abs(gpu.curve.loss[epoch]! - loss)).toBeLessThan(1e-4);
    });
    cpu.probabilities.data.forEach((p, i) => {
      expect(Math.abs(gpu.probabilities.data[i]! - p)).toBeLessThan(1e-3);
    });
  });

  it("trains probes in a loop along the CPU's losses, and tells what the CPU ran", async () => {
    const features = ndarray(Float32Array.from({ length: 48 * 6 }, draw.normal), [48, 6]);
    const data = { shape: "classify", options: 2, features, train, validation } as const;
    const recipe = probeRecipe({ epochs: 4, batchSize: 8, learningRate: 0.05 });
    if (recipe.solver !== "adam") throw new Error("Adam is the default");
    const trained = async (where: Runtime) =>
      (
        await fitAdamProbes([{ ...student, features: undefined }], data, recipe, {
          runtime: where,
          seed: 1,
        })
      )[0]!;
    const [cpu, gpu] = [await trained(nodeRuntime), await trained(runtime as Runtime)];
    cpu.curve.loss.forEach((loss, epoch) => {
      expect(Math.abs(gpu.curve.loss[epoch]! - loss)).toBeLessThan(1e-4);
    });
    const { nodes, onCpu } = (runtime as Runtime).placement();
    console.info(`webgpu: ${nodes} nodes, on the CPU: ${JSON.stringify(onCpu)}`);
    expect(nodes).toBeGreaterThan(0);
    expect(Object.values(onCpu).reduce((sum, n) => sum + n, 0)).toBeLessThan(nodes);
  });
});
