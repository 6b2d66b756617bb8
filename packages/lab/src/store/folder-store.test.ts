import { chmod, mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray } from "@w2s/grad";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { stepFolder } from "./entries.js";
import { openStore } from "./folder-store.js";
import { type StepIdentity, stepName } from "./step-name.js";
import { writeDurably } from "./write-step.js";

let dir: string;
beforeEach(() => {
  dir = join(scratchFolder("store"), "store");
});

const step: StepIdentity = { kind: "fit", version: 1, params: { seed: 3 }, inputs: {} };
const name = stepName(step);
const weights = ndarray(new Float32Array([1, 2, 3, 4, 5, 6]), [2, 3]);
const result = { facts: { epochs: 7, note: "é" }, arrays: { weights } };
const other: StepIdentity = { ...step, params: { seed: 4 } };

describe("Store", () => {
  it("gives back what was written, arrays of every dtype included", async () => {
    const store = await openStore(dir);
    const arrays = {
      weights,
      ids: ndarray(new BigInt64Array([-1n, 2n ** 60n]), [2]),
      counts: ndarray(new Int32Array([7]), []),
      exact: ndarray(new Float64Array([0.1, Number.NaN]), [1, 2]),
      mask: ndarray(new Uint8Array([1, 0, 1]), [3]),
    };
    expect(await store.has(name)).toBe(false);
    expect(await store.read(name)).toBeUndefined();
    expect(await store.write(step, { facts: [1, null, "x"], arrays })).toBe(name);
    expect(await store.has(name)).toBe(true);
    expect(await store.read(name)).toEqual({ facts: [1, null, "x"], arrays });
  });

  it("takes no step for damaged that appears while it is looked for", async () => {
    const damage: string[] = [];
    const asking = await openStore(dir, { onDamage: (line) => damage.push(line) });
    const writing = await openStore(dir, { durable: false });
    for (let seed = 0; seed < 60; seed++) {
      const one = { ...step, params: { seed } };
      let isWritten = false;
      const asked = Array.from({ length: 8 }, async () => {
        while (!isWritten) await asking.has(stepName(one));
      });
      await writing.write(one, result);
      isWritten = true;
      await Promise.all(asked);
      expect(await asking.has(stepName(one))).toBe(true);
    }
    expect(damage).toEqual([]);
  });

  it("hands files on piece by piece, so that one may be larger than any array", async () => {
    let most = 0;
    const store = await openStore(dir, {
      async writeFile(path, pieces) {
        const seen = [...pieces];
        most = Math.max(most, seen.length);
        await writeDurably(path, seen);
      },
    });
    const arrays = { weights, other: weights };
    await store.write(step, { facts: 1, arrays });
    expect(most).toBe(3); // The header and two arrays.
    expect(await store.read(name)).toEqual({ facts: 1, arrays });
  });

  it("writes the same bytes for the same result, timing.json aside", async () => {
    const bytesOf = async (place: string) => {
      await (await openStore(place)).write(step, result, Math.random());
      const files = ["step.json", "facts.json", "arrays.safetensors"];
      return Promise.all(files.map((file) => readFile(join(stepFolder(place, name), file), "hex")));
    };
    expect(await bytesOf(join(dir, "a"))).toEqual(await bytesOf(join(dir, "b")));
  });

  it("makes no folder before the first write", async () => {
    const store = await openStore(dir);
    expect([await store.has(name), await store.list(), await store.size()]).toEqual([
      false,
      [],
      { steps: 0, bytes: 0 },
    ]);
    await expect(readdir(dir)).rejects.toThrow("ENOENT");
  });

  it("leaves no temporary file, and no arrays file where there are no arrays", async () => {
    const store = await openStore(dir);
    await store.write(step, { facts: 1, arrays: {} });
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
    expect((await readdir(stepFolder(dir, name))).sort()).toEqual([
      "facts.json",
      "step.json",
      "timing.json",
    ]);
  });

  it("lists steps with kind, size, last use and duration", async () => {
    const store = await openStore(dir);
    await store.write(step, result, 1234);
    await store.write({ ...other, kind: "features" }, { facts: 1, arrays: {} }, 5);
    const old = new Date("2020-01-01");
    await utimes(join(stepFolder(dir, name), "step.json"), old, old);
    const listed = await store.list();
    expect(new Set(listed.map(({ kind }) => kind))).toEqual(new Set(["fit", "features"]));
    const fit = listed.find(({ kind }) => kind === "fit")!;
    expect(fit).toMatchObject({ name, durationMs: 1234, usedAt: old });
    expect(await store.size()).toEqual({ steps: 2, bytes: listed[0]!.bytes + listed[1]!.bytes });
    await store.read(name);
    const used = (await store.list()).find(({ kind }) => kind === "fit")!.usedAt;
    expect(used.getTime()).toBeGreaterThan(old.getTime());
  });

  it("removes a step whole, and does not mind one that is not there", async () => {
    const store = await openStore(dir);
    await store.write(step, result);
    await store.remove(name);
    await store.remove(name);
    expect(await store.has(name)).toBe(false);
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });

  it("refuses facts that JSON cannot hold and leaves nothing behind", async () => {
    const store = await openStore(dir);
    const refused = store.write(step, { facts: { loss: Number.NaN }, arrays: {} });
    await expect(refused).rejects.toThrow(
      "internal: canonical JSON: value.loss must be a finite number, got NaN",
    );
    expect(await store.list()).toEqual([]);
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });
});

