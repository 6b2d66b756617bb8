import { cp, mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ndarray } from "@w2s/grad";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { openStore } from "./folder-store.js";
import { markerFile, markerText } from "./marker.js";
import { stepName } from "./step-name.js";

/** A store that the code of commit 95edfbc wrote, before stores had a marker. */
const earlier = fileURLToPath(new URL("fixtures/store", import.meta.url));
const features = {
  kind: "features",
  version: 1,
  params: { model: "tiny", layer: 1, pooling: "mean" },
  inputs: {},
};
const featuresName = "d462237a5429b194c9469a50b4798e3bb996c8775d5582dc238c3e8479bf475d";
const score = {
  kind: "score",
  version: 3,
  params: { seed: 0 },
  inputs: { features: featuresName },
};
const scoreName = "267850fbe1b3a139372c493a3f07606f61311213e15ba42696894ce766d5b21c";

let dir: string;
beforeEach(() => {
  dir = scratchFolder("marker");
});

const longAgo = new Date("2020-01-01");

/** Makes a file, the folders above it too, all of them years old. */
async function oldFile(...parts: string[]): Promise<string> {
  const path = join(dir, ...parts);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "mine");
  for (let place = path; place !== dir; place = dirname(place)) {
    await utimes(place, longAgo, longAgo);
  }
  return path;
}

describe("openStore on a folder of other things", () => {
  it("refuses it, and removes nothing, however old and wherever it lies", async () => {
    const files = [
      await oldFile("tmp", "thesis", "draft.tex"),
      await oldFile("scratch", "data", "big.bin"),
      await oldFile("package.json"),
    ];
    const message =
      `store ${dir}: must be a store or an empty folder, got a folder with package.json, ` +
      "scratch, tmp in it; nothing was touched; name an empty one, or name another store with " +
      "--store DIR or W2S_STORE";
    for (const readOnly of [false, true]) {
      await expect(openStore(dir, { readOnly })).rejects.toThrow(message);
    }
    for (const file of files) expect(await readFile(file, "utf8")).toBe("mine");
  });

  it("refuses one whose folders have a store's names and other things in them", async () => {
    const file = await oldFile("tmp", "draft.tex");
    await expect(openStore(dir)).rejects.toThrow("got a folder with tmp in it");
    await oldFile("steps", "ab", "readme.md");
    await expect(openStore(dir)).rejects.toThrow("got a folder with steps, tmp in it");
    expect(await readFile(file, "utf8")).toBe("mine");
  });
});

describe("openStore on a store of another version", () => {
  const end = "or name another store with --store DIR or W2S_STORE";

  it("refuses a later format in one line, and changes nothing", async () => {
    await writeFile(join(dir, markerFile), '{"format": 99}\n');
    for (const readOnly of [false, true]) {
      await expect(openStore(dir, { readOnly })).rejects.toThrow(
        `store ${dir}: must have format 1, got 99 of a later version of w2s; install that one, ` +
          end,
      );
    }
    expect(await readdir(dir)).toEqual([markerFile]);
  });

  it.each(["{", "[]", '{"format": "1"}', '{"format": 0}', "{}", ""])(
    "refuses a marker that says no format: %s",
    async (text) => {
      await writeFile(join(dir, markerFile), text);
      await expect(openStore(dir)).rejects.toThrow(
        `store ${dir}: ${markerFile} in it must say the store's format, got something else; put ` +
          "back the file as it was, or remove it where this version of w2s wrote the store, " +
          end,
      );
      expect(await readFile(join(dir, markerFile), "utf8")).toBe(text);
    },
  );

  it("waits for a marker that another process is about to write", async () => {
    await writeFile(join(dir, markerFile), "");
    const opened = openStore(dir);
    await writeFile(join(dir, markerFile), markerText);
    await expect(opened).resolves.toBeDefined();
  });

  it("is not there before its first write", async () => {
    const store = await openStore(dir);
    expect(await store.isThere()).toBe(false);
    await store.assertWritable();
    expect(await store.isThere()).toBe(true);
    expect(await readFile(join(dir, markerFile), "utf8")).toBe(markerText);
  });
});

describe("openStore on a store", () => {
  it("sweeps only names of our own form", async () => {
    await (await openStore(dir)).write(features, { facts: 1, arrays: {} });
    const kept = [
      await oldFile("tmp", "thesis", "draft.tex"),
      await oldFile("scratch", "data", "big.bin"),
    ];
    const swept = [
      await oldFile("tmp", "elsewhere~1~ab", "facts.json"),
      await oldFile("scratch", "ab".repeat(32), "training.safetensors"),
    ];
    await openStore(dir);
    for (const file of kept) expect(await readFile(file, "utf8")).toBe("mine");
    for (const file of swept) await expect(stat(file)).rejects.toThrow("ENOENT");
  });

  it("marks a new one with its first write, not before", async () => {
    const store = await openStore(dir);
    expect(await readdir(dir)).toEqual([]);
    await store.write(features, { facts: 1, arrays: {} });
    expect(JSON.parse(await readFile(join(dir, markerFile), "utf8")).format).toBe(1);
  });

  it("knows one of an earlier version by its steps, marks it, and finds them", async () => {
    await cp(earlier, dir, { recursive: true });
    await writeFile(join(dir, "notes.txt"), "mine");
    expect([stepName(features), stepName(score)]).toEqual([featuresName, scoreName]);
    const store = await openStore(dir);
    expect(await readdir(dir)).toContain(markerFile);
    expect(await store.read(featuresName)).toEqual({
      facts: { rows: 2, note: "é" },
      arrays: {
        features: ndarray(new Float32Array([1, 2, 3, 4, 5, 6]), [2, 3]),
        ids: ndarray(new BigInt64Array([-1n, 2n ** 60n]), [2]),
      },
    });
    expect(await store.read(scoreName)).toEqual({ facts: { accuracy: 0.75 }, arrays: {} });
    expect(await store.verify()).toEqual({ checked: 2, damaged: [] });
  });

  it("knows one of an earlier version that has no step yet", async () => {
    await oldFile("rates.json");
    await oldFile("scratch", "ab".repeat(32), "training.safetensors");
    await mkdir(join(dir, "tmp", "host~12~0a1b"), { recursive: true });
    await expect(openStore(dir)).resolves.toBeDefined();
  });

  it("takes a folder in which only claims lie, and marks it with the first write", async () => {
    await oldFile("claims", "owners", "host~12~0a1b");
    await oldFile("claims", "ab", "abcd.1");
    const store = await openStore(dir);
    expect(await store.isThere()).toBe(false);
    await store.write(features, { facts: 1, arrays: {} });
    expect(await (await openStore(dir)).has(featuresName)).toBe(true);
  });

  it("takes no folder for its claims in which other things lie", async () => {
    await oldFile("claims", "insurance.pdf");
    await expect(openStore(dir)).rejects.toThrow("got a folder with claims in it");
  });

  it("writes the bytes that an earlier version wrote", async () => {
    const read = await (await openStore(earlier, { readOnly: true })).read(featuresName);
    await (await openStore(dir)).write(features, read!);
    for (const file of ["step.json", "facts.json", "arrays.safetensors"]) {
      const place = join("steps", "d4", featuresName, file);
      expect(await readFile(join(dir, place), "hex")).toBe(
        await readFile(join(earlier, place), "hex"),
      );
    }
  });
});
