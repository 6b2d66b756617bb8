import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { COMMIT, startHub, type TestHub } from "../testing/hub-server.js";
import { writeError } from "./cache.js";
import { type ResolveOptions, resolveModel } from "./resolve.js";
import { hubSettings } from "./settings.js";
import { withoutNetwork } from "./without-network.js";

const weights = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3);
const files = {
  "config.json": '{"model_type":"bert"}',
  "tokenizer.json": "{}",
  "model.safetensors": weights,
};
/** What stands beside the weights. */
const texts = { "config.json": "{}", "tokenizer.json": "{}" };
const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data).digest("hex");
const weightsHash = sha256(weights);

let hub: TestHub;
let home: string;
beforeEach(async () => {
  hub = await startHub({ ...files, "tokenizer_config.json": "{}", "pytorch_model.bin": "unread" });
  home = scratchFolder("hub");
});
afterEach(() => hub.close());

/** Options as the environment gives them, with quick retries. */
function options(
  env: Readonly<Record<string, string>> = {},
  more: ResolveOptions = {},
): ResolveOptions {
  return {
    settings: hubSettings({ HF_HOME: home, HF_ENDPOINT: hub.endpoint, ...env }),
    retryDelayMs: 1,
    stallMs: 2000,
    ...more,
  };
}

const cacheFolder = () => join(home, "hub", "models--org--tiny");
const partial = () => join(cacheFolder(), "blobs", `${weightsHash}.incomplete`);
const contentRequests = () => hub.requests.filter(({ host }) => host === "storage");

function writeModel(
  folder: string,
  content: Readonly<Record<string, Uint8Array | string>> = files,
): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, data] of Object.entries(content)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), data);
  }
  return folder;
}

