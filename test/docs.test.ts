// Every TypeScript block in the README and the docs is run, and every `w2s` command in them is one
// that there is.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";
import { describe, expect, it } from "vitest";
import * as base from "../packages/base/src/index.js";
import * as w2s from "../packages/cli/src/index.js";
import { buildProgram } from "../packages/cli/src/program/index.js";
import * as experiments from "../packages/experiments/src/index.js";
import * as grad from "../packages/grad/src/index.js";
import * as lab from "../packages/lab/src/index.js";
import * as models from "../packages/models/src/index.js";
import * as report from "../packages/report/src/index.js";
import * as studio from "../packages/studio/src/index.js";
import * as world from "../packages/world/src/index.js";
import { scratchFolder } from "./scratch.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
  "bench/README.md",
  "packages/cli/README.md",
].filter((page) => existsSync(join(root, page)));

interface Block {
  readonly line: number;
  readonly code: string;
}

function blocks(page: string, language: string): Block[] {
  const text = readFileSync(join(root, page), "utf8");
  const fence = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms");
  return [...text.matchAll(fence)].map((match) => ({
    line: text.slice(0, match.index).split("\n").length,
    code: match[1]!,
  }));
}

/** Fenced shell text, and text indented by four. */
function commandText(page: string): string[] {
  const indented = readFileSync(join(root, page), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("    w2s "));
  return [...blocks(page, "(?:sh|text)").map(({ code }) => code), indented.join("\n")];
}

const modules = {
  w2s,
  "@w2s/experiments": experiments,
  "@w2s/report": report,
  "@w2s/studio": studio,
  "@w2s/lab": lab,
  "@w2s/models": models,
  "@w2s/grad": grad,
  "@w2s/world": world,
  "@w2s/base": base,
};
const folder = scratchFolder("docs");

describe("documentation", () => {
  for (const page of pages) {
    for (const { line, code } of blocks(page, "ts")) {
      it(`${page}:${line} runs`, async () => {
        const path = join(folder, `${page.replace(/\W/g, "-")}-${line}.ts`);
        writeFileSync(path, code);
        const jiti = createJiti(import.meta.url, {
          virtualModules: modules,
          fsCache: false,
          moduleCache: false,
        });
        await jiti.import(path);
      });
    }
  }

  it('shows every name that "w2s" exports', () => {
    const texts = pages
      .filter((page) => page !== "CHANGELOG.md")
      .map((page) => readFileSync(join(root, page), "utf8"));
    const isShown = (name: string) => {
      const imported = new RegExp(`import [^;]*\\b${name}\\b[^;]* from "w2s"`);
      const inCode = new RegExp(`\`[^\`\n]*\\b${name}\\b[^\`\n]*\``);
      return texts.some((text) => imported.test(text) || inCode.test(text));
    };
    const names = Object.keys(w2s);
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((name) => !isShown(name))).toEqual([]);
  });

  it("shows JSON studies that parse", () => {
    const studies = pages
      .flatMap((page) => blocks(page, "json"))
      .filter(({ code }) => code.includes('"supervisors"'))
      .map(({ code }) => JSON.parse(code));
    expect(studies.map((one) => lab.parseStudy(one, "docs").kind)).toEqual(
      studies.map(() => "study"),
    );
    expect(studies.length).toBeGreaterThan(0);
  });

  it("shows commands and options that exist", () => {
    const program = buildProgram({ stdout: process.stdout } as never, () => undefined);
    const known = new Map(program.commands.map((command) => [command.name(), command]));
    const shared = program.options.flatMap(({ long, short }) => [long, short, "--no-color"]);
    let seen = 0;
    for (const page of pages) {
      for (const code of commandText(page)) {
        for (const [, words] of code.matchAll(
          /^(?: {4}|\$ |npx |npm run )?w2s (?:-- )?(\w+[^#\n]*)/gm,
        )) {
          const [name, ...rest] = words!
            .split(/\s{2,}/)[0]!
            .trim()
            .split(" ");
          const command = known.get(name!);
          expect(command, `${relative(root, page)}: w2s ${words}`).toBeDefined();
          const options = [
            ...command!.options.flatMap(({ long, short }) => [long, short]),
            ...shared,
            "--help",
          ];
          for (const option of rest.filter((word) => word.startsWith("-") && word !== "--")) {
            if (command!.commands.length > 0) continue;
            expect(options, `${page}: w2s ${words}`).toContain(option.split("=")[0]);
          }
          seen++;
        }
      }
    }
    expect(seen).toBeGreaterThan(5);
  });
});
