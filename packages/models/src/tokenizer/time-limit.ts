// A tokenizer.json may bring regular expressions of its own, and some take exponential time on some
// texts: a file from elsewhere must not hang a run. Node's vm ends what takes too long, a regular
// expression in the middle of a text too. It costs about 0.1 ms a text, so expressions that are
// known to be harmless run without.

import { createContext, Script } from "node:vm";
import { InputError } from "@w2s/base";

/** How long one text may take. Published tokenizers read a megabyte in this time. */
const LIMIT_MS = 5_000;

/**
 * Those of Llama 3, of Qwen 2 and 3, of GPT-4o, of T5 and of the world's models: no repetition
 * within another, so no exponential time.
 */
const HARMLESS = new Set([
  "[^a-z]",
  " {2,}",
  "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+" +
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|" +
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*" +
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|" +
    "\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| " +
    "?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| " +
    "?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
]);

/**
 * `encode` as it is, or with a limit of time where the tokenizer's file (its parsed JSON is given)
 * brings regular expressions that are not known.
 * @throws InputError from the function it gives, naming `label`, for a text that takes too long
 */
export function timeLimited<T>(
  label: string,
  json: object,
  encode: (text: string) => T,
  limitMs = LIMIT_MS,
): (text: string) => T {
  if (expressionsIn(json).every((expression) => HARMLESS.has(expression))) return encode;
  return (text) => {
    try {
      return within(limitMs, () => encode(text));
    } catch (error) {
      if (!isTimeout(error)) throw error;
    }
    // The clock goes on while a process is stopped, or a machine sleeps: a second try tells.
    try {
      return within(limitMs, () => encode(text));
    } catch (error) {
      if (!isTimeout(error)) throw error;
      throw new InputError(
        `${label}: its regular expression takes more than ${limitMs / 1000} s on a text of ` +
          `${text.length} characters; take another tokenizer`,
        { cause: error },
      );
    }
  };
}

const isTimeout = (error: unknown): boolean =>
  (error as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** Every `{ "Regex": ... }` of the file. */
function expressionsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "Regex" && typeof inner === "string" ? [inner] : expressionsIn(inner),
  );
}

const box: { work: () => unknown } = { work: () => undefined };
const context = createContext(box);
const script = new Script("work()");

function within<T>(limitMs: number, work: () => T): T {
  let result: { readonly value: T } | undefined;
  box.work = () => {
    result = { value: work() };
  };
  script.runInContext(context, { timeout: limitMs });
  return result!.value;
}
