// One JSON line in, one JSON line out: serve.py for Node.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/**
 * `make(setup, load)` gives `work(request)`, which gives an object; `load(name)` imports one of the
 * packages, which are told of.
 */
export async function serve(make, packages) {
  const setup = JSON.parse(process.argv[2]);
  const require = createRequire(join(setup.packages, "package.json"));
  console.log = console.error; // What a library prints is no answer.
  const work = await make(setup, (name) => import(pathToFileURL(require.resolve(name)).href));
  const versionOf = (name) =>
    JSON.parse(readFileSync(join(setup.packages, "node_modules", name, "package.json"), "utf8"))
      .version;
  reply({ versions: Object.fromEntries(packages.map((name) => [name, versionOf(name)])) });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      reply(await work(JSON.parse(line)));
    } catch (error) {
      reply({ error: String(error).split("\n")[0] });
    }
  }
}

function reply(answer) {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${JSON.stringify({ ...answer, cpu: (user + system) / 1e6 })}\n`);
}
