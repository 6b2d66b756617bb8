import { readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { ndarray } from "@w2s/grad";
import { openStore, type Store, type StoreOptions } from "@w2s/lab";
import { type StepIdentity, stepName } from "@w2s/lab/engine";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type Bucket,
  credentials,
  hasBucket,
  installed,
  startBucket,
} from "../../../test/bucket-server.js";
import { faultyServer } from "../../../test/faulty-server.js";
import { scratchFolder } from "../../../test/scratch.js";
import { type BucketStore, openBucketStore } from "./bucket-store.js";
import { Objects } from "./objects.js";

Object.assign(process.env, credentials);

const step: StepIdentity = { kind: "fit", version: 1, params: { seed: 3 }, inputs: {} };
const other: StepIdentity = { ...step, kind: "features", params: { seed: 4 } };
const [name, otherName] = [stepName(step), stepName(other)];
const weights = ndarray(new Float32Array([1, 2, 3, 4, 5, 6]), [2, 3]);
/** Facts that are too long to stand beside step.json. */
const result = { facts: { epochs: 7, note: "é".repeat(1000) }, arrays: { weights } };

/** A bucket of each kind of server that is installed; the first is what most is tried in. */
const servers = new Map<string, Bucket>();
let server: Bucket;
beforeAll(async () => {
  for (const kind of installed) {
    const started = await startBucket(kind);
    await started.bucket("steps");
    servers.set(kind.name, started);
    server ??= started;
  }
}, 120_000);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let places = 0;
const newPlace = () => `s3://steps/place${places++}`;

interface Given extends StoreOptions {
  readonly cache?: string;
  readonly size?: string;
  readonly endpoint?: string;
  readonly attempts?: number;
}

/** The bucket's store as a machine of its own sees it. */
function openIn(place: string, given: Given = {}): Promise<BucketStore> {
  const {
    cache = scratchFolder("cache"),
    size = "",
    endpoint = server.endpoint,
    ...options
  } = given;
  const env = {
    W2S_S3_ENDPOINT: endpoint,
    W2S_BUCKET_CACHE: cache,
    W2S_BUCKET_CACHE_SIZE: size,
  };
  return openBucketStore(place, { env, ...options });
}

/** An object as it lies in the bucket, to be looked at and spoilt past the store. */
const raw = (place: string, file = "") => {
  const [Bucket = "", ...prefix] = place.slice("s3://".length).split("/");
  const at = { Bucket, Key: [...prefix, file].join("/") };
  const region = "us-east-1";
  return { at, client: new S3Client({ endpoint: server.endpoint, region, forcePathStyle: true }) };
};
const bytesAt = async (place: string, file: string) => {
  const { at, client } = raw(place, file);
  return (await client.send(new GetObjectCommand(at))).Body!.transformToByteArray();
};
const put = (place: string, file: string, Body: string | Uint8Array) => {
  const { at, client } = raw(place, file);
  return client.send(new PutObjectCommand({ ...at, Body }));
};
const drop = (place: string, file: string) => {
  const { at, client } = raw(place, file);
  return client.send(new DeleteObjectCommand(at));
};
const hourMs = 3600 * 1000;
const fileOf = (file: string) => `steps/${name.slice(0, 2)}/${name}/${file}`;

const kinds = [
  {
    kind: "a folder",
    open: (place: string, options?: StoreOptions) => openStore(place, options),
    place: () => join(scratchFolder("store"), "store"),
  },
  ...installed.map(({ name }) => ({
    kind: `a bucket of ${name}`,
    open: (place: string, options?: StoreOptions) =>
      openIn(place, { ...options, endpoint: servers.get(name)!.endpoint }),
    place: newPlace,
  })),
];

