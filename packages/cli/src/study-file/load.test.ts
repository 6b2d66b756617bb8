import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { openStore } from "@w2s/lab";
import { sha256 } from "@w2s/lab/engine";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeLab } from "../../test/fake-lab.js";
import { errorLine } from "../exit.js";
import { loadStudy } from "./load.js";

let cwd: string;
beforeEach(() => {
  cwd = scratchFolder("load");
});

/** Writes the file and loads it. */
async function load(name: string, text: string) {
  await writeFile(join(cwd, name), text);
  return loadStudy(name, cwd, fakeLab);
}

describe("loadStudy", () => {
  it.each([
    ["named", 'import { prob } from "w2s";\nexport default prob();\n', "w2s", "prob", "probe"],
    [
      "not called",
      'import { nave } from "w2s";\n\nexport default [nave];\n',
      "w2s",
      "nave",
      "naive",
    ],
    [
      "of all",
      'import * as all from "@w2s/grad";\nexport default all.ad();\n',
      "@w2s/grad",
      "ad",
      "add",
    ],
  ])("says which module exports no such name: %s", async (_, text, module, name, near) => {
    const line = text.split("\n").findIndex((each) => each.startsWith("export")) + 1;
    await writeFile(join(cwd, "misspelt.study.ts"), text);
    await expect(loadStudy("misspelt.study.ts", cwd, fakeLab)).rejects.toThrow(
      `misspelt.study.ts:${line}: "${module}" exports no "${name}"; did you mean "${near}"?`,
    );
  });

  it("says where a name is that another module exports", async () => {
    const text = 'import { accuracy } from "w2s";\nexport default accuracy();\n';
    await writeFile(join(cwd, "elsewhere.study.ts"), text);
    await expect(loadStudy("elsewhere.study.ts", cwd, fakeLab)).rejects.toThrow(
      'elsewhere.study.ts:2: "w2s" exports no "accuracy"; import it from "@w2s/lab"',
    );
  });

  it("takes what a .cjs file exports, and tells the near miss of a file", async () => {
    const { study } = await load("a.study.cjs", "module.exports = { fake: true };\n");
    expect(study).toMatchObject({ fake: true });
    await expect(loadStudy("a.studdy.cjs", cwd, fakeLab)).rejects.toThrow(
      'a.studdy.cjs: no such study file; did you mean "a.study.cjs"?',
    );
  });

  it.each(["ts", "mts", "js", "mjs"])(
    "loads a .%s file in a folder without node_modules",
    async (type) => {
      const types = type.endsWith("ts") ? "interface S { fake: true }\n" : "";
      const file = await load(
        `a.study.${type}`,
        `${types}import { openStore } from "w2s";\nexport default { fake: true, openStore };\n`,
      );
      expect(file).toMatchObject({ name: "a", label: `a.study.${type}`, folder: cwd });
      expect((file.study as unknown as { openStore: unknown }).openStore).toBe(openStore);
    },
  );

  it("loads JSON, with a byte order mark too", async () => {
    expect((await load("b.json", '\uFEFF{ "fake": true }')).study).toEqual({ fake: true });
  });

  it("awaits a study made asynchronously, and follows imports of its own folder", async () => {
    await writeFile(join(cwd, "part.ts"), "export const fake: boolean = true;\n");
    const file = await load(
      "c.ts",
      'import { fake } from "./part";\nexport default Promise.resolve({ fake });\n',
    );
    expect(file.study).toEqual({ fake: true });
  });

  it("says what is wrong with a file that is no study, in one line", async () => {
    await mkdir(join(cwd, "folder.ts"));
    await expect(loadStudy("none.ts", cwd, fakeLab)).rejects.toThrow(
      "none.ts: no such study file; w2s init writes a first one",
    );
    await expect(loadStudy("folder.ts", cwd, fakeLab)).rejects.toThrow(
      "folder.ts: must be a study file, got a folder",
    );
    await writeFile(join(cwd, "wide.study.ts"), Buffer.from("\ufeffexport default 1", "utf16le"));
    await expect(loadStudy("wide.study.ts", cwd, fakeLab)).rejects.toThrow(
      'wide.study.ts: must be UTF-8, got UTF-16, which PowerShell writes by ">"; save it as UTF-8',
    );
    await expect(load("notes.txt", "x")).rejects.toThrow(
      'notes.txt: a study file must end in .ts, .mts, .js, .mjs or .json, got ".txt"',
    );
    await expect(load("d.ts", "export const a = 1;\n")).rejects.toThrow(
      "d.ts: must export a study, got no default export; write export default study({ ... })",
    );
    await expect(load("e.ts", "export default 3;\n")).rejects.toThrow(
      "e.ts: must export a study, got a number",
    );
    await expect(load("empty.ts", "")).rejects.toThrow(
      "empty.ts: must export a study, got no default export",
    );
  });

  it("runs nothing that is not accepted, and the very bytes that were", async () => {
    const ran = join(cwd, "ran");
    const study = (mark: string) =>
      'import { writeFileSync } from "node:fs";\n' +
      `writeFileSync(${JSON.stringify(ran)}, "${mark}");\n` +
      "export default { fake: true };\n";
    for (const type of ["ts", "js", "mjs"]) {
      const file = join(cwd, `o.${type}`);
      await writeFile(file, study("first"));
      const refuse = () => {
        throw new Error("no");
      };
      await expect(loadStudy(file, cwd, fakeLab, refuse)).rejects.toThrow("no");
      expect(existsSync(ran)).toBe(false);
      await loadStudy(file, cwd, fakeLab, () => writeFileSync(file, study("second")));
      expect(readFileSync(ran, "utf8")).toBe("first");
      await rm(ran);
    }
  });

  it("gives the hashes of the file and of its own imports, before it runs", async () => {
    await mkdir(join(cwd, "lib"));
    await writeFile(join(cwd, "lib", "index.ts"), 'export { b } from "../b.js";\n');
    await writeFile(
      join(cwd, "b.ts"),
      'import "./r.mjs"; export const b = require("./c.json").b;\n',
    );
    await writeFile(join(cwd, "c.json"), '{ "b": true }');
    await writeFile(join(cwd, "r.mjs"), 'import * as r from "./r.mjs"; import zlib from "zlib";\n');
    const study = 'import { b } from "./lib";\nexport default { fake: b };\n';
    const { said } = await load("r.ts", study);
    expect(said.sha256).toBe(sha256(study));
    expect(said.imports.map(({ path }) => path)).toEqual([
      "b.ts",
      "c.json",
      "lib/index.ts",
      "r.mjs",
    ]);
    expect(said.imports[1]!.sha256).toBe(sha256('{ "b": true }'));
    expect((await load("s.json", '{ "fake": true }')).said.imports).toEqual([]);
  });

  it("names the file and line of a throw, in an imported file too", async () => {
    await expect(
      load("f.ts", 'type A = string;\n\nthrow new Error("no such\\ncolumn");\n'),
    ).rejects.toThrow("f.ts:3: no such column");
    await writeFile(
      join(cwd, "part.ts"),
      'export function f(): never {\n  throw new TypeError("bad");\n}\n',
    );
    await expect(
      load("g.ts", 'import { f } from "./part";\nexport default f();\n'),
    ).rejects.toThrow("part.ts:2: bad");
    await expect(load("h.mjs", 'throw "text";\n')).rejects.toThrow(
      "h.mjs: threw text, which is no Error",
    );
    await expect(load("i.ts", 'import "left-pad-nope";\n')).rejects.toThrow(
      "i.ts:1: Cannot find module 'left-pad-nope'",
    );
  });

  it("names the line of what is exported, wherever the last statement ends", async () => {
    for (const above of ['import "w2s";\n', "const a = 1;\n\n", "// nothing\n\n\n", ""]) {
      const line = above.split("\n").length;
      await expect(load("exported.ts", `${above}export default studdy({});\n`)).rejects.toThrow(
        `exported.ts:${line}: studdy is not defined`,
      );
      await expect(
        load("inside.ts", `${above}export default {\n  fake: true,\n  steps: three,\n};\n`),
      ).rejects.toThrow(`inside.ts:${line + 2}: three is not defined`);
    }
  });

  it("lets no control character of a file reach the terminal", async () => {
    const heard = await load("esc.json", '{ "\u001b[2Jx": 1, "fake": 3 }').catch((error) => error);
    expect(errorLine(heard, cwd)).not.toMatch(/\p{Cc}/u);
    expect(errorLine(new InputError('"\u001b[2Jx" is unknown'), cwd)).toBe('" [2Jx" is unknown');
  });

  it("names line and column of a mistake in TypeScript and JSON", async () => {
    await expect(load("j.ts", "export default {\n  a: 1,,\n};\n")).rejects.toThrow(
      /^j\.ts:2:\d+: /,
    );
    await expect(load("k.json", '{\n  "fake": true,\n  "steps" 3\n}\n')).rejects.toThrow(
      "k.json:3:11: must be JSON, colon expected",
    );
    await expect(load("l.json", '{ "fake": true')).rejects.toThrow(
      "l.json:1:15: must be JSON, close brace expected",
    );
    await expect(load("m.json", "")).rejects.toThrow("m.json:1:1: must be JSON, value expected");
    await expect(load("n.json", "{}")).rejects.toThrow('n.json: "fake" must be true');
  });
});
