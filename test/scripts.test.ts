// Scripts that nothing runs in the tests (reference/, docs/) and that read the built packages: the
// names that they import are there.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

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
  .map((path) => ({ path, found: [...readFileSync(join(root, path), "utf8").matchAll(imports)] }))
  .filter(({ found }) => found.length > 0);

describe("scripts that read the built packages", () => {
  it("are found", () => expect(scripts.length).toBeGreaterThan(4));

  it.each(scripts)("import what is there: $path", async ({ path, found }) => {
    for (const [, names, from] of found) {
      const module: object = await import(new URL(from!, pathToFileURL(join(root, path))).href);
      for (const name of names!.split(",").map((one) => one.trim().split(" as ")[0]!)) {
        if (name !== "") expect(Object.keys(module), `${path}: ${from}`).toContain(name);
      }
    }
  });
});
