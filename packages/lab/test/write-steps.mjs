// Writes steps into a store until it is killed; a test's victim. Usage: node write-steps.mjs STORE
// FROM

import { ndarray } from "@w2s/grad";
import { openStore } from "../dist/index.js";

const [dir, from] = process.argv.slice(2);
const store = await openStore(dir);
process.stdout.write("ready\n");
for (let i = Number(from); ; i++) {
  const weights = ndarray(new Float32Array(50_000).fill(i), [500, 100]);
  const step = { kind: "fit", version: 1, params: { i }, inputs: {} };
  await store.write(step, { facts: { i }, arrays: { weights } });
}
