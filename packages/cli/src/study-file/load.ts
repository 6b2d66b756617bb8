// From a path on the command line to a study: TypeScript and JavaScript through jiti, JSON through
// the lab's schema.

import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, relative, resolve } from "node:path";
import { didYouMean, InputError, parseWrittenJson } from "@w2s/base";
import type { Study } from "@w2s/lab";
import { sha256 } from "@w2s/lab/engine";
import { createJiti, type TransformOptions } from "jiti";
import { oneLine } from "../exit.js";
import type { Lab } from "../lab.js";
import { guarded } from "./guarded.js";
import { type ImportedFile, importsOf } from "./imports.js";
import { throwSite } from "./throw-site.js";
import { keepTranspiled } from "./written-lines.js";

export interface StudyFile {
  readonly study: Study;
  /** The file as it was named, for messages. */
  readonly label: string;
  /** The name of a study that gives none: its file's, without ".study" and ending. */
  readonly name: string;
  readonly folder: string;
  /** What the study says, for the run's record. */
  readonly said: SaidFiles;
}

/** A study's bytes, by their hashes. */
export interface SaidFiles {
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
  /** Files of its own that it imports, by paths as a user would write them. */
  readonly imports: readonly ImportedFile[];
}

const scripts = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

/**
 * Loads a study file. `accept` sees the hashes of it and of its imports before any of them runs and
 * may refuse them by throwing; of the file, what runs then is what was hashed, whatever it holds by
 * now.
 * @throws InputError when it is missing, a folder, of another type, has no study as its default
 * export, or throws.
 */
export async function loadStudy(
  path: string,
  cwd: string,
  lab: Lab,
  accept: (said: SaidFiles) => void = () => undefined,
): Promise<StudyFile> {
  const file = resolve(cwd, path);
  const label = labelOf(file, cwd);
  const source = await readStudy(file, label);
  const imports = await importsOf(file, source);
  const labelled = imports.map((each) => ({ ...each, path: labelOf(each.path, cwd) }));
  const said = { sha256: sha256(source), imports: labelled };
  accept(said);
  const study = await studyIn(file, label, source, cwd, lab);
  const name = basename(file, extname(file)).replace(/\.study$/, "");
  return { study, label, name, folder: dirname(file), said };
}

async function readStudy(file: string, label: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) {
    const near = await nearStudy(file);
    const next = near ? `did you mean "${near}"?` : "w2s init writes a first one";
    throw new InputError(`${label}: no such study file; ${next}`);
  }
  if (found.isDirectory()) throw new InputError(`${label}: must be a study file, got a folder`);
  const bytes = await readFile(file);
  if (/^(\xff\xfe|\xfe\xff)/.test(bytes.toString("latin1", 0, 2))) {
    throw new InputError(
      `${label}: must be UTF-8, got UTF-16, which PowerShell writes by ">"; save it as UTF-8`,
    );
  }
  return bytes;
}

/** A study beside the file that is not there, whose name before the first dot is alike. */
async function nearStudy(file: string): Promise<string | undefined> {
  const stem = (name: string) => name.split(".")[0]!;
  const asked = stem(basename(file));
  const names = await readdir(dirname(file)).catch(() => []);
  const near = names
    .filter((name) => [".json", ...scripts].includes(extname(name)))
    .filter((name) => didYouMean(asked, [stem(name)]) !== "");
  return near.find((name) => stem(name) === asked) ?? near[0];
}

async function studyIn(
  file: string,
  label: string,
  source: Uint8Array,
  cwd: string,
  lab: Lab,
): Promise<Study> {
  const type = extname(file);
  if (type === ".json") return lab.parseStudy(parseWrittenJson(source, label), label);
  if (!scripts.includes(type)) {
    throw new InputError(
      `${label}: a study file must end in .ts, .mts, .js, .mjs or .json, got "${type}"`,
    );
  }
  const exported = await defaultExport(file, source, { label, cwd, isStudy: lab.isStudy });
  if (lab.isStudy(exported)) return exported;
  const arrival = exported === undefined ? "got no default export" : `got ${kindOf(exported)}`;
  throw new InputError(
    `${label}: must export a study, ${arrival}; write export default study({ ... })`,
  );
}

/**
 * Runs the source, not what the file may hold by now. "w2s" and the packages below it are the very
 * modules that this command runs, so that a study works in a folder without node_modules and its
 * values are the lab's own.
 */
async function defaultExport(
  file: string,
  source: Uint8Array,
  { label, cwd, isStudy }: Pick<Lab, "isStudy"> & { readonly label: string; readonly cwd: string },
): Promise<unknown> {
  const virtualModules = guarded({
    w2s: await import("../index.js"),
    "@w2s/lab": await import("@w2s/lab"),
    "@w2s/lab/engine": await import("@w2s/lab/engine"),
    "@w2s/experiments": await import("@w2s/experiments"),
    "@w2s/report": await import("@w2s/report"),
    "@w2s/models": await import("@w2s/models"),
    "@w2s/grad": await import("@w2s/grad"),
    "@w2s/world": await import("@w2s/world"),
    "@w2s/base": await import("@w2s/base"),
  });
  const transpiler = createJiti(import.meta.url, { fsCache: false });
  // As jiti does it by itself.
  const transform = (options: TransformOptions) => {
    const code = transpiler.transform(options);
    keepTranspiled(options.filename ?? file, code);
    return { code };
  };
  const jiti = createJiti(import.meta.url, {
    virtualModules,
    fsCache: false,
    interopDefault: false,
    transform,
  });
  try {
    const text = new TextDecoder().decode(source);
    // Without forceTranspile jiti would have Node import a .mjs, and so read the file again.
    const options = { filename: file, async: true, forceTranspile: true };
    const module = (await jiti.evalModule(text, options)) as { default?: unknown };
    // As `module.exports = study({ ... })` gives it in CommonJS.
    return isStudy(module) ? module : await module.default;
  } catch (error) {
    throw studyThrew(error, label, cwd);
  }
}

/** One line that begins with the file and line that threw. */
function studyThrew(error: unknown, label: string, cwd: string): InputError {
  if (!(error instanceof Error)) {
    return new InputError(`${label}: threw ${String(error)}, which is no Error`, { cause: error });
  }
  const syntax = /^ParseError: ([^\n]*)\n\s*(.*:\d+:\d+)/.exec(error.message);
  if (syntax !== null)
    return new InputError(`${labelOf(syntax[2]!, cwd)}: ${syntax[1]}`, { cause: error });
  const site = throwSite(error);
  const where = site === undefined ? label : `${labelOf(site.file, cwd)}:${site.line}`;
  const message = error.message.split("\nRequire stack:")[0]!;
  return new InputError(`${where}: ${oneLine(message) || error.name}`, { cause: error });
}

/** The path as a user would write it: relative below the current folder, absolute elsewhere. */
function labelOf(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path === "" || path.startsWith("..") ? file : path;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value)
    ? "a list"
    : typeof value === "object"
      ? "another object"
      : `a ${typeof value}`;
}
