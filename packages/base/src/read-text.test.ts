import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { readText } from "./read-text.js";

const folder = scratchFolder("read-text");
const at = (name: string) => join(folder, name);

describe("readText", () => {
  it("gives a file's text, without a byte order mark", () => {
    writeFileSync(at("marked"), "\ufeffna\u00efve \u{1f600}\n");
    expect(readText(at("marked"))).toBe("na\u00efve \u{1f600}\n");
  });

  it("refuses bytes that are not UTF-8", () => {
    writeFileSync(at("latin"), Buffer.from("na\u00efve", "latin1"));
    writeFileSync(at("wide"), Buffer.from("\ufeffnaive", "utf16le"));
    for (const name of ["latin", "wide"])
      expect(() => readText(at(name))).toThrow(`${at(name)}: must be UTF-8, got other bytes`);
  });

  it("says of a link that leads nowhere that it is one", () => {
    symlinkSync(at("gone"), at("link"));
    symlinkSync(at("round"), at("round"));
    expect(() => readText(at("link"))).toThrow(
      `${at("link")}: cannot be read: a link to a file that is not there; copy or download it`,
    );
    expect(() => readText(at("round"))).toThrow("cannot be read: a link that leads back to itself");
    expect(() => readText(at("gone"))).toThrow(`${at("gone")}: cannot be read: no such file`);
  });
});
