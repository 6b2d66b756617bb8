import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { publish, writeFolder } from "./write-folder.js";

let root: string;
let folder: string;
beforeEach(() => {
  root = scratchFolder("folder");
  folder = join(root, "model");
});

const write = (text: string) => (draft: string) => writeFile(join(draft, "config.json"), text);
const content = () => readFileSync(join(folder, "config.json"), "utf8");

/** Files by path below the folder. */
async function fill(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

describe("writeFolder", () => {
  it("writes the files and a manifest of them all, and replaces what it wrote", async () => {
    await writeFolder(folder, false, write("old"));
    expect(JSON.parse(readFileSync(join(folder, "w2s-files.json"), "utf8"))).toEqual({
      format: 1,
      files: ["config.json", "w2s-files.json"],
    });
    await writeFolder(folder, true, write("new"));
    expect([content(), readdirSync(root)]).toEqual(["new", ["model"]]);
  });

  it("knows its own files in folders within, and no others there", async () => {
    const nested = async (draft: string) => {
      mkdirSync(join(draft, "deep", "er"), { recursive: true });
      await writeFile(join(draft, "deep", "er", "config.json"), "{}");
    };
    await writeFolder(folder, false, nested);
    await writeFolder(folder, true, nested);
    await writeFile(join(folder, "deep", "mine.txt"), "");
    await expect(writeFolder(folder, true, nested)).rejects.toThrow(
      '"deep/mine.txt" is not of its making',
    );
  });

  it.skipIf(process.platform === "win32")("writes where a link leads, and keeps it", async () => {
    mkdirSync(join(root, "disk"));
    symlinkSync(join(root, "disk"), folder);
    await writeFolder(folder, false, write("old"));
    await writeFolder(folder, true, write("new"));
    expect(lstatSync(folder).isSymbolicLink()).toBe(true);
    expect([content(), readdirSync(root).sort()]).toEqual(["new", ["disk", "model"]]);
  });

  it("says in a line why there can be no folder, by the folder", async () => {
    await writeFile(join(root, "file"), "");
    const below = join(root, "file", "model");
    await expect(writeFolder(below, false, write("new"))).rejects.toThrow(
      `${below}: a file lies where a folder above it must be; name another folder`,
    );
    const long = join(root, "x".repeat(300));
    await expect(writeFolder(long, false, write("new"))).rejects.toThrow(
      `${long}: it is a longer name than the disk can hold; name another folder`,
    );
    expect(readdirSync(root)).toEqual(["file"]);
  });

  it.skipIf(process.platform !== "linux")("says where the system lets none be made", async () => {
    await expect(writeFolder("/proc/w2s", false, write("new"))).rejects.toThrow(
      "/proc/w2s: no folder can be made there; name another folder",
    );
    await expect(writeFolder("/dev/null/w2s", true, write("new"))).rejects.toThrow(
      "/dev/null/w2s: a file lies where a folder above it must be; name another folder",
    );
  });

  it("sweeps the drafts that a killed process left, and no others", async () => {
    const host = hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-");
    const dead = 2 ** 22 + 1; // Above the largest process id that Linux gives.
    const names = [
      `.model.draft-${host}~${dead}~01234567`,
      `.model.draft-${host}~${process.pid}~01234567`,
      `.model.draft-elsewhere~${dead}~01234567`,
      ".model.draft-mine",
    ];
    for (const name of names) mkdirSync(join(root, name, "deep"), { recursive: true });
    await writeFolder(folder, false, write("new"));
    expect(readdirSync(root).sort()).toEqual(["model", ...names.slice(1)].sort());
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "a project",
      { "package.json": "{}", ".git/HEAD": "ref: refs/heads/main" },
      "this one has no w2s-files.json",
    ],
    [
      "a model of another's, with a README.md and a config.json",
      { "config.json": "{}", "README.md": "# BERT\n", "model.safetensors": "" },
      "this one has no w2s-files.json",
    ],
    [
      "what it wrote, with a file that the user put there",
      { "w2s-files.json": '{"format":1,"files":["w2s-files.json"]}', "notes.txt": "mine" },
      '"notes.txt" is not of its making',
    ],
    [
      "a folder under the name of a file that it wrote",
      { "w2s-files.json": '{"format":1,"files":["a","w2s-files.json"]}', "a/b": "mine" },
      '"a/b" is not of its making',
    ],
    [
      "a manifest that is none",
      { "w2s-files.json": "null", "notes.txt": "mine" },
      "this one has no w2s-files.json",
    ],
    [
      "a student of an earlier version, with a file that the user put there",
      { "README.md": "# A student trained by w2s\n", "config.json": "{}", "eval.py": "mine" },
      '"eval.py" is not of its making',
    ],
  ])("refuses to replace %s, and leaves it as it is", async (_, files, reason) => {
    await fill(files);
    await expect(writeFolder(folder, true, write("new"))).rejects.toThrow(
      `${folder}: only a folder that w2s wrote is replaced, and ${reason}; name another folder, ` +
        "or remove this one",
    );
    for (const [path, text] of Object.entries(files)) {
      expect(readFileSync(join(folder, path), "utf8")).toBe(text);
    }
    expect(readdirSync(root)).toEqual(["model"]);
  });

  it("replaces a trained student that an earlier version wrote without a manifest", async () => {
    await fill({
      "README.md": "# A student trained by w2s\n\n- One.\n",
      "config.json": "old",
      "model.safetensors": "",
      "modeling_w2s.py": "",
      "tokenizer.json": "{}",
      "tokenizer_config.json": "{}",
      "special_tokens_map.json": "{}",
    });
    await writeFolder(folder, true, write("new"));
    expect(readdirSync(folder).sort()).toEqual(["config.json", "w2s-files.json"]);
  });
});

describe("publish", () => {
  it("gives the old folder its name back when the new one cannot have it", async () => {
    await fill({ "config.json": "old" });
    const draft = join(root, "draft");
    mkdirSync(draft);
    const failing: typeof rename = async (from, to) => {
      if (from === draft) throw Object.assign(new Error("no"), { code: "EIO" });
      await rename(from, to);
    };
    await expect(publish(draft, folder, failing)).rejects.toThrow("no");
    expect([content(), existsSync(draft)]).toEqual(["old", true]);
    expect(readdirSync(root).sort()).toEqual(["draft", "model"]);
  });
});
