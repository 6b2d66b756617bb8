// A program: which letter a line reads, and whether it is the one that an earlier line gave or
// checked.

import { same } from "./atoms.js";
import { type Claim, type Decomposition, type Says, sayYes } from "./decomposition.js";

const GUARDED = ["secret", "input"];

interface Line {
  /** The letter that is given or checked. */
  readonly target?: string;
  /** The letter that is read: copied, printed or used. */
  readonly reads?: string;
  readonly does: "give" | "check" | "sink";
  /** What a letter is given, when it is no letter: whether that is guarded. */
  readonly guarded?: boolean;
}

export const programs: Decomposition = {
  asks: "is the letter that a line reads the one that an earlier line gave or checked",
  parts: (words) => {
    const lines = read(words);
    return lines.flatMap(({ reads }, at) =>
      reads === undefined ? [] : earlier(lines, at).map((place) => about(lines, at, place)),
    );
  },
  combine(words, says) {
    const lines = read(words);
    return sayYes(lines.some(({ does }, at) => does === "sink" && readsGuarded(lines, at, says)));
  },
  // A way that a value goes: the line that betrays it, and back to the line where it came from.
  claims(words) {
    const lines = read(words);
    return lines.flatMap(({ does }, at) => (does === "sink" ? ways(lines, at) : []));
  },
};

/** Whether the letter that a line reads has a guarded value there. */
function readsGuarded(lines: readonly Line[], at: number, says: Says): boolean {
  for (const place of earlier(lines, at)) {
    if (!says(about(lines, at, place))) continue;
    const { does, reads, guarded = false } = lines[place]!;
    if (does === "check") return false;
    return reads === undefined ? guarded : readsGuarded(lines, place, says);
  }
  return false;
}

/** Every way back from the letter that a line reads to a line that gives a guarded value. */
function ways(lines: readonly Line[], at: number): Claim[] {
  const before = earlier(lines, at);
  return before.flatMap((place, i): Claim[] => {
    const checks: Claim["checks"] = [
      ...before
        .slice(0, i)
        .map((other) => ({ part: about(lines, at, other), answer: "no" as const })),
      { part: about(lines, at, place), answer: "yes" },
    ];
    const { does, reads, guarded } = lines[place]!;
    if (does === "check" || (reads === undefined && !guarded)) return [];
    const rest = reads === undefined ? [end] : ways(lines, place);
    return rest.map((way) => ({
      at: [at, ...(way === end ? [place] : way.at)],
      checks: [...checks, ...way.checks],
      proves: "yes",
    }));
  });
}
const end: Claim = { at: [], checks: [], proves: "yes" };

/** Lines before one that give or check a letter, the last first. */
function earlier(lines: readonly Line[], at: number): number[] {
  return lines
    .slice(0, at)
    .flatMap(({ target }, place) => (target === undefined ? [] : [place]))
    .reverse();
}

function about(lines: readonly Line[], at: number, place: number): string {
  return same(lines[at]!.reads!, lines[place]!.target!);
}

function read([, ...words]: readonly string[]): Line[] {
  return words
    .join(" ")
    .split(" , ")
    .map((line): Line => {
      const [first, second, value] = line.split(" ") as [string, string, string | undefined];
      if (value === undefined) {
        return first === "check"
          ? { does: "check", target: second }
          : { does: "sink", reads: second };
      }
      return /^[a-z]$/.test(value)
        ? { does: "give", target: first, reads: value }
        : { does: "give", target: first, guarded: GUARDED.includes(value) };
    });
}