describe("a step on its way from one store to another", () => {
  const both = async () =>
    [await openStore(join(dir, "a")), await openStore(join(dir, "b"))] as const;

  it("arrives byte for byte, its timing too", async () => {
    const [from, to] = await both();
    await from.write(step, result, 77);
    await to.receive((await from.open(name))!);
    expect(await to.read(name)).toEqual(result);
    for (const file of await readdir(stepFolder(from.dir, name))) {
      expect(await readFile(join(stepFolder(to.dir, name), file), "hex")).toBe(
        await readFile(join(stepFolder(from.dir, name), file), "hex"),
      );
    }
    expect(await from.open(stepName(other))).toBeUndefined();
  });

  it("does not arrive when a bit of it is wrong, or a file is missing", async () => {
    const [from, to] = await both();
    await from.write(step, result);
    const arrays = join(stepFolder(from.dir, name), "arrays.safetensors");
    await flip(arrays);
    await expect(to.receive((await from.open(name))!)).rejects.toThrow(
      "arrays.safetensors does not match its SHA-256",
    );
    expect(await to.names()).toEqual([]);
    expect(await readdir(join(to.dir, "tmp"))).toEqual([]);
    await rm(arrays);
    await expect(from.open(name)).rejects.toThrow("arrays.safetensors is missing");
  });

  it("is written without waiting for the disk where it can be had again", async () => {
    const store = await openStore(dir, { durable: false });
    await store.write(step, result);
    expect(await store.read(name)).toEqual(result);
  });
});

describe("a damaged step", () => {
  const damages: [string, string, (folder: string) => Promise<void>][] = [
    [
      "truncated arrays",
      "arrays.safetensors must be",
      (folder) => truncate(join(folder, "arrays.safetensors"), 40),
    ],
    [
      "a flipped bit",
      "arrays.safetensors does not match its SHA-256",
      (folder) => flip(join(folder, "arrays.safetensors")),
    ],
    [
      "edited facts",
      "facts.json does not match its SHA-256",
      (folder) => replace(join(folder, "facts.json"), "7", "8"),
    ],
    ["missing facts", "facts.json is missing", (folder) => rm(join(folder, "facts.json"))],
    ["missing step.json", "step.json is missing", (folder) => rm(join(folder, "step.json"))],
    [
      "an empty step.json",
      "step.json is malformed",
      (folder) => writeFile(join(folder, "step.json"), ""),
    ],
    [
      "another step's step.json",
      "step.json describes another step",
      (folder) => replace(join(folder, "step.json"), '"seed": 3', '"seed": 4'),
    ],
  ];

  it.each(damages)(
    "with %s is reported in one line, set aside and written anew",
    async (_, reason, harm) => {
      const heard: string[] = [];
      const store = await openStore(dir, { onDamage: (message) => heard.push(message) });
      await store.write(step, result);
      await harm(stepFolder(dir, name));
      expect(await store.read(name)).toBeUndefined();
      expect(heard).toHaveLength(1);
      expect(heard[0]).toContain(`store ${dir}: step ${name.slice(0, 12)} is damaged, ${reason}`);
      expect(heard[0]).not.toContain("\n");
      expect(await readdir(join(dir, "damaged"))).toHaveLength(1);
      await store.write(step, result);
      expect(await store.read(name)).toEqual(result);
    },
  );

  it("is found when it is looked up, if its size is wrong", async () => {
    const store = await openStore(dir);
    await store.write(step, result);
    await truncate(join(stepFolder(dir, name), "arrays.safetensors"), 40);
    expect(await store.has(name)).toBe(false);
  });

  it("is found by verify, which leaves sound steps alone", async () => {
    const store = await openStore(dir);
    await store.write(step, result);
    await store.write(other, result);
    await flip(join(stepFolder(dir, name), "arrays.safetensors"));
    const reason = "arrays.safetensors does not match its SHA-256";
    expect(await store.verify()).toEqual({ checked: 2, damaged: [{ name, reason }] });
    expect(await store.verify()).toEqual({ checked: 1, damaged: [] });
  });

  it("is replaced by a sound one when a write meets it in its place", async () => {
    const store = await openStore(dir);
    await store.write(step, result);
    await flip(join(stepFolder(dir, name), "arrays.safetensors"));
    await store.write(step, result);
    expect(await store.read(name)).toEqual(result);
  });

  it("is not trusted but stays where it is when the store is only read", async () => {
    await (await openStore(dir)).write(step, result);
    await flip(join(stepFolder(dir, name), "arrays.safetensors"));
    const store = await openStore(dir, { readOnly: true });
    expect(await store.read(name)).toBeUndefined();
    expect(await readdir(dir)).not.toContain("damaged");
  });
});

