import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { scratchFolder } from "../../../test/scratch.js";
import { check, checkJson, readJson } from "./json.js";

const schema = z.object({
  layers: z.int().positive(),
  parts: z.array(z.object({ name: z.string() })),
});
const folder = scratchFolder("json");

describe("check", () => {
  it("gives back what fits", () => {
    expect(check("a.json", { layers: 2, parts: [] }, schema)).toEqual({ layers: 2, parts: [] });
  });

  it("names the place, what must be there and what was found", () => {
    expect(() => check("a.json", { layers: "2", parts: [] }, schema)).toThrow(
      /^a.json: "layers" must be a number, got "2"$/,
    );
    expect(() => check("a.json", { layers: 2, parts: [{ name: "x" }, {}] }, schema)).toThrow(
      /^a.json: "parts.1.name" must be given$/,
    );
    expect(() => check("a.json", null, schema)).toThrow(/^a.json: must be an object, got null$/);
  });

  it("keeps its one line short when what was found is long", () => {
    const long = { layers: "x".repeat(500), parts: [] };
    expect(() => check("a.json", long, schema)).toThrow(
      /^a.json: "layers" must be a number, got "x{40}\.\.\."$/,
    );
  });
});

describe("checkJson", () => {
  it("knows the pointer that Git LFS leaves in a file's place", () => {
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n";
    expect(() => checkJson("tokenizer.json", pointer, schema)).toThrow(
      "tokenizer.json: is the pointer of Git LFS, not the file; fetch it with git lfs pull",
    );
  });

  it("refuses text that is not JSON, and an empty file", () => {
    expect(() => checkJson("a.json", "<html>", schema)).toThrow(
      'a.json: expected JSON, got text that begins "<html>"',
    );
    // Python writes NaN; what the parser met is said where the beginning does not show it.
    expect(() =>
      checkJson("a.json", `{"layers": ["a", "b", "c"],\n "parts": NaN}`, schema),
    ).toThrow(
      /^a\.json: expected JSON, got text that begins .* \(Unexpected token .*\); JSON has no NaN: write a /,
    );
    expect(() => checkJson("a.json", " \n", schema)).toThrow(
      "a.json: expected JSON, got an empty file",
    );
  });
});

describe("readJson", () => {
  it("refuses a missing file and a folder", () => {
    expect(() => readJson(join(folder, "no.json"), schema)).toThrow(
      "no.json: cannot be read: no such file",
    );
    expect(() => readJson(folder, schema)).toThrow(`${folder}: cannot be read: it is a folder`);
  });

  it("reads UTF-8 with or without a byte order mark", () => {
    const path = join(folder, "bom.json");
    writeFileSync(path, '\ufeff{"layers":1,"parts":[]}');
    expect(readJson(path, schema)).toEqual({ layers: 1, parts: [] });
  });
});
