// JSON with the line and column of a mistake, which JSON.parse does not tell on every Node.

import { type ParseError, parse, printParseErrorCode, visit } from "jsonc-parser";
import { InputError } from "./errors.js";

/** @throws InputError `label:line:column: ...` when the bytes are no JSON. */
export function parseJsonText(bytes: Uint8Array, label: string): unknown {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${label}${positionOf(text)}`, { cause: error });
  }
}

/**
 * JSON that a person wrote: as `parseJsonText`, and no object has a name twice, of which JSON.parse
 * loses the first without a word, or "__proto__", which checks of objects pass over.
 * @throws InputError `label:line:column: ...`
 */
export function parseWrittenJson(bytes: Uint8Array, label: string): unknown {
  const value = parseJsonText(bytes, label);
  const open: Set<string>[] = [];
  visit(new TextDecoder().decode(bytes), {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, _offset, _length, line, column) => {
      const names = open.at(-1)!;
      if (name === "__proto__") {
        throw new InputError(
          `${label}:${line + 1}:${column + 1}: "__proto__" cannot be a name here; take another`,
        );
      }
      if (names.has(name)) {
        throw new InputError(
          `${label}:${line + 1}:${column + 1}: "${name}" is there twice in one object; leave one`,
        );
      }
      names.add(name);
    },
  });
  return value;
}

function positionOf(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  if (first === undefined) return ": must be JSON";
  const before = text.slice(0, first.offset).split("\n");
  return (
    `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}: must be JSON, ` +
    `${spell(first.error)}`
  );
}

/** "CommaExpected" as "comma expected". */
function spell(code: number): string {
  return printParseErrorCode(code as never)
    .replaceAll(/(?!^)[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();
}
