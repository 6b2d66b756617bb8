// The layers of the design: a package imports only the ones below it, and only by their doors.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../packages", import.meta.url));
const layers = ["grad", "models", "lab", "report", "cli"];
const names = ["@w2s/grad", "@w2s/models", "@w2s/lab", "@w2s/report", "w2s"];

function sources(folder: string): string[] {
  return readdirSync(join(packages, folder, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(packages, folder, "src", path));
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, "utf8").replace(/`[^`]*`/gs, ""); // Not what a template writes.
  return [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"/gms)].map(
    (match) => match[1]!,
  );
}

describe("packages", () => {
  layers.forEach((folder, level) => {
    it(`${folder} imports ${level === 0 ? "no other" : `only ${layers.slice(0, level).join(", ")}`}`, () => {
      for (const path of sources(folder)) {
        for (const target of importsOf(path)) {
          const other = names.findIndex((name) => target === name || target.startsWith(`${name}/`));
          if (other < 0) continue;
          expect(other, `${path} imports ${target}`).toBeLessThan(level);
          expect(names, `${path} goes past the door of ${target}`).toContain(target);
        }
      }
    });
  });

  it("reach each other by name, never by path", () => {
    for (const [level, folder] of layers.entries()) {
      for (const path of sources(folder)) {
        for (const target of importsOf(path).filter((one) => one.startsWith("."))) {
          const others = layers.filter((_, i) => i !== level).map((other) => `/${other}/src`);
          expect(
            others.some((other) => target.includes(other)),
            `${path} imports ${target}`,
          ).toBe(false);
        }
      }
    }
  });
});
