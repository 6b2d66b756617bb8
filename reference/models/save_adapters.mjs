// Writes the tiny families' adapters as peft folders, for check_adapters.py: node save_adapters.mjs
// OUT

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { architectureOf, decodeSafetensors, lora, loraParameters, readModelConfig, saveLora } from "@w2s/models";

const out = process.argv[2];
const families = new URL("../../packages/models/src/fixtures/families/", import.meta.url).pathname;
const adapted = readdirSync(families).filter((name) => existsSync(join(families, name, "lora.safetensors")));
for (const name of adapted) {
  const architecture = architectureOf(readModelConfig(join(families, name, "config.json")));
  const adapters = lora(architecture, { rank: 2, alpha: 6, targets: "all" });
  const file = decodeSafetensors(readFileSync(join(families, name, "lora.safetensors")), name);
  const weights = Object.fromEntries(Object.keys(loraParameters(adapters)).map((key) => [key, file.read(key)]));
  await saveLora(join(out, name), { architecture, adapters, weights, base: join(families, name) });
}
