// A model folder's tokenizer files, copied into a folder that is saved: nothing that leads out of
// the model's folder, and no code from elsewhere.

import { existsSync, readdirSync, realpathSync } from "node:fs";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { InputError } from "@w2s/base";
import { withoutForeignCode } from "./foreign-code.js";
import { TOKENIZER, TOKENIZER_CONFIG } from "./hub/model-files.js";
import { isGguf, tokenizerJson } from "./model-json.js";

const TOKENIZER_FILES =
  /^(tokenizer.*|special_tokens_map|added_tokens|vocab|generation_config)\.json$|^(vocab|merges)\.txt$|\.jinja$|^tokenizer\.model$/;

/**
 * Copies a model folder's tokenizer files; null where there are none. Of a GGUF file that holds the
 * tokenizer, what tokenizer.json would say is written.
 * @throws InputError as `tokenizerFilesOf`
 */
export async function copyTokenizer(from: string | null, folder: string): Promise<void> {
  if (from !== null && isGguf(from)) {
    await writeFile(join(folder, TOKENIZER), JSON.stringify(tokenizerJson(from)));
    return;
  }
  for (const file of from === null ? [] : tokenizerFilesOf(from)) {
    const place = join(folder, basename(file));
    if (basename(file) === TOKENIZER_CONFIG) await copyConfig(file, place);
    else await copyFile(file, place);
  }
}

/**
 * The paths of a model folder's tokenizer files; a GGUF file that holds the tokenizer is its own.
 * @throws InputError when it has no tokenizer.json, or one is a link that leads elsewhere
 */
export function tokenizerFilesOf(folder: string): string[] {
  if (isGguf(folder)) return [folder];
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => TOKENIZER_FILES.test(name))
    : [];
  if (!names.includes(TOKENIZER))
    throw new InputError(`${folder}: no ${TOKENIZER}; a model folder needs one`);
  const files = names.sort().map((name) => join(folder, name));
  for (const file of files) refuseLinkElsewhere(file);
  return files;
}

/**
 * A link may lead to a file of the same folder, or in the Hugging Face cache, whose snapshots are
 * links, to the model's blobs: what lies elsewhere was not meant to be given away.
 */
function refuseLinkElsewhere(file: string): void {
  const folder = realpathSync(dirname(file));
  const inCache = basename(dirname(folder)) === "snapshots";
  const places = [folder, ...(inCache ? [join(dirname(dirname(folder)), "blobs")] : [])];
  const target = existsSync(file) ? realpathSync(file) : undefined;
  if (target !== undefined && places.some((place) => target.startsWith(place + sep))) return;
  throw new InputError(
    `${file}: must be a file of the model's folder, got a link to ${target ?? "nothing"}; put ` +
      "the file there, or take the link away",
  );
}

/** The bytes as they are, unless they name code from elsewhere. */
async function copyConfig(file: string, place: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const config = jsonObject(text);
  const clean = config && withoutForeignCode(config);
  if (clean === undefined || clean === config) await writeFile(place, text);
  else await writeFile(place, `${JSON.stringify(clean, null, 2)}\n`);
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