describe("resolveModel from the hub", () => {
  it("downloads what a model needs into Python's cache, and records every hash", async () => {
    const model = await resolveModel("org/tiny", options());
    const snapshot = join(cacheFolder(), "snapshots", COMMIT);
    expect(model).toMatchObject({
      name: "org/tiny",
      origin: "hub",
      revision: COMMIT,
      folder: snapshot,
      weights: { format: "safetensors", path: join(snapshot, "model.safetensors") },
    });
    expect(model.sha256).toEqual({
      "config.json": sha256(files["config.json"]),
      "tokenizer.json": sha256("{}"),
      "tokenizer_config.json": sha256("{}"),
      "model.safetensors": weightsHash,
    });
    expect(readFileSync(model.weights.path).equals(weights)).toBe(true);
    expect(readlinkSync(model.weights.path)).toBe(`../../blobs/${weightsHash}`);
    expect(readFileSync(join(cacheFolder(), "refs", "main"), "utf8")).toBe(COMMIT);
    expect(readdirSync(join(cacheFolder(), "blobs")).filter((name) => name.includes("."))).toEqual(
      [],
    );
    expect(hub.requests.some(({ path }) => path.includes("pytorch_model"))).toBe(false);
  });

  it("asks nothing of the network the second time, and gives the same fingerprint", async () => {
    const first = await resolveModel("org/tiny", options());
    await hub.close();
    const second = await resolveModel("org/tiny", options());
    expect(second).toEqual({ ...first, origin: "cache" });
    expect(await resolveModel(`org/tiny@${COMMIT}`, options())).toMatchObject({ revision: COMMIT });
  });

  it("sends the token to the hub and not to where it redirects", async () => {
    await resolveModel("org/tiny", options({ HF_TOKEN: "hf_secret" }));
    const tokens = (host: string) =>
      new Set(hub.requests.filter((r) => r.host === host).map((r) => r.authorization));
    expect([...tokens("hub")]).toEqual(["Bearer hf_secret"]);
    expect([...tokens("storage")]).toEqual([undefined]);
  });

  it("goes on where a broken connection stopped", async () => {
    hub.faults.cutAfter = [100_000, 50_000];
    await resolveModel("org/tiny", options());
    expect(contentRequests().map(({ range }) => range)).toEqual([
      undefined,
      "bytes=100000-",
      "bytes=150000-",
    ]);
  });

  it("does not wait for a connection that has fallen silent", async () => {
    hub.faults.hangAfter = [100_000];
    await resolveModel("org/tiny", options({}, { stallMs: 2000 }));
    expect(contentRequests().map(({ range }) => range)).toEqual([undefined, "bytes=100000-"]);
  });

  it("keeps what was received when connections break, and the next run resumes", async () => {
    hub.faults.cutAfter = [100_000, 0, 0];
    await expect(resolveModel("org/tiny", options({}, { retries: 2 }))).rejects.toThrow(
      /^org\/tiny\/model.safetensors: the download broke off after 100000 of 300000 bytes \(.+\); run again to resume$/,
    );
    expect(existsSync(join(cacheFolder(), "snapshots", COMMIT, "model.safetensors"))).toBe(false);
    expect(existsSync(join(cacheFolder(), "refs", "main"))).toBe(false);
    const seen: number[] = [];
    await resolveModel(
      "org/tiny",
      options({}, { onProgress: (_, received) => seen.push(received) }),
    );
    expect(contentRequests().at(-1)?.range).toBe("bytes=100000-");
    expect(seen.at(-1)).toBe(300_000);
  });

  it("starts over when the server does not know ranges", async () => {
    hub.faults.ignoreRanges = true;
    hub.faults.cutAfter = [100_000];
    const model = await resolveModel("org/tiny", options());
    expect(model.sha256["model.safetensors"]).toBe(weightsHash);
  });

  it("starts over when what an earlier run left is not a part of the file", async () => {
    for (const left of [new Uint8Array(5000).fill(1), new Uint8Array(400_000)]) {
      mkdirSync(join(cacheFolder(), "blobs"), { recursive: true });
      writeFileSync(partial(), left);
      const model = await resolveModel("org/tiny", options());
      expect(model.sha256["model.safetensors"]).toBe(weightsHash);
      rmSync(cacheFolder(), { recursive: true });
    }
  });

  it("refuses content with another hash than the hub's, and leaves nothing of it", async () => {
    hub.faults.corrupt = 1;
    await expect(resolveModel("org/tiny", options())).rejects.toThrow(
      "org/tiny/model.safetensors: the content received does not have the hub's hash " +
        `${weightsHash}; it was deleted, run again`,
    );
    expect(
      readdirSync(join(cacheFolder(), "blobs")).filter((name) => name.startsWith(weightsHash)),
    ).toEqual([]);
    await resolveModel("org/tiny", options());
  });

  it("waits out a server that is busy for a moment", async () => {
    hub.faults.busy = 1;
    expect((await resolveModel("org/tiny", options())).origin).toBe("hub");
  });

  it("takes no more than was announced, and leaves nothing of it", async () => {
    hub.faults.tail = 1_000_000;
    const seen: number[] = [];
    const onProgress = (_: string, received: number) => seen.push(received);
    await expect(resolveModel("org/tiny", options({}, { onProgress }))).rejects.toThrow(
      "org/tiny/model.safetensors: more came than the 300000 bytes that were announced; it was " +
        "deleted, run again",
    );
    expect(Math.max(...seen)).toBeLessThanOrEqual(300_000);
    expect(existsSync(partial())).toBe(false);
  });

  it("says in one line that a listing broke off, or where a redirect leads nowhere", async () => {
    hub.faults.cutListing = 1;
    await expect(resolveModel("org/tiny", options())).rejects.toThrow(
      /^model "org\/tiny": not on this machine, and 127.0.0.1:\d+ cannot be reached \(.+\); check the name, the network and HF_ENDPOINT$/,
    );
    for (const location of ["http://[", "file:///etc/passwd", "http://a:b@host/"]) {
      hub.faults.location = location;
      await expect(resolveModel("org/tiny", options())).rejects.toThrow(
        /^org\/tiny\/model.safetensors: 127.0.0.1:\d+ redirects to what is no http\(s\) address; check HF_ENDPOINT$/,
      );
    }
  });

  it("downloads every shard that an index names", async () => {
    hub.files.delete("model.safetensors");
    const weight_map = { a: "model-1.safetensors", b: "model-2.safetensors" };
    hub.files.set("model.safetensors.index.json", Buffer.from(JSON.stringify({ weight_map })));
    hub.files.set("model-1.safetensors", Uint8Array.of(1));
    hub.files.set("model-2.safetensors", Uint8Array.of(2));
    const { weights: found } = await resolveModel("org/tiny", options());
    expect(found.format).toBe("safetensors-index");
    expect(found.files.map((path) => path.split("/").at(-1))).toEqual([
      "model.safetensors.index.json",
      "model-1.safetensors",
      "model-2.safetensors",
    ]);
  });

  it("downloads the GGUF file that was named", async () => {
    hub.files.set("a.Q8_0.gguf", Uint8Array.of(1));
    hub.files.set("a.Q4_0.gguf", Uint8Array.of(2));
    const model = await resolveModel("org/tiny/a.Q4_0.gguf", options());
    expect(model.weights.format).toBe("gguf");
    expect(contentRequests().map(({ path }) => path)).toEqual(["/a.Q4_0.gguf"]);
    hub.files.delete("model.safetensors");
    rmSync(cacheFolder(), { recursive: true });
    await expect(resolveModel("org/tiny", options())).rejects.toThrow(
      'org/tiny: has 2 GGUF files; name one, as in "org/tiny/a.Q8_0.gguf" (a.Q8_0.gguf, ' +
        "a.Q4_0.gguf)",
    );
    hub.files.delete("a.Q8_0.gguf");
    hub.files.set("mmproj-a-f16.gguf", Uint8Array.of(3));
    expect((await resolveModel("org/tiny", options())).weights.path).toMatch(/a\.Q4_0\.gguf$/);
    await expect(resolveModel("org/tiny/a.Q4_1.gguf", options())).rejects.toThrow(
      'org/tiny: no file "a.Q4_1.gguf"; did you mean "a.Q4_0.gguf"?',
    );
  });

  it("takes over the lock of a process that is gone", async () => {
    const lock = join(cacheFolder(), "blobs", `${weightsHash}.lock`);
    mkdirSync(join(cacheFolder(), "blobs"), { recursive: true });
    writeFileSync(lock, `999999999 ${hostname()}`);
    await resolveModel("org/tiny", options());
    expect(existsSync(lock)).toBe(false);
  });

  it("downloads a file once when two ask for it at the same time", async () => {
    await Promise.all([resolveModel("org/tiny", options()), resolveModel("org/tiny", options())]);
    expect(contentRequests()).toHaveLength(1);
  });

  it.each<[string, { status: number; code?: string }, Record<string, string>, string]>([
    [
      "an unknown or private model",
      { status: 401, code: "RepoNotFound" },
      {},
      'model "org/tiny": not found, or not public, at ENDPOINT (401); check the name; if it is ' +
        "private, set HF_TOKEN",
    ],
    [
      "a token that is not accepted",
      { status: 401 },
      { HF_TOKEN: "hf_wrong" },
      'model "org/tiny": not found, or not public, at ENDPOINT (401); check the name; HF_TOKEN ' +
        "was not accepted",
    ],
    [
      "a gated model",
      { status: 403, code: "GatedRepo" },
      { HF_TOKEN: "hf_x" },
      'model "org/tiny": access is not granted (403); accept its terms at ENDPOINT/org/tiny and ' +
        "set HF_TOKEN",
    ],
    ["no such model", { status: 404 }, {}, 'model "org/tiny": not found at ENDPOINT'],
  ])("says in one line: %s", async (_, refuse, env, message) => {
    hub.faults.refuse = refuse;
    await expect(resolveModel("org/tiny", options(env))).rejects.toThrow(
      expect.objectContaining({
        name: "InputError",
        message: message.replace("ENDPOINT", hub.endpoint),
      }),
    );
  });

  it("says when a revision is not there", async () => {
    await expect(resolveModel("org/tiny@v9", options())).rejects.toThrow(
      `model "org/tiny": no revision "v9" at ${hub.endpoint}`,
    );
  });

  it("says when the hub cannot be reached, and what the name may have meant", async () => {
    await resolveModel("org/tiny", options());
    await hub.close();
    await expect(resolveModel("org/tinny", options())).rejects.toThrow(
      /^model "org\/tinny": not on this machine, and 127.0.0.1:\d+ cannot be reached \(\w+\); check the name, the network and HF_ENDPOINT; did you mean "org\/tiny"\?$/,
    );
  });

  it("downloads nothing when offline", async () => {
    await expect(resolveModel("org/tiny", options({ HF_HUB_OFFLINE: "1" }))).rejects.toThrow(
      `model "org/tiny": not in ${join(home, "hub")}, and HF_HUB_OFFLINE forbids downloading it`,
    );
    expect(hub.requests).toEqual([]);
  });

  it("asks and downloads nothing where the work must not, however deep in it", async () => {
    const find = async () => resolveModel("org/tiny", options());
    await expect(withoutNetwork("--dry-run", () => Promise.all([find()]))).rejects.toThrow(
      `model "org/tiny": not in ${join(home, "hub")}, and --dry-run forbids downloading it`,
    );
    expect(hub.requests).toEqual([]);
    await find();
    const asked = hub.requests.length;
    expect((await withoutNetwork("--dry-run", find)).origin).toBe("cache");
    rmSync(join(cacheFolder(), "snapshots", COMMIT, "tokenizer.json"));
    await expect(withoutNetwork("--dry-run", find)).rejects.toThrow("no tokenizer.json");
    expect(hub.requests.length).toBe(asked);
  });

  it("says when the cache cannot be written", async () => {
    writeFileSync(join(home, "file"), "");
    await expect(
      resolveModel("org/tiny", options({ HF_HUB_CACHE: join(home, "file") })),
    ).rejects.toThrow(/^.+file.+: cannot be written: a file is where a folder must be$/);
    const full = writeError("/cache/x", Object.assign(new Error(), { code: "ENOSPC" }));
    expect(full).toEqual(
      new InputError(
        "/cache/x: cannot be written: the disk is full; free some space and run again to resume",
      ),
    );
  });
});

