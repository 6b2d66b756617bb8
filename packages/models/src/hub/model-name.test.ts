import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseModelName } from "./model-name.js";
import { hubSettings } from "./settings.js";

describe("parseModelName", () => {
  it.each<[string, object]>([
    ["org/name", { kind: "name", id: "org/name", revision: null, file: null }],
    ["gpt2", { kind: "name", id: "gpt2", revision: null, file: null }],
    ["org/name@v1.0", { kind: "name", id: "org/name", revision: "v1.0", file: null }],
    ["org/name@refs/pr/1", { kind: "name", id: "org/name", revision: "refs/pr/1", file: null }],
    [
      "org/name/x.Q4_0.gguf@main",
      { kind: "name", id: "org/name", revision: "main", file: "x.Q4_0.gguf" },
    ],
    ["./dir", { kind: "path", folder: resolve("dir"), file: null }],
    [
      "org/name/model.safetensors.index.json",
      { kind: "name", id: "org/name", revision: null, file: "model.safetensors.index.json" },
    ],
    ["../dir/x.gguf", { kind: "path", folder: resolve("../dir"), file: "x.gguf" }],
    ["~/m", { kind: "path", folder: join(homedir(), "m"), file: null }],
    [".", { kind: "path", folder: resolve("."), file: null }],
  ])("reads %s", (text, expected) => {
    expect(parseModelName(text)).toEqual(expected);
  });

  it.each([
    "",
    "a/b/c",
    "org//name",
    "org/na me",
    "org/name@",
    "a@b@c",
    "org/../x",
    "org/name@../../x",
    "a--b",
  ])("refuses %j", (text) => {
    expect(() => parseModelName(text)).toThrow(`model "${text}": expected "org/name"`);
  });
});

describe("hubSettings", () => {
  it("has the hub's defaults", () => {
    expect(hubSettings({})).toEqual({
      endpoint: "https://huggingface.co",
      token: null,
      offline: false,
      cacheFolder: join(homedir(), ".cache", "huggingface", "hub"),
      modelFolders: [],
    });
  });

  it("honours the variables of huggingface_hub", () => {
    expect(hubSettings({ HF_HOME: "/h" }).cacheFolder).toBe("/h/hub");
    expect(hubSettings({ HF_HOME: "/h", HF_HUB_CACHE: "/c" }).cacheFolder).toBe("/c");
    expect(hubSettings({ XDG_CACHE_HOME: "/x" }).cacheFolder).toBe("/x/huggingface/hub");
    expect(hubSettings({ HF_ENDPOINT: "https://mirror.example/" }).endpoint).toBe(
      "https://mirror.example",
    );
    expect(hubSettings({ HF_TOKEN: " hf_x\n" }).token).toBe("hf_x");
    for (const on of ["1", "true", "YES", "on"])
      expect(hubSettings({ HF_HUB_OFFLINE: on }).offline).toBe(true);
    expect(hubSettings({ HF_HUB_OFFLINE: "0" }).offline).toBe(false);
  });

  it("refuses an endpoint that is not an address", () => {
    expect(() => hubSettings({ HF_ENDPOINT: "mirror" })).toThrow(
      'HF_ENDPOINT: expected an http(s) address, got "mirror"',
    );
  });
});
