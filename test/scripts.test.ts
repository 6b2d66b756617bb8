// Scripts that nothing runs in the tests (reference/, docs/) and that read the built packages: the
// names that they import are there.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** `import { a, b as c } from ".../packages/X/dist/Y.js"`, over several lines or one. */
const imports = /import \{([^}]+)\} from "([^"]+\/packages\/[^"]+\/dist\/[^"]+)"/g;

const scripts = ["reference", "docs", "test"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
      join(folder, path),
    ),
  )
  .filter((path) => path.endsWith(".mjs") && !path.includes("node_modules"))
  .map((path) => ({
    path,
    found: [...readFileSync(join(root, path), "utf8").matchAll(imports)].map(([, names, from]) => ({
      names: names!,
      module: join(root, dirname(path), from!),
    })),
  }))
  .filter(({ found }) => found.length > 0);

/** What each module exports, by Node's own loader: the tests' would translate the packages anew. */
const listed = `
  const { pathToFileURL } = await import("node:url");
  const all = {};
  for (const path of process.argv.slice(1))
    all[path] = Object.keys(await import(pathToFileURL(path).href));
  console.log(JSON.stringify(all));
`;

describe("scripts that read the built packages", () => {
  let exported: Readonly<Record<string, readonly string[]>>;
  beforeAll(() => {
    const modules = new Set(scripts.flatMap(({ found }) => found.map(({ module }) => module)));
    const args = ["--input-type=module", "-e", listed, ...modules];
    exported = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  });

  it("are found", () => expect(scripts.length).toBeGreaterThan(4));

  it.each(scripts)("import what is there: $path", ({ path, found }) => {
    for (const { names, module } of found) {
      for (const name of names.split(",").map((one) => one.trim().split(" as ")[0]!)) {
        if (name !== "") expect(exported[module], `${path}: ${module}`).toContain(name);
      }
    }
  });
});
