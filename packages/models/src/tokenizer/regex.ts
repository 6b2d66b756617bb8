// Regular expressions of tokenizer.json: written for Oniguruma (Ruby's syntax, Unicode), run by
// JavaScript's engine under the v flag. What is not known to mean the same is refused.

import { InputError } from "@w2s/base";
import {
  caselessRange,
  classItem,
  ESCAPES,
  ESCAPES_IN_BRACKETS,
  type One,
  posixSet,
  property,
  WORD,
} from "./regex-classes.js";

/**
 * The same expression for JavaScript, to be run with the flags "gv".
 * @throws InputError naming `place` and what of the expression is not supported
 */
export function fromOniguruma(source: string, place: string): RegExp {
  const parser = new Parser(source, place);
  const translated = parser.whole();
  try {
    return new RegExp(translated, "gv");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`${place}: the regular expression cannot be read: ${reason}`, { cause });
  }
}

/** An expression that matches a string. */
export function literalRegex(text: string): RegExp {
  return new RegExp([...text].map((char) => `[${classItem(char, false)}]`).join(""), "gv");
}

/** Letters that one character stands for where case does not count. */
const LIGATURES = ["ss", "ff", "fi", "fl", "st"];
const GROUPS = ["?:", "?=", "?!", "?<=", "?<!"] as const;
/** Begins a line: Oniguruma has none after a line's end that ends the text. */
const LINE_START = "(?:^|(?<=\\n)(?!$))";
const LINE_END = "(?=\\n|$)";
const BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const NO_BOUNDARY = `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;
const ANCHORS: Readonly<Record<string, string>> = {
  A: "^",
  z: "$",
  Z: "(?=\\n?$)",
  b: BOUNDARY,
  B: NO_BOUNDARY,
};

class Parser {
  private at = 0;
  private named = 0;
  /** Whether letters match in either case, here. */
  private ignoreCase = false;
  /** The last character that stood for itself, and where it ended. */
  private char = "";
  private beforeChar = -1;

  constructor(
    private readonly source: string,
    private readonly place: string,
  ) {}

  whole(): string {
    const result = this.alternatives();
    if (this.at < this.source.length) this.refuse(")");
    return result;
  }

  /** Up to the end of a group, its bracket left. */
  private alternatives(): string {
    const before = this.ignoreCase;
    let result = "";
    while (this.at < this.source.length && this.source[this.at] !== ")") {
      if (this.take("|")) result += "|";
      else result += this.quantified(this.atom());
    }
    this.ignoreCase = before;
    return result;
  }

  private quantified(atom: string): string {
    let result = atom;
    for (;;) {
      const match = /^(?:[*+?]|\{\d*,?\d*\})/.exec(this.source.slice(this.at))?.[0];
      if (match === undefined || match === "{}" || match === "{,}") return result;
      if (result === "") this.refuse(match);
      this.at += match.length;
      const count = match.replace(/^\{,/, "{0,");
      const isInterval = count.startsWith("{");
      const isFixed = isInterval && !count.includes(",");
      if (!(isInterval && isFixed) && this.take("?")) result = `(?:${result}${count}?)`;
      else if (!isInterval && this.take("+")) result = this.atomic(`${result}${count}`);
      else result = `(?:${result}${count})`;
    }
  }

  /** What is matched is not given back: a look ahead that remembers it. */
  private atomic(inner: string): string {
    const name = `w2s${this.named++}`;
    return `(?:(?=(?<${name}>${inner}))\\k<${name}>)`;
  }

  private atom(): string {
    const char = this.next();
    if (char === "(") return this.group();
    if (char === "[") return this.bracket();
    if (char === "\\") return this.escape();
    if ("*+?".includes(char)) this.refuse(char);
    if (char === ".") return "[^\\n]";
    if (char === "^") return LINE_START;
    if (char === "$") return LINE_END;
    return this.literal(char);
  }

  private group(): string {
    const comment = /^\?#[^)]*\)/.exec(this.source.slice(this.at))?.[0];
    if (comment !== undefined) {
      this.at += comment.length;
      return "";
    }
    const name = /^\?<[\p{L}_]\w*>/u.exec(this.source.slice(this.at))?.[0];
    this.at += name?.length ?? 0;
    const kind = GROUPS.find((prefix) => this.take(prefix));
    if (kind) return this.closed((inner) => `(${kind}${inner})`);
    if (this.take("?>")) return this.closed((inner) => this.atomic(inner));
    const options = /^\?([i]*)(?:-([imx]+))?([:)])/.exec(this.source.slice(this.at));
    if (options) {
      this.at += options[0].length;
      const before = this.ignoreCase;
      if (options[1]) this.ignoreCase = true;
      if (options[2]?.includes("i")) this.ignoreCase = false;
      // Without a colon it holds to the end of the group that it stands in.
      if (options[3] === ")") return this.rest();
      const result = this.closed((inner) => `(?:${inner})`);
      this.ignoreCase = before;
      return result;
    }
    if (this.source[this.at] === "?") this.refuse(this.source.slice(this.at - 1, this.at + 3));
    return this.closed((inner) => `(?:${inner})`);
  }

  private rest(): string {
    let result = "";
    while (this.at < this.source.length && this.source[this.at] !== ")") {
      result += this.take("|") ? "|" : this.quantified(this.atom());
    }
    return `(?:${result})`;
  }

  private closed(wrap: (inner: string) => string): string {
    const inner = this.alternatives();
    if (!this.take(")")) this.refuse("(");
    return wrap(inner);
  }

  private escape(): string {
    const anchor = ANCHORS[this.source[this.at] ?? ""];
    if (anchor !== undefined) {
      this.at++;
      return anchor;
    }
    const found = this.escaped();
    return "set" in found ? `[${found.set}]` : this.literal(found.char);
  }

  /** What stands behind a backslash and is no anchor. */
  private escaped(escapes = ESCAPES): One {
    const rest = this.source.slice(this.at);
    const name = /^[pP]\{\^?[\w\- ]+\}/.exec(rest)?.[0];
    if (name !== undefined) {
      this.at += name.length;
      return { set: property(name) ?? this.refuse(`\\${name}`) };
    }
    const code = /^(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(rest);
    if (code) {
      this.at += code[0].length;
      const point = Number.parseInt((code[1] ?? code[2] ?? code[3])!, 16);
      if (point > 0x10ffff) this.refuse(`\\${code[0]}`);
      return { char: String.fromCodePoint(point) };
    }
    const char = this.next();
    const known = escapes[char];
    if (known !== undefined) return known;
    return /[\p{L}\p{N}]/u.test(char) ? this.refuse(`\\${char}`) : { char };
  }

  /** A class in square brackets, those within it included. */
  private bracket(): string {
    const negated = this.take("^");
    const sides = [""];
    for (let first = true; ; first = false) {
      if (this.at >= this.source.length) this.refuse("[");
      if (!first && this.take("]")) break;
      if (this.take("&&")) sides.push("");
      else sides[sides.length - 1] += this.source[this.at] === "[" ? this.inner() : this.item();
    }
    // An intersection's sides are classes of their own.
    const body = sides.length > 1 ? sides.map((side) => `[${side}]`).join("&&") : sides[0];
    return `[${negated ? "^" : ""}${body}]`;
  }

  private inner(): string {
    const posix = /^\[:(\^?\w+):\]/.exec(this.source.slice(this.at));
    if (posix) {
      this.at += posix[0].length;
      return posixSet(posix[1]!) ?? this.refuse(posix[0]);
    }
    this.at++;
    return this.bracket();
  }

  /** A character, a range or an escape within brackets. */
  private item(): string {
    const from = this.classSymbol();
    if ("set" in from) return from.set;
    this.refuseFolded(from.char);
    if (!/^-[^\]]/.test(this.source.slice(this.at))) return classItem(from.char, this.ignoreCase);
    this.at++;
    const to = this.classSymbol();
    if ("set" in to || from.char.codePointAt(0)! > to.char.codePointAt(0)!) {
      return this.refuse(`[${from.char}-`);
    }
    if (!this.ignoreCase) return `${classItem(from.char, false)}-${classItem(to.char, false)}`;
    return caselessRange(from.char, to.char) ?? this.refuse(`(?i:[${from.char}-${to.char}])`);
  }

  private classSymbol(): One {
    const char = this.next();
    return char === "\\" ? this.escaped(ESCAPES_IN_BRACKETS) : { char };
  }

  private literal(char: string): string {
    const before = this.beforeChar === this.at - char.length ? this.char : "";
    this.refuseFolded(char, before);
    this.char = char;
    this.beforeChar = this.at;
    return `[${classItem(char, this.ignoreCase)}]`;
  }

  /** Where case does not count, Oniguruma takes "ss" for a sharp s, "fi" for a ligature. */
  private refuseFolded(char: string, before = ""): void {
    if (!this.ignoreCase) return;
    const pair = (before + char).toLowerCase();
    if (LIGATURES.includes(pair)) this.refuse(`(?i:${pair})`);
    const cases = [char.toUpperCase(), char.toLowerCase()];
    if (cases.some((one) => [...one].length > 1)) this.refuse(`(?i:${char})`);
  }

  private next(): string {
    const point = this.source.codePointAt(this.at);
    const char = point === undefined ? this.refuse("\\") : String.fromCodePoint(point);
    this.at += char.length;
    return char;
  }

  private take(text: string): boolean {
    const found = this.source.startsWith(text, this.at);
    if (found) this.at += text.length;
    return found;
  }

  private refuse(what: string): never {
    throw new InputError(
      `${this.place}: ${JSON.stringify(what)} in a regular expression is not supported; take a ` +
        "model with another tokenizer",
    );
  }
}
