// Saves every tiny family, and the two real models where there are any, as check_saved.py loads
// them.
//
//     npm run build && node reference/models/save_models.mjs FIXTURES OUT [MODELS]

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { architectureOf, openModel, openSafetensors, parseModelConfig, resolveModel, saveModel } from "@w2s/models";

const [fixtures, out, models] = process.argv.slice(2);

for (const name of readdirSync(join(fixtures, "families"))) {
  const folder = join(fixtures, "families", name);
  const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
  const architecture = architectureOf(parseModelConfig(config, folder));
  const file = openSafetensors(join(folder, "model.safetensors"));
  const stored = (own) => architecture.storedNames(own).find((candidate) => file.tensors.has(candidate));
  const weights = Object.fromEntries(namesOf(architecture).map((own) => [own, file.read(stored(own))]));
  await saveModel(join(out, name), { config, weights, tokenizerFrom: null });
  file.close();
}

for (const name of models ? ["all-MiniLM-L6-v2", "SmolLM2-135M-Instruct-GGUF"] : []) {
  const model = await openModel(await resolveModel(join(models, name)));
  const { architecture, files } = model;
  const config = JSON.parse(readFileSync(files.config, "utf8"));
  const shapes = { ...architecture.parameters(model.layers), ...architecture.head?.shapes };
  const began = performance.now();
  await saveModel(join(out, name), { config, weights: model.weights(shapes), tokenizerFrom: files.folder });
  console.log(`${name}: saved in ${Math.round(performance.now() - began)} ms`);
  model.close();
}

function namesOf(architecture) {
  return Object.keys({ ...architecture.parameters(architecture.layers), ...architecture.head?.shapes });
}
