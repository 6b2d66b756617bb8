// How a user names a model: a path, or a name with an optional revision and weights file.

import { basename, dirname, resolve } from "node:path";
import { InputError } from "@w2s/base";
import { expandHome } from "./settings.js";

export type ModelName =
  | {
      readonly kind: "path";
      /** Absolute path of the model's folder. */
      readonly folder: string;
      /** A weights file in it, when the path was that file's. */
      readonly file: string | null;
    }
  | {
      readonly kind: "name";
      /** "org/name", or "name" alone. */
      readonly id: string;
      /** Branch, tag or commit; null when not said. */
      readonly revision: string | null;
      readonly file: string | null;
    };

const PATH = /^(\.{1,2}|~|[A-Za-z]:)?[\\/]|^\.{1,2}$|^~$/;
const WEIGHTS = /\.(gguf|safetensors(\.index\.json)?)$/;
const PART = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/**
 * Reads a model's name. A path begins with `./`, `../`, `/` or `~/`; everything else is
 * `org/name`, `org/name@revision` or `org/name/file.gguf`.
 * @throws InputError for a name that is neither.
 */
export function parseModelName(text: string): ModelName {
  if (PATH.test(text)) return parsePath(resolve(expandHome(text)));
  const [whole = "", revision = null, ...rest] = text.split("@");
  const parts = whole.split("/");
  const file = parts.length > 1 && WEIGHTS.test(parts.at(-1) ?? "") ? (parts.pop() ?? null) : null;
  const wellFormed =
    parts.length <= 2 && parts.every((part) => PART.test(part) && !/--|\.\./.test(part));
  if (!wellFormed || rest.length > 0 || (revision !== null && !isRevision(revision))) {
    throw new InputError(
      `model "${text}": expected "org/name", "org/name@revision", "org/name/file.gguf" or a ` +
        `path that begins with "./" or "/"`,
    );
  }
  return { kind: "name", id: parts.join("/"), revision, file };
}

function parsePath(path: string): ModelName {
  return WEIGHTS.test(path)
    ? { kind: "path", folder: dirname(path), file: basename(path) }
    : { kind: "path", folder: path, file: null };
}

/** Branches may have slashes ("refs/pr/1"), never an empty or upward part. */
function isRevision(revision: string): boolean {
  return revision.split("/").every((part) => PART.test(part) && !part.includes(".."));
}