describe.each(kinds)("a store in $kind", ({ open, place: newPlace }) => {
  it("gives back what was written, to another machine too", async () => {
    const place = newPlace();
    const store = await open(place);
    expect(await store.has(name)).toBe(false);
    expect(await store.read(name)).toBeUndefined();
    expect(await store.write(step, result, 1234)).toBe(name);
    await store.write(other, { facts: [1, null, "x"], arrays: {} });
    const elsewhere = await open(place);
    expect(await elsewhere.has(name)).toBe(true);
    expect(await elsewhere.read(name)).toEqual(result);
    expect(await elsewhere.read(otherName)).toEqual({ facts: [1, null, "x"], arrays: {} });
    expect(await elsewhere.read(name)).toEqual(result);
  });

  it("tells at a glance of many what it tells of each", async () => {
    const store = await open(newPlace());
    const steps = Array.from({ length: 150 }, (_, seed) => ({ ...step, params: { seed } }));
    await store.writeAll(steps.slice(0, 120).map((one) => ({ step: one, result, durationMs: 1 })));
    const glance = store.glance();
    const seen: boolean[] = [];
    for (const one of steps) seen.push(await glance.has(stepName(one)));
    expect(seen).toEqual(steps.map((_, i) => i < 120));
  });

  it("lists steps by name with kind, size and last use, and weighs them", async () => {
    const store = await open(newPlace());
    await store.writeAll([step, other].map((one) => ({ step: one, result, durationMs: 5 })));
    const listed = await store.list();
    expect(listed.map((entry) => entry.name)).toEqual([name, otherName].sort());
    expect(await store.names()).toEqual([name, otherName].sort());
    expect(listed.find((entry) => entry.name === name)!.kind).toBe("fit");
    for (const { usedAt } of listed)
      expect(Math.abs(Date.now() - usedAt.getTime())).toBeLessThan(60_000);
    expect(await store.size()).toEqual({ steps: 2, bytes: listed[0]!.bytes + listed[1]!.bytes });
  });

  it("removes a step whole, and does not mind one that is not there", async () => {
    const store = await open(newPlace());
    await store.write(step, result);
    await store.remove(name);
    await store.remove(name);
    expect(await store.has(name)).toBe(false);
    expect(await store.read(name)).toBeUndefined();
    expect(await store.names()).toEqual([]);
  });

  it("takes the same steps from several writers at once, each once and whole", async () => {
    const place = newPlace();
    const stores = await Promise.all([1, 2, 3].map(() => open(place)));
    const steps = Array.from({ length: 8 }, (_, seed) => ({ ...step, params: { seed } }));
    await Promise.all(stores.flatMap((store) => steps.map((each) => store.write(each, result))));
    expect(await stores[0]!.verify()).toEqual({ checked: 8, damaged: [] });
  });

  it("can be written, or says before the work that it cannot", async () => {
    const place = newPlace();
    await (await open(place)).assertWritable();
    const store = await open(place, { readOnly: true });
    await expect(store.assertWritable()).rejects.toThrow("was opened only to be read");
    await expect(store.write(step, result)).rejects.toThrow("was opened only to be read");
  });

  it("hands steps to a folder and takes them back, byte for byte", async () => {
    const [here, there] = [await open(newPlace()), await open(newPlace())];
    const folder = await openStore(join(scratchFolder("between"), "store"));
    await here.write(step, result, 77);
    await folder.receive((await here.open(name))!);
    await there.receive((await folder.open(name))!);
    expect(await folder.read(name)).toEqual(result);
    expect(await there.read(name)).toEqual(result);
    const bytes = async (store: Store) => {
      const parts: string[] = [];
      for (const file of (await store.open(name))!.files) {
        for await (const piece of file.read()) parts.push(file.name, Buffer.from(piece).toString());
      }
      return parts;
    };
    expect(await bytes(there)).toEqual(await bytes(here));
    expect(await bytes(folder)).toEqual(await bytes(here));
  });
});