describe("resolveModel from the cache", () => {
  it("notices a file that was damaged in the cache", async () => {
    await resolveModel("org/tiny", options());
    const blob = join(cacheFolder(), "blobs", weightsHash);
    writeFileSync(blob, "damaged");
    await expect(resolveModel("org/tiny", options())).rejects.toThrow(
      `${blob}: damaged: model.safetensors of "org/tiny" has another hash; delete it and run again`,
    );
  });

  it("completes a snapshot that lacks a file, and offline says which", async () => {
    await resolveModel("org/tiny", options());
    rmSync(join(cacheFolder(), "snapshots", COMMIT, "tokenizer.json"));
    await expect(resolveModel("org/tiny", options({ TRANSFORMERS_OFFLINE: "1" }))).rejects.toThrow(
      "no tokenizer.json; a model folder needs one",
    );
    expect((await resolveModel("org/tiny", options())).origin).toBe("hub");
    expect(contentRequests()).toHaveLength(1);
  });

  it("fetches a blob again that was deleted, and offline says which", async () => {
    await resolveModel("org/tiny", options());
    rmSync(join(cacheFolder(), "blobs", weightsHash));
    await expect(resolveModel("org/tiny", options({ HF_HUB_OFFLINE: "1" }))).rejects.toThrow(
      /model\.safetensors: cannot be read: a link to a file that is not there/,
    );
    expect((await resolveModel("org/tiny", options())).origin).toBe("hub");
    expect(contentRequests()).toHaveLength(2);
  });
});

