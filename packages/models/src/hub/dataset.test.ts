import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { COMMIT, CONVERTED, startHub, type TestHub } from "../testing/hub-server.js";
import { type DatasetOptions, resolveDataset } from "./dataset.js";
import { hubSettings } from "./settings.js";
import { withoutNetwork } from "./without-network.js";

const rows = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 31) >> 2);
const own = {
  "README.md": "a card",
  "data/train-00000-of-00001.parquet": rows,
  "data/test-00000-of-00001.parquet": "few",
};

let hub: TestHub | undefined;
let home: string;
beforeEach(() => {
  home = scratchFolder("datasets");
});
afterEach(() => hub?.close());

/** What is wanted: all files of a revision that has some with this beginning. */
function options(begin: string, env: Readonly<Record<string, string>> = {}): DatasetOptions {
  const endpoint = hub === undefined ? {} : { HF_ENDPOINT: hub.endpoint };
  return {
    choose: (files) => {
      const chosen = files.filter((file) => file.startsWith(begin));
      return chosen.length === 0 ? null : chosen;
    },
    settings: hubSettings({ HF_HOME: home, ...endpoint, ...env }),
    retryDelayMs: 1,
  };
}

const cacheFolder = () => join(home, "hub", "datasets--org--tiny");
const refused = (begin: string, env = {}) => resolveDataset("org/tiny", options(begin, env));

describe("resolveDataset", () => {
  it("downloads the chosen files alone into Python's cache", async () => {
    hub = await startHub(own);
    const found = await resolveDataset("org/tiny", options("data/train"));
    const folder = join(cacheFolder(), "snapshots", COMMIT);
    const [file] = Object.keys(own).slice(1, 2);
    expect(found).toEqual({ origin: "hub", revision: COMMIT, folder, files: [file] });
    expect(readFileSync(join(folder, file!)).equals(rows)).toBe(true);
    expect(readlinkSync(join(folder, file!))).toMatch(/^\.\.\/\.\.\/\.\.\/blobs\/[0-9a-f]{64}$/);
    expect(readdirSync(join(folder, "data"))).toHaveLength(1);
    expect(existsSync(join(folder, "README.md"))).toBe(false);
    // The path's slash is a slash, as in Python.
    const paths = hub.requests.map(({ path }) => path);
    expect(paths).toContain(`/datasets/org/tiny/resolve/${COMMIT}/${file}`);
  });

  it("asks nothing of the network for what the cache has, and gets what it lacks", async () => {
    hub = await startHub(own);
    const first = await resolveDataset("org/tiny", options("data/train"));
    const asked = hub.requests.length;
    const again = await resolveDataset("org/tiny", options("data/train"));
    expect(again).toEqual({ ...first, origin: "cache" });
    const offline = await refused("data/train", { HF_HUB_OFFLINE: "1" });
    expect(offline).toEqual(again);
    expect(hub.requests).toHaveLength(asked);
    expect(await resolveDataset("org/tiny", options("data/test"))).toMatchObject({ origin: "hub" });
  });

  it("takes the hub's conversion where the set's own files are others", async () => {
    const file = "default/train/0000.parquet";
    hub = await startHub({ "tiny.py": "a program" }, { [file]: rows });
    const found = await resolveDataset("org/tiny", options("default/"));
    const folder = join(cacheFolder(), "snapshots", CONVERTED);
    expect(found).toEqual({ origin: "hub", revision: CONVERTED, folder, files: [file] });
    const ref = join(cacheFolder(), "refs/refs/convert/parquet");
    expect(readFileSync(ref, "utf8")).toBe(CONVERTED);
    await hub.close();
    expect(await resolveDataset("org/tiny", options("default/"))).toEqual({
      ...found,
      origin: "cache",
    });
  });

  it("refuses a set that has not the files, is not there, or may not be downloaded", async () => {
    hub = await startHub(own);
    await expect(refused("main/")).rejects.toThrow(
      `data set "org/tiny": the files looked for are neither in its main revision at ` +
        `${hub.endpoint} nor in refs/convert/parquet`,
    );
    await expect(resolveDataset("org/none", options(""))).rejects.toThrow(
      `data set "org/none": not found at ${hub.endpoint}`,
    );
    const cache = join(home, "hub");
    rmSync(cache, { recursive: true, force: true });
    await expect(refused("data/", { HF_HUB_OFFLINE: "1" })).rejects.toThrow(
      `data set "org/tiny": not in ${cache}, and HF_HUB_OFFLINE forbids downloading it`,
    );
    await expect(withoutNetwork("--dry-run", () => refused("data/"))).rejects.toThrow(
      "and --dry-run forbids downloading it",
    );
    hub.faults.refuse = { status: 403, code: "GatedRepo" };
    await expect(refused("data/")).rejects.toThrow(
      `data set "org/tiny": access is not granted (403); accept its terms at ` +
        `${hub.endpoint}/datasets/org/tiny and set HF_TOKEN`,
    );
    await hub.close();
    await expect(refused("data/")).rejects.toThrow(/^data set "org\/tiny": not on this machine, /);
    await expect(refused("data/")).rejects.toThrow(InputError);
  });
});
