import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { COMMIT, startHub, type TestHub } from "../testing/hub-server.js";
import { resolveModel } from "./resolve.js";
import { hubSettings } from "./settings.js";

const config = (base: string, more: object = {}) =>
  JSON.stringify({ peft_type: "LORA", base_model_name_or_path: base, ...more });

const adapter = (base: string, more?: object) => ({
  "adapter_config.json": config(base, more),
  "adapter_model.safetensors": "weights",
});
const model = { "config.json": "{}", "tokenizer.json": "{}", "model.safetensors": "" };

let hub: TestHub;
let home: string;
beforeEach(async () => {
  home = scratchFolder("adapter-files");
  hub = await startHub({ ...adapter("org/base"), "README.md": "", "adapter_model.bin": "unread" });
});
afterEach(() => hub.close());

const options = (env: Readonly<Record<string, string>> = {}) => ({
  settings: hubSettings({
    HF_HOME: home,
    HF_ENDPOINT: hub.endpoint,
    W2S_MODELS: join(home, "models"),
    ...env,
  }),
  retryDelayMs: 1,
});

function write(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const placeBase = (name = "org/base") => write(join(home, "models", name), model);

describe("resolveModel of an adapter", () => {
  it("downloads the adapter's two files, and finds its base as any other model", async () => {
    const base = placeBase();
    const found = await resolveModel("org/tiny", options());
    const snapshot = join(home, "hub", "models--org--tiny", "snapshots", COMMIT);
    expect(found).toMatchObject({
      name: "org/tiny",
      origin: "hub",
      revision: COMMIT,
      config: join(base, "config.json"),
      adapter: {
        config: join(snapshot, "adapter_config.json"),
        weights: join(snapshot, "adapter_model.safetensors"),
      },
    });
    expect(existsSync(join(snapshot, "adapter_model.bin"))).toBe(false);
    const again = await resolveModel("org/tiny", options({ HF_HUB_OFFLINE: "1" }));
    expect(again).toEqual({ ...found, origin: "cache" });
    expect(await resolveModel("org/tiny/adapter_model.safetensors", options())).toMatchObject({
      fingerprint: found.fingerprint,
    });
  });

  it("refuses a file of it that is damaged in the cache", async () => {
    placeBase();
    const found = await resolveModel("org/tiny", options());
    writeFileSync(found.adapter!.weights, "other weights");
    await expect(resolveModel("org/tiny", options())).rejects.toThrow(
      /damaged: adapter_model\.safetensors of "org\/tiny" has another hash; delete it/,
    );
  });

  it("finds a base by a path, and one among folders of models by its name", async () => {
    const base = placeBase("mine");
    for (const name of [base, "mine", "mine/model.safetensors"]) {
      const folder = write(join(home, "adapted"), adapter(name));
      expect((await resolveModel(folder, options())).config).toBe(join(base, "config.json"));
    }
    write(join(home, "models", "tuned"), adapter("mine"));
    expect((await resolveModel("org/tuned", options())).adapter).not.toBeNull();
  });

  it("names a base that is not there, and what to do", async () => {
    const offline = options({ HF_HUB_OFFLINE: "1" });
    const folder = write(join(home, "adapted"), adapter("org/bases"));
    placeBase();
    await expect(resolveModel(folder, offline)).rejects.toThrow(
      new RegExp(
        `^${folder}/adapter_config\\.json: its base "org/bases" cannot be read: model ` +
          '"org/bases": not in .+, and HF_HUB_OFFLINE forbids downloading it; .*get that model, ' +
          'or say in "base_model_name_or_path" where it lies$',
      ),
    );
    write(folder, adapter(join(home, "gone")));
    await expect(resolveModel(folder, offline)).rejects.toThrow("no such folder");
    write(folder, adapter("outputs/run/last"));
    await expect(resolveModel(folder, offline)).rejects.toThrow(
      'its base "outputs/run/last" cannot be read: model "outputs/run/last": expected "org/name"',
    );
  });

  it("asks for the base's revision where the adapter says one", async () => {
    placeBase();
    const offline = options({ HF_HUB_OFFLINE: "1" });
    const folder = write(join(home, "adapted"), adapter("org/base", { revision: "v2" }));
    await expect(resolveModel(folder, offline)).rejects.toThrow('model "org/base@v2": not in');
    write(folder, adapter("org/base", { revision: "main" }));
    expect((await resolveModel(folder, offline)).adapter).not.toBeNull();
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "an adapter as its base",
      adapter("./"),
      "is an adapter, too; merge that one with merge_and_unload(), and name the folder in",
    ],
    [
      "pickled weights",
      { "adapter_config.json": config("org/base"), "adapter_model.bin": "" },
      "an adapter (adapter_config.json) without adapter_model.safetensors; it has " +
        "adapter_model.bin: PyTorch's pickled weights are not read: load it with peft and save",
    ],
    [
      "no weights",
      { "adapter_config.json": config("org/base"), "config.json": "{}" },
      "without adapter_model.safetensors; download it too",
    ],
    [
      "another kind of adapter",
      adapter("org/base", { peft_type: "LOHA" }),
      '"peft_type" "LOHA" is not read, plain LoRA is; merge it with AutoPeftModel',
    ],
  ])("refuses %s", async (_, files, message) => {
    placeBase();
    const folder = write(join(home, "adapted"), files);
    if (files["adapter_config.json"]?.includes('"./"')) write(folder, adapter(folder));
    await expect(resolveModel(folder, options())).rejects.toThrow(message);
  });

  it("takes a GGUF file that lies beside an adapter for the model", async () => {
    const folder = write(join(home, "quantised"), { ...adapter("org/base"), "m.gguf": "g" });
    write(folder, { "config.json": "{}", "tokenizer.json": "{}" });
    expect(await resolveModel(folder, options())).toMatchObject({
      adapter: null,
      weights: { format: "gguf" },
    });
  });
});