describe("resolveModel from a folder", () => {
  it("says of a link that leads nowhere, and of a folder for a file, that it is one", async () => {
    const folder = writeModel(join(home, "linked"));
    const path = join(folder, "model.safetensors");
    rmSync(path);
    symlinkSync("../../blobs/gone", path);
    await expect(resolveModel(folder, options())).rejects.toThrow(
      `${path}: cannot be read: a link to a file that is not there; copy or download it again`,
    );
    rmSync(path);
    mkdirSync(path);
    await expect(resolveModel(folder, options())).rejects.toThrow(
      `${path}: cannot be read: it is a folder`,
    );
  });

  it("takes the weights that are named beside an adapter, or their index", async () => {
    const shards = { "m-1.safetensors": "", "adapter_config.json": "{}", "adapter_model.bin": "" };
    const index = '{"weight_map":{"a":"m-1.safetensors"}}';
    const folder = writeModel(join(home, "adapted"), {
      ...texts,
      ...shards,
      "model.safetensors.index.json": index,
    });
    await expect(resolveModel(folder, options())).rejects.toThrow("has an adapter");
    const named = join(folder, "model.safetensors.index.json");
    const { weights } = await resolveModel(named, options());
    expect(weights).toMatchObject({ format: "safetensors-index", path: named });
  });

  it("takes a path, or a weights file in it", async () => {
    const folder = writeModel(join(home, "mine"), { ...files, "x.gguf": "g" });
    expect(await resolveModel(folder, options())).toMatchObject({
      origin: "folder",
      revision: null,
      tokenizerConfig: null,
      weights: { format: "safetensors" },
    });
    expect((await resolveModel(join(folder, "x.gguf"), options())).weights.format).toBe("gguf");
    expect(hub.requests).toEqual([]);
  });

  it("prefers W2S_MODELS, by whole name or last part, unless a revision is named", async () => {
    writeModel(join(home, "a", "tiny"));
    writeModel(join(home, "b", "org", "tiny"));
    const env = { W2S_MODELS: `${join(home, "a")}:${join(home, "b")}` };
    expect((await resolveModel("org/tiny", options(env))).folder).toBe(join(home, "a", "tiny"));
    expect((await resolveModel("tiny", options(env))).folder).toBe(join(home, "a", "tiny"));
    expect((await resolveModel("org/tiny@main", options(env))).origin).toBe("hub");
  });

  it("takes an older folder's tokens, where they say what the config does not", async () => {
    const tokens = { ...files, "tokenizer_config.json": '{ "sep_token": "</s>" }' };
    const plain = await resolveModel(writeModel(join(home, "plain"), tokens), options());
    const same = { ...tokens, "special_tokens_map.json": '{ "sep_token": "</s>" }' };
    const told = await resolveModel(writeModel(join(home, "told"), same), options());
    expect([told.olderFiles, told.fingerprint]).toEqual([[], plain.fingerprint]);
    const more = { ...same, "added_tokens.json": '{ "<new>": 9 }' };
    const older = await resolveModel(writeModel(join(home, "older"), more), options());
    expect(older.olderFiles).toEqual([join(home, "older", "added_tokens.json")]);
    expect(older.fingerprint).not.toBe(plain.fingerprint);
  });

  it("has the same fingerprint wherever the same files are", async () => {
    const one = await resolveModel(writeModel(join(home, "one")), options());
    cpSync(one.folder, join(home, "two"), { recursive: true });
    const two = await resolveModel(join(home, "two"), options());
    expect(two.fingerprint).toBe(one.fingerprint);
    writeFileSync(join(home, "two", "config.json"), "{ }");
    expect((await resolveModel(join(home, "two"), options())).fingerprint).not.toBe(
      one.fingerprint,
    );
  });

  it("takes a split GGUF by its folder or any of its parts, and hashes all", async () => {
    const parts = ["m-00001-of-00002.gguf", "m-00002-of-00002.gguf"];
    const folder = writeModel(join(home, "split"), {
      "config.json": "{}",
      "tokenizer.json": "{}",
      [parts[0]!]: "a",
      [parts[1]!]: "b",
    });
    for (const name of [folder, join(folder, parts[0]!), join(folder, parts[1]!)]) {
      const { weights, sha256 } = await resolveModel(name, options());
      expect(weights.path).toBe(join(folder, parts[0]!));
      expect(weights.files).toEqual(parts.map((part) => join(folder, part)));
      expect(Object.keys(sha256)).toEqual(["config.json", "tokenizer.json", ...parts]);
    }
  });

  it.each<[string, Record<string, string>, string | RegExp]>([
    [
      "no config",
      { "tokenizer.json": "{}", "model.safetensors": "" },
      "no config.json; a model folder needs one",
    ],
    [
      "no weights",
      { "config.json": "{}", "tokenizer.json": "{}", "pytorch_model.bin": "" },
      "no weights: expected model.safetensors or a .gguf file; it has pytorch_model.bin: " +
        "PyTorch's pickled weights are not read: save them as safetensors",
    ],
    [
      "ONNX programs alone",
      { "config.json": "{}", "tokenizer.json": "{}", "model.onnx": "" },
      "it has model.onnx: a finished ONNX program has no layers to read: take what it is made of",
    ],
    [
      "TensorFlow's weights alone",
      { "config.json": "{}", "tokenizer.json": "{}", "tf_model.h5": "" },
      "it has tf_model.h5: TensorFlow's and Flax's weights are not read: save them as safetensors",
    ],
    [
      "a download that did not end",
      { "config.json": "{}", "tokenizer.json": "{}", "model.safetensors.incomplete": "" },
      "it has model.safetensors.incomplete: a download that did not end: get it again",
    ],
    [
      "weights of another name",
      { "config.json": "{}", "tokenizer.json": "{}", "model.fp16.safetensors": "" },
      /; it has model\.fp16\.safetensors: name it, as in ".*bad\/model\.fp16\.safetensors"$/,
    ],
    [
      "a training's folder of checkpoints",
      { "trainer_state.json": "{}", "checkpoint-500/x": "", "checkpoint-1500/x": "" },
      /no model of its own: a training's checkpoints: name one, as in ".*bad\/checkpoint-1500"$/,
    ],
    [
      "a cache's folder",
      { "models--org--some-model/snapshots/x": "" },
      'no model of its own: the Hugging Face cache: name a model in it, as in "org/some-model"',
    ],
    [
      "a folder of models",
      { "b/model.safetensors": "", "a/weights.gguf": "", "a.txt": "" },
      /no model of its own: a folder of models: name one, as in ".*bad\/a"$/,
    ],
    [
      "a layer of sentence-transformers beside pickled weights",
      { "config.json": "{}", "pytorch_model.bin": "", "2_Dense/model.safetensors": "" },
      "it has pytorch_model.bin: PyTorch's pickled weights are not read: save them as safetensors",
    ],
    [
      "shards without their index",
      { "config.json": "{}", "tokenizer.json": "{}", "model-00001-of-00002.safetensors": "" },
      "it has shards as model-00001-of-00002.safetensors, without the model.safetensors.index.json",
    ],
    [
      "an adapter beside whole weights",
      { ...texts, "model.safetensors": "", "adapter_config.json": "{}", "adapter_model.bin": "" },
      /has an adapter \(adapter_model\.bin\) beside model\.safetensors; for the model without it name the file, as in ".*bad\/model\.safetensors", else merge them/,
    ],
    [
      "SentencePiece's model alone",
      { "config.json": "{}", "model.safetensors": "", "tokenizer.model": "" },
      /no tokenizer\.json; .*: it has tokenizer\.model: AutoTokenizer\.from_pretrained\(".*bad"\)\.save_pretrained\(".*bad"\) writes one$/,
    ],
    [
      "no tokenizer",
      { "config.json": "{}", "model.safetensors": "" },
      "no tokenizer.json; a model folder needs one: copy it from the model that this one was",
    ],
    [
      "a part of a split GGUF missing",
      { "config.json": "{}", "tokenizer.json": "{}", "m-00001-of-00003.gguf": "" },
      '2 of the 3 files of a split GGUF are missing, first "m-00002-of-00003.gguf"; download them',
    ],
    [
      "the index of other shards",
      {
        "config.json": "{}",
        "tokenizer.json": "{}",
        "model-00001-of-00002.safetensors": "",
        "model.safetensors.index.json": '{"weight_map":{"a":"model-00001-of-00004.safetensors"}}',
      },
      '1 of 1 shards are missing, first "model-00001-of-00004.safetensors"; it is not the index ' +
        "of model-00001-of-00002.safetensors; download index and shards again",
    ],
    [
      "a shard that is missing",
      {
        "config.json": "{}",
        "tokenizer.json": "{}",
        "model.safetensors.index.json": '{"weight_map":{"a":"m-1.safetensors"}}',
      },
      '1 of 1 shards are missing, first "m-1.safetensors"',
    ],
  ])("refuses a folder with %s", async (_, content, message) => {
    const folder = writeModel(join(home, "bad"), content);
    await expect(resolveModel(folder, options())).rejects.toThrow(message);
  });

  it("refuses a folder that is not there, and a file", async () => {
    await expect(resolveModel(join(home, "none"), options())).rejects.toThrow("no such folder");
    writeFileSync(join(home, "file"), "");
    await expect(resolveModel(join(home, "file"), options())).rejects.toThrow(
      "expected a folder, got a file",
    );
  });
});
