// npm run zoo: pretrains every model of the zoo again, from its recipe alone, into runs/zoo, the
// cheapest first, and says whether the weights are the same bytes. Interrupted, it goes on. With
// names as arguments, those models alone.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const zoo = join(root, "zoo");
const command = join(root, "packages/cli/bin/w2s.js");
const cost = (name) => JSON.parse(readFileSync(join(zoo, name, "card.json"), "utf8")).flop;
const all = readdirSync(zoo).filter((name) => existsSync(join(zoo, name, "recipe.json")));
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !all.includes(name));
if (unknown !== undefined) {
  console.error(`zoo: no model "${unknown}"; it has ${all.join(", ")}`);
  process.exit(2);
}

for (const name of (wanted.length > 0 ? wanted : all).sort((a, b) => cost(a) - cost(b))) {
  const [made, shipped] = [join(root, "runs/zoo", name), join(zoo, name)];
  const args = [command, "pretrain", made, "--recipe", join(shipped, "recipe.json")];
  const { status, signal } = spawnSync(process.execPath, args, {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) process.exit(signal ? 130 : status);
  const weights = (folder) => readFileSync(join(folder, "model.safetensors"));
  const same = weights(made).equals(weights(shipped));
  console.log(`${name}: ${same ? "the same bytes as the zoo's" : "other bytes than the zoo's"}`);
}