describe("a store that cannot be written", () => {
  it("says that the disk is full, what to do, and leaves nothing", async () => {
    const store = await openStore(dir, { writeFile: fullAfter(1) });
    await expect(store.write(step, result)).rejects.toThrow(
      `store ${dir}: the disk is full; nothing half-written was left; free some space (w2s ` +
        "cache prune helps), or name another store with --store DIR or W2S_STORE",
    );
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
    expect(await (await openStore(dir)).list()).toEqual([]);
  });

  it("says that the disk is read-only, and still reads", async () => {
    await (await openStore(dir)).write(step, result);
    const failing = await openStore(dir, { writeFile: () => Promise.reject(systemError("EROFS")) });
    await expect(failing.write(other, result)).rejects.toThrow(
      "lies on a read-only disk; make it writable",
    );
    expect(await failing.read(name)).toEqual(result);
  });

  it("is no folder named s3:", async () => {
    await expect(openStore("s3://bucket/prefix")).rejects.toThrow(
      "store s3://bucket/prefix: is a bucket, not a folder",
    );
  });

  it("is refused at the door when a file lies in its place, or on the way", async () => {
    await mkdir(join(dir, ".."), { recursive: true });
    await writeFile(dir, "");
    const message = `store ${dir}: must be a folder, got a file; move it away`;
    await expect(openStore(dir)).rejects.toThrow(message);
    await expect(openStore(join(dir, "deeper"))).rejects.toThrow("must be a folder, got a file");
  });

  it("says so before the work when asked", async () => {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, "tmp"), "");
    const store = await openStore(dir);
    await expect(store.assertWritable()).rejects.toThrow(
      "a file lies where one of its folders must be",
    );
  });

  it("refuses to write when it was opened only to be read", async () => {
    const store = await openStore(dir, { readOnly: true });
    await expect(store.write(step, result)).rejects.toThrow(
      `store ${dir}: was opened only to be read`,
    );
  });
});

describe("two writers of one store", () => {
  it("may write the same steps at once: each ends up there once, whole", async () => {
    const stores = await Promise.all([1, 2, 3].map(() => openStore(dir)));
    const steps = Array.from({ length: 20 }, (_, seed) => ({ ...step, params: { seed } }));
    await Promise.all(stores.flatMap((store) => steps.map((each) => store.write(each, result))));
    expect(await stores[0]!.verify()).toEqual({ checked: 20, damaged: [] });
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });

  it("gets by when its temporary folder was swept away under it", async () => {
    let swept = false;
    const sweepOnce = async (path: string, pieces: Iterable<Uint8Array>) => {
      if (!swept) await rm(join(dir, "tmp"), { recursive: true });
      swept = true;
      await writeDurably(path, pieces);
    };
    const store = await openStore(dir, { writeFile: sweepOnce });
    await store.write(step, result);
    expect(await store.read(name)).toEqual(result);
  });
});

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await chmod(path, 0o644);
  await writeFile(path, bytes);
}

async function replace(path: string, from: string, to: string): Promise<void> {
  await writeFile(path, (await readFile(path, "utf8")).replace(from, to));
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A disk with room for a few files. */
function fullAfter(files: number) {
  let left = files;
  return async (path: string, pieces: Iterable<Uint8Array>) => {
    const [first] = pieces;
    await writeDurably(path, left > 0 ? [first!] : [first!.subarray(0, 10)]);
    if (left-- <= 0) throw systemError("ENOSPC");
  };
}
