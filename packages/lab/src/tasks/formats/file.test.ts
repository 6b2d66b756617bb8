import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { fileChunks, findFile, wholeFile } from "./file.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("file");
});

describe("fileChunks", () => {
  it("stops unpacking at a limit, by the file's name", async () => {
    writeFileSync(join(folder, "bomb.csv.gz"), gzipSync(Buffer.alloc(2 ** 24)));
    const file = await findFile("bomb.csv.gz", folder);
    const all = async (limit: number) => {
      let total = 0;
      for await (const chunk of fileChunks(file, createHash("sha256"), limit))
        total += chunk.length;
      return total;
    };
    expect(await all(2 ** 24)).toBe(2 ** 24);
    await expect(all(2 ** 24 - 1)).rejects.toThrow(
      "bomb.csv.gz: unpacks to more than 16777215 bytes; unpack it and give a part of it",
    );
  });
});

describe("wholeFile", () => {
  it("stops at a limit, by the file's name", async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(10);
    }
    await expect(wholeFile(endless(), "x.json", 99, "write it as JSON lines")).rejects.toThrow(
      "x.json: has more than 99 bytes; write it as JSON lines",
    );
  });
});