describe.skipIf(!hasBucket)("a bucket", () => {
  it("holds a folder's files under a folder's names", async () => {
    const place = newPlace();
    const folder = await openStore(join(scratchFolder("same"), "store"));
    await folder.write(step, result);
    await (await openIn(place)).write(step, result);
    for (const file of ["step.json", "facts.json", "arrays.safetensors"]) {
      expect(Buffer.from(await bytesAt(place, fileOf(file)))).toEqual(
        await readFile(join(folder.dir, fileOf(file))),
      );
    }
    expect(Buffer.from(await bytesAt(place, "w2s-store.json")).toString()).toBe(
      await readFile(join(folder.dir, "w2s-store.json"), "utf8"),
    );
  });

  it("opens where another machine begins at the same moment", async () => {
    const place = newPlace();
    await (await openIn(place)).write(step, result);
    let asked = 0;
    const line = await faultyServer(server.endpoint, (method, path) => {
      const isMarker = method === "GET" && path.includes("w2s-store.json");
      return isMarker && asked++ === 0 ? { status: 404, code: "NoSuchKey" } : undefined;
    });
    const store = await openIn(place, { endpoint: line.endpoint });
    expect(asked).toBe(2);
    expect(await store.names()).toEqual([name]);
    await line.stop();
  });

  it.each([
    ['{"format": 99}', "must have format 1, got 99 of a later version of w2s; install that one"],
    ["{", "w2s-store.json in it must say the store's format, got something else; put back"],
  ])("is refused where its marker says %s", async (marker, says) => {
    const place = newPlace();
    await put(place, "w2s-store.json", marker);
    await expect(openIn(place, { readOnly: true })).rejects.toThrow(`store ${place}: ${says}`);
  });

  it("is not there before its first write", async () => {
    const store = await openIn(newPlace());
    expect(await store.isThere()).toBe(false);
    await store.assertWritable();
    expect(await store.isThere()).toBe(true);
  });

  it("does not take half a step for one, and writes it anew", async () => {
    const place = newPlace();
    await put(place, fileOf("facts.json"), "{ half");
    const store = await openIn(place).catch((error: Error) => error.message);
    expect(store).toContain(`store ${place}: must be a store or empty, got a place with steps/`);
    await put(place, "w2s-store.json", '{"format": 1}');
    const marked = await openIn(place);
    expect(await marked.has(name)).toBe(false);
    expect(await marked.read(name)).toBeUndefined();
    expect([await marked.names(), await marked.verify()]).toEqual([
      [],
      { checked: 0, damaged: [] },
    ]);
    await marked.write(step, result);
    expect(await (await openIn(place)).read(name)).toEqual(result);
  });

  it("finds half-written steps and uploads when they are a day old, and removes them", async () => {
    const place = newPlace();
    const store = await openIn(place);
    await store.write(other, result);
    await put(place, fileOf("facts.json"), "{ half");
    expect(await store.damaged()).toEqual({ names: [], bytes: 0 });
    const { at, client } = raw(place, fileOf("arrays.safetensors"));
    await client.send(new CreateMultipartUploadCommand(at));
    vi.useFakeTimers({ now: Date.now() + 2 * 24 * 3600 * 1000, toFake: ["Date"] });
    const found = await store.damaged();
    expect(found).toEqual({ names: [expect.any(String), expect.any(String)], bytes: 6 });
    await store.removeDamaged(found);
    expect(await store.damaged()).toEqual({ names: [], bytes: 0 });
    expect(await store.names()).toEqual([otherName]);
  });

  const harms: [string, string, (place: string) => Promise<unknown>][] = [
    ["a flipped bit", "arrays.safetensors does not match its SHA-256", flip],
    [
      "arrays that were cut short",
      "arrays.safetensors must be",
      async (place) => {
        const bytes = await bytesAt(place, fileOf("arrays.safetensors"));
        await put(place, fileOf("arrays.safetensors"), bytes.subarray(0, 40));
      },
    ],
    [
      "missing arrays",
      "arrays.safetensors is missing",
      (place) => drop(place, fileOf("arrays.safetensors")),
    ],
    ["missing facts", "facts.json is missing", (place) => drop(place, fileOf("facts.json"))],
    [
      "an empty step.json",
      "step.json is malformed",
      (place) => put(place, fileOf("step.json"), ""),
    ],
  ];

  it.each(harms)(
    "with %s says so, sets the step aside and takes a new one",
    async (_, says, harm) => {
      const place = newPlace();
      await (await openIn(place)).write(step, result);
      await harm(place);
      const heard: string[] = [];
      const store = await openIn(place, { onDamage: (message) => heard.push(message) });
      expect(await store.read(name)).toBeUndefined();
      expect(heard).toEqual([
        expect.stringContaining(`store ${place}: step ${name.slice(0, 12)} is damaged, ${says}`),
      ]);
      expect(await store.has(name)).toBe(false);
      expect((await store.damaged()).names).toHaveLength(1);
      await store.write(step, result);
      expect(await (await openIn(place)).read(name)).toEqual(result);
      await store.removeDamaged(await store.damaged());
      expect((await store.damaged()).names).toHaveLength(0);
    },
  );

  it("with a flipped bit is found by verify, which leaves sound steps alone", async () => {
    const place = newPlace();
    const store = await openIn(place);
    await store.write(step, result);
    await store.write(other, result);
    await flip(place);
    const reason = "arrays.safetensors does not match its SHA-256";
    expect(await store.verify()).toEqual({ checked: 2, damaged: [{ name, reason }] });
    expect(await store.verify()).toEqual({ checked: 1, damaged: [] });
  });

  it("is not asked again for what lies on this machine, unless that is damaged", async () => {
    const place = newPlace();
    const store = await openIn(place);
    await store.write(step, result);
    await put(place, fileOf("facts.json"), "not asked for");
    expect(await store.read(name)).toEqual(result);
    await put(
      place,
      fileOf("facts.json"),
      new Uint8Array(await readFile(join(store.dir, fileOf("facts.json")))),
    );
    await writeFile(join(store.dir, fileOf("facts.json")), "spoilt");
    expect(await store.read(name)).toEqual(result);
    await rm(store.dir, { recursive: true });
    expect(await store.read(name)).toEqual(result);
  });

  it("gives a small step in one request, also when it was marked as used", async () => {
    const place = newPlace();
    const small = { facts: { note: "é" }, arrays: {} };
    await (await openIn(place)).write(step, small);
    let asked: string[] = [];
    const line = await faultyServer(server.endpoint, (method, path) => {
      asked.push(`${method} ${path.split("/").at(-1)?.split("?")[0]}`);
      return undefined;
    });
    const cache = scratchFolder("cache");
    const store = await openIn(place, { endpoint: line.endpoint, cache });
    asked = [];
    expect(await store.read(name)).toEqual(small);
    expect(asked).toEqual(["GET step.json"]);
    await ageMark(store);
    expect(await store.read(name)).toEqual(small);
    expect(asked.slice(1)).toEqual(["HEAD step.json", "PUT step.json"]);
    const other = await openIn(place, { endpoint: line.endpoint });
    asked = [];
    expect(await other.read(name)).toEqual(small);
    expect(asked).toEqual(["GET step.json"]);
    const there = await openIn(newPlace());
    await there.receive((await (await openIn(place)).open(name))!);
    expect(await there.verify()).toEqual({ checked: 1, damaged: [] });
    await drop(place, fileOf("facts.json"));
    expect((await (await openIn(place)).verify()).damaged).toHaveLength(1);
    await line.stop();
  });

  it("takes weights in several parts and gives them back in one stream", async () => {
    const place = newPlace();
    const store = await openIn(place);
    const many = ndarray(
      new Float32Array(9_000_000).fill(0.5).map((v, i) => v + i),
      [9_000, 1_000],
    );
    await store.write(step, { facts: 1, arrays: { many } });
    const { at, client } = raw(place, fileOf("arrays.safetensors"));
    expect((await client.send(new HeadObjectCommand(at))).ETag).toMatch(/-3"$/); // Three parts.
    const back = await (await openIn(place)).read(name);
    expect(Buffer.from(back!.arrays.many!.data.buffer).equals(Buffer.from(many.data.buffer))).toBe(
      true,
    );
  });

  it("marks a step as used when its mark is old", async () => {
    const place = newPlace();
    const cache = scratchFolder("cache");
    const store = await openIn(place, { cache });
    await store.write(step, result);
    const written = async () => (await store.list())[0]!.usedAt.getTime();
    const first = await written();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await store.read(name);
    expect(await written()).toBe(first);
    await ageMark(store);
    await store.read(name);
    expect(await written()).toBeGreaterThan(first);
    expect((await store.verify()).damaged).toEqual([]);
  });

  it.each([
    { every: 0.5, most: 6.5, days: 2 },
    { every: 5, most: 10, days: 3 },
    { every: 12, most: 12, days: 10 },
    { every: 24, most: 24, days: 10 },
  ])("is told of use every $every h at least once in $most h", async ({ every, most, days }) => {
    const place = newPlace();
    const marks: number[] = [];
    const line = await faultyServer(server.endpoint, (method, path) => {
      if (method === "PUT" && path.includes("step.json")) marks.push(Date.now());
      return undefined;
    });
    const pass = passingTime();
    const store = await openIn(place, { endpoint: line.endpoint });
    await store.write(step, result);
    for (let hours = 0; hours < days * 24; hours += every) {
      pass(every);
      expect(await store.read(name)).toEqual(result);
    }
    const gaps = [...marks.slice(1), Date.now()].map((mark, i) => (mark - marks[i]!) / hourMs);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(most);
    expect(marks.length).toBeLessThanOrEqual(1 + days * 4);
    await line.stop();
  });

  it("goes by its own mark where a step was fetched, not by when it was", async () => {
    const place = newPlace();
    let marks = 0;
    const line = await faultyServer(server.endpoint, (method) => {
      if (method === "PUT") marks += 1;
      return undefined;
    });
    await (await openIn(place)).write(step, result);
    const pass = passingTime();
    const store = await openIn(place, { endpoint: line.endpoint });
    pass(5);
    await store.read(name);
    expect(marks).toBe(0);
    pass(2);
    await store.read(name);
    expect(marks).toBe(1);
    await line.stop();
  });

  it("that takes no marks is read all the same, and asked once an hour", async () => {
    const place = newPlace();
    await (await openIn(place)).write(step, result);
    let refused = 0;
    const line = await faultyServer(server.endpoint, (method) =>
      method === "PUT" && ++refused > 0 ? { status: 403, code: "AccessDenied" } : undefined,
    );
    const pass = passingTime();
    const store = await openIn(place, { endpoint: line.endpoint });
    pass(7);
    for (let i = 0; i < 5; i++) expect(await store.read(name)).toEqual(result);
    expect(refused).toBe(1);
    pass(1);
    await store.read(name);
    expect(refused).toBe(2);
    await line.stop();
  });

  it("is not marked as used by whoever checks or copies it", async () => {
    const store = await openIn(newPlace());
    await store.write(step, result);
    const written = async () => (await store.list())[0]!.usedAt.getTime();
    const first = await written();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    passingTime()(48);
    await store.verify();
    await store.open(name);
    expect(await written()).toBe(first);
  });
});

describe.skipIf(!hasBucket)("steps of a bucket that were computed as one", () => {
  const entries = [step, other].map((one) => ({ step: one, result, durationMs: 1 }));

  it("appear when the next one opens it, where their writer died in between", async () => {
    const place = newPlace();
    let manifests = 0;
    const line = await faultyServer(server.endpoint, (method, path) =>
      method === "PUT" && path.includes("step.json") && manifests++ > 0
        ? { status: 403, code: "AccessDenied" }
        : undefined,
    );
    const dying = await openIn(place, { endpoint: line.endpoint, attempts: 1 });
    await expect(dying.writeAll(entries)).rejects.toThrow("access is denied");
    await line.stop();
    expect(await (await openIn(place, { readOnly: true })).names()).toHaveLength(1);
    const next = await openIn(place);
    expect(await next.names()).toHaveLength(2);
    expect(await next.verify()).toEqual({ checked: 2, damaged: [] });
  });

  it("appear not at all where it died before all were written", async () => {
    const place = newPlace();
    const line = await faultyServer(server.endpoint, (method, path) =>
      method === "PUT" && path.includes("/intents/") ? { status: 403, code: "no" } : undefined,
    );
    const dying = await openIn(place, { endpoint: line.endpoint, attempts: 1 });
    await expect(dying.writeAll(entries)).rejects.toThrow("access is denied");
    await line.stop();
    expect(await (await openIn(place)).names()).toEqual([]);
  });

  it.each([
    ["is empty", ""],
    ["was cut short", '{"aa'],
    ["is no object", "null"],
    ["names no step", '{"../marker": "{}"}'],
    ["holds no step.json", JSON.stringify({ [name]: "{}" })],
    ["holds other things", JSON.stringify({ [name]: 3 })],
  ])("do no harm where what was written down %s", async (_, text) => {
    const place = newPlace();
    await (await openIn(place)).write(other, result);
    await put(place, "intents/some.json", text);
    await put(place, "intents/", ""); // As a console makes a folder.
    const heard: string[] = [];
    const onDamage = (message: string) => void heard.push(message);
    const store = await openIn(place, { onDamage });
    expect(heard).toEqual([
      `store ${place}: intents/some.json is damaged; set aside, its steps to be computed again`,
    ]);
    await openIn(place, { onDamage });
    expect(heard).toHaveLength(1);
    expect(await store.verify()).toEqual({ checked: 1, damaged: [] });
    const { names } = await store.damaged();
    expect(names).toEqual([expect.stringMatching(/^damaged\/intent-some-\d+$/)]);
    const kept = await bytesAt(place, `${names[0]}/intent.json`);
    expect(Buffer.from(kept).toString()).toBe(text);
    await store.removeDamaged(await store.damaged());
    expect(await store.damaged()).toEqual({ names: [], bytes: 0 });
    await store.writeAll(entries);
    expect(await store.names()).toHaveLength(2);
  });
});

describe.skipIf(!hasBucket)("what a machine keeps of a bucket", () => {
  const big = (seed: number) => ({ ...step, params: { seed } });
  const arrays = { weights: ndarray(new Float32Array(25_000), [25_000]) }; // 100 kB
  const steps = Array.from({ length: 30 }, (_, seed) => big(seed));

  it("stays below its limit, and the longest unused goes first", async () => {
    const place = newPlace();
    const store = await openIn(place, { size: "1MB" });
    for (const one of steps.slice(0, 8)) await store.write(one, { facts: 1, arrays });
    for (const [i, one] of steps.slice(0, 8).entries()) {
      const then = new Date(Date.now() - (i === 0 ? 0 : 1_000_000 - i * 1000));
      const place = stepName(one);
      await utimes(join(store.dir, "steps", place.slice(0, 2), place, "step.json"), then, then);
    }
    for (const one of steps.slice(8, 14)) await store.write(one, { facts: 1, arrays });
    const kept = await (await openStore(store.dir)).names();
    expect(kept).toContain(stepName(steps[0]!));
    expect(kept).not.toContain(stepName(steps[1]!));
    expect(kept.length * 100_000).toBeLessThan(1.15e6);
    for (const one of steps.slice(0, 14)) expect(await store.read(stepName(one))).toBeDefined();
  });

  it("may be shared by several that read at once and have room for a few steps", async () => {
    const place = newPlace();
    const writer = await openIn(place);
    await writer.writeAll(
      steps.map((one) => ({ step: one, result: { facts: 1, arrays }, durationMs: 1 })),
    );
    const cache = scratchFolder("shared");
    const readers = await Promise.all([1, 2, 3].map(() => openIn(place, { cache, size: "1MB" })));
    const read = readers.map(async (reader) => {
      for (const one of steps) expect((await reader.read(stepName(one)))!.arrays).toEqual(arrays);
    });
    await Promise.all(read);
    const [folder] = await readdir(cache);
    const bytes = (await (await openStore(join(cache, folder!))).size()).bytes;
    expect(bytes).toBeLessThan(1.5e6);
  });
});

describe.skipIf(!hasBucket)("a bucket behind a bad line", () => {
  it("is read to the end where the connection breaks off in the middle", async () => {
    const place = newPlace();
    const many = ndarray(
      new Float32Array(1_000_000).map((_, i) => i),
      [1_000_000],
    );
    await (await openIn(place)).write(step, { facts: 1, arrays: { many } });
    let breaks = 3;
    const line = await faultyServer(server.endpoint, (method, path) =>
      method === "GET" && path.includes("arrays") && breaks-- > 0
        ? { breakAfter: 900_000 }
        : undefined,
    );
    const store = await openIn(place, { endpoint: line.endpoint });
    expect(await store.read(name)).toEqual({ facts: 1, arrays: { many } });
    expect(breaks).toBeLessThan(0);
    await line.stop();
  });

  it("is asked again for a step that another's request was in the way of", async () => {
    let conflicts = 2;
    const line = await faultyServer(server.endpoint, (method, path) =>
      method === "PUT" && path.includes("step.json") && conflicts-- > 0
        ? { status: 409, code: "ConditionalRequestConflict" }
        : undefined,
    );
    const store = await openIn(newPlace(), { endpoint: line.endpoint });
    await store.write(step, result);
    expect(await store.has(name)).toBe(true);
    expect(conflicts).toBeLessThan(0);
    await line.stop();
  });

  it("says so when others are in the way each time, and writes nothing half", async () => {
    const place = newPlace();
    let asked = 0;
    const line = await faultyServer(server.endpoint, (method, path) =>
      method === "PUT" && path.includes("step.json") && ++asked > 0
        ? { status: 409, code: "ConditionalRequestConflict" }
        : undefined,
    );
    const store = await openIn(place, { endpoint: line.endpoint, attempts: 3 });
    await expect(store.write(step, result)).rejects.toThrow(
      `store ${place}: others write the same there all the time, however often it was asked; ` +
        "run it again, or name another store",
    );
    expect(asked).toBe(3);
    expect(await store.has(name)).toBe(false);
    await line.stop();
  });

  it("is asked again when it is too busy", async () => {
    const place = newPlace();
    let busy = 3;
    const line = await faultyServer(server.endpoint, (method) =>
      method === "PUT" && busy-- > 0 ? { status: 503, code: "SlowDown" } : undefined,
    );
    const store = await openIn(place, { endpoint: line.endpoint });
    await store.write(step, result);
    expect(await (await openIn(place)).read(name)).toEqual(result);
    expect(busy).toBeLessThan(0);
    await line.stop();
  });
});

async function flip(place: string): Promise<void> {
  const bytes = await bytesAt(place, fileOf("arrays.safetensors"));
  bytes[bytes.length - 1]! ^= 1;
  await put(place, fileOf("arrays.safetensors"), bytes);
}

/** Lets hours pass for this machine and the bucket, whose dates stay as they are. */
function passingTime(): (hours: number) => void {
  vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
  vi.spyOn(Objects.prototype, "now").mockImplementation(() => Date.now());
  return (hours) => void vi.setSystemTime(Date.now() + hours * hourMs);
}

/** As if the bucket's mark of use were two days old, as far as this machine knows. */
async function ageMark({ dir }: BucketStore): Promise<void> {
  const old = new Date(Date.now() - 48 * hourMs);
  await utimes(join(dir, fileOf("facts.json")), old, old);
}
