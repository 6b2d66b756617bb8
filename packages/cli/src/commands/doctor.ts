// w2s doctor: what this machine offers, and what would stand in a run's way.

import { readdir, stat } from "node:fs/promises";
import { freemem } from "node:os";
import { join } from "node:path";
import { pad, plain } from "@w2s/base";
import { isBucket } from "@w2s/lab/engine";
import { hubSettings } from "@w2s/models";
import { type ExitCode, errorLine, exitCode } from "../exit.js";
import { colorsFor, type Io } from "../io.js";
import { machine, versions } from "../results/machine.js";
import { assertFolderUsable } from "../results/write-run.js";
import type { RuntimeCheck } from "../runtime-checks.js";
import { openStoreAt, type StoreFlags, storePlace } from "../store-place.js";
import { bytes, count } from "../text.js";
import { deviceOf, modelFolders } from "./plan-flags.js";

export interface DoctorFlags extends StoreFlags {
  readonly json: boolean;
  readonly color: boolean;
  readonly models: readonly string[];
}

/** Prints a line for each check; exit code 1 when one failed. */
export async function doctor(flags: DoctorFlags, io: Io): Promise<ExitCode> {
  const checks = [
    nodeCheck(),
    machineCheck(),
    ...(await runtimeChecks(io)),
    ...deviceChecks(io),
    await storeCheck(flags, io),
    ...(await modelChecks(flags, io)),
    ...(await hubChecks(io)),
  ];
  if (flags.json) io.stdout.write(`${JSON.stringify({ checks })}\n`);
  const colors = colorsFor(io.stdout, io.env, flags.color);
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, ok, detail } of flags.json ? [] : checks) {
    const mark = ok === null ? colors.dim("none") : ok ? colors.green("ok  ") : colors.red("FAIL");
    io.stdout.write(`${mark}  ${pad(plain(name), width)}  ${plain(detail)}\n`);
  }
  return checks.every(({ ok }) => ok !== false) ? exitCode.ok : exitCode.failed;
}

function nodeCheck(): RuntimeCheck {
  const { w2s, node } = versions();
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { name: "node", ok, detail: `${node}${ok ? "" : ", needs 20.19 or later"}, w2s ${w2s}` };
}

function machineCheck(): RuntimeCheck {
  const { platform, arch, cpu, cores, memoryBytes } = machine();
  const memory = `${bytes(memoryBytes)} memory, ${bytes(freemem())} of it free`;
  const detail =
    `${platform} ${arch}, ${cpu}, ${count(cores)} cores, ${memory}; ` +
    "2 threads unless --threads says otherwise";
  return { name: "machine", ok: true, detail };
}

async function runtimeChecks(io: Io): Promise<readonly RuntimeCheck[]> {
  try {
    return await (await io.lab()).runtimeChecks();
  } catch (error) {
    return [{ name: "onnxruntime", ok: false, detail: errorLine(error, io.cwd) }];
  }
}

/** The device that the environment names for every run, where it names one. */
function deviceChecks(io: Io): RuntimeCheck[] {
  if (!io.env.W2S_DEVICE) return [];
  try {
    return [{ name: "device", ok: true, detail: `${deviceOf({}, io)}, as W2S_DEVICE says` }];
  } catch (error) {
    return [{ name: "device", ok: false, detail: errorLine(error, io.cwd) }];
  }
}

/**
 * Tries to write, and leaves nothing behind but the marker of a store that is there; of one that is
 * not, whether it could be made.
 */
async function storeCheck(flags: DoctorFlags, io: Io): Promise<RuntimeCheck> {
  try {
    const place = storePlace(flags, io);
    if (!isBucket(place) && (await stat(place).catch(() => undefined)) === undefined) {
      await assertFolderUsable(place, { what: "steps", option: "--store DIR" });
      return { name: "store", ok: true, detail: `${place}, not there yet; a run makes it` };
    }
    const store = await openStoreAt(place, {}, io);
    await store.assertWritable();
    const size = await store.size();
    return {
      name: "store",
      ok: true,
      detail: `${store.place}, ${count(size.steps)} steps, ${bytes(size.bytes)}, writable`,
    };
  } catch (error) {
    return { name: "store", ok: false, detail: errorLine(error, io.cwd) };
  }
}

async function modelChecks(flags: DoctorFlags, io: Io): Promise<RuntimeCheck[]> {
  const folders = modelFolders(flags, io);
  if (folders.length === 0) {
    return [
      {
        name: "model folders",
        ok: true,
        detail: "none named; --models DIR or W2S_MODELS names one",
      },
    ];
  }
  return Promise.all(
    folders.map(async (folder) => {
      const ok = await isFolder(folder);
      const detail = ok
        ? `${folder}: ${found(await modelsIn(folder))}`
        : `${folder}: must be a folder`;
      return { name: "model folder", ok, detail };
    }),
  );
}

/**
 * The hub's settings as the client takes them from the environment. Whether there is a token is
 * told, the token never.
 */
async function hubChecks({ env, cwd }: Io): Promise<RuntimeCheck[]> {
  try {
    const { cacheFolder, endpoint, offline, token } = hubSettings(env);
    const names = await readdir(cacheFolder).catch(() => []);
    const models = names.filter((name) => name.startsWith("models--"));
    const isThere = await isFolder(cacheFolder);
    const detail = [
      `cache ${cacheFolder}${isThere ? ` (${found(models.map(hubName))})` : " (not there yet)"}`,
      `endpoint ${endpoint}`,
      offline ? "offline" : "online, used only when a study names a model that is not here",
      token === null ? "no token in HF_TOKEN" : "token set",
    ];
    return [{ name: "hub", ok: true, detail: detail.join("; ") }];
  } catch (error) {
    return [{ name: "hub", ok: false, detail: errorLine(error, cwd) }];
  }
}

/** "2 models: MiniLM, SmolLM2"; the first ten by name. */
function found(names: readonly string[]): string {
  const listed = names.length > 10 ? [...names.slice(0, 10), "..."] : names;
  const number = `${count(names.length)} ${names.length === 1 ? "model" : "models"}`;
  return names.length === 0 ? "no model" : `${number}: ${listed.join(", ")}`;
}

/** "models--org--name" is org/name. */
function hubName(folder: string): string {
  return folder.split("--").slice(1).join("/");
}

/** Folders with a config.json, as they are named in a study: `name` or `org/name`. */
async function modelsIn(folder: string): Promise<string[]> {
  const list = async (below: string) => (await readdir(join(folder, below)).catch(() => [])).sort();
  const models: string[] = [];
  for (const name of await list("")) {
    const inner = (await list(name)).map((below) => `${name}/${below}`);
    for (const candidate of [name, ...inner]) {
      if (await isFile(join(folder, candidate, "config.json"))) models.push(candidate);
    }
  }
  return models;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
