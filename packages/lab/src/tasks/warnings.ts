// What a reader of the results should know about the data: one line each.

import { once } from "../once.js";
import { isGapWord } from "./label.js";
import type { Dropped, Example } from "./task.js";

/**
 * A line for each reason for which rows were left out; a limit is the user's own word and needs
 * none.
 */
export function lossWarnings(dropped: Dropped): string[] {
  const lines: [number, string, string][] = [
    [dropped.unlabelled, "row", "left out: labels maps the class to null"],
    [dropped.empty, "row", "left out: a text is blank"],
    [dropped.tied, "row", "left out: the right text and another one are the same"],
    [dropped.leaked, "example", "left out: the group is also in the test or validation source"],
    [dropped.balance, "example", "of larger classes left out to balance the classes"],
  ];
  return lines
    .filter(([number]) => number > 0)
    .map(([number, noun, what]) => `${count(number, noun)} ${what}`);
}

/** A line for texts, and one for answers, that are only what programs write for a gap. */
export function gapWarnings(examples: readonly Example[]): string[] {
  const texts = examples.flatMap(({ inputs }) => inputs.filter(isGapWord));
  const right = examples.flatMap(({ right: [first] = [] }) => (isGapWord(first) ? [first!] : []));
  return [gapWarning(texts, "text"), gapWarning(right, "answer")].flatMap((line) => line ?? []);
}

function gapWarning(words: readonly string[], noun: string): string | null {
  if (words.length === 0) return null;
  const known = [...new Set(words.map((word) => JSON.stringify(word.trim())))];
  const are = words.length === 1 ? "is" : "are";
  const shown = known.slice(0, 3).join(" or ");
  return `${count(words.length, noun)} ${are} only ${shown}: drop the rows if nothing stood there`;
}

/** A line for texts that stand in rows of different classes, as where each annotator has a row. */
export function disputeWarnings(examples: readonly Example[]): string[] {
  const classes = new Map<string, Set<number>>();
  for (const { inputs, label, right } of examples) {
    if (inputs.length > 1 || right !== undefined) continue;
    once(classes, inputs[0]!, () => new Set()).add(label);
  }
  const disputed = [...classes.values()].filter((labels) => labels.size > 1).length;
  if (disputed === 0) return [];
  const stand = disputed === 1 ? "stands" : "stand";
  return [
    `${count(disputed, "text")} ${stand} in rows of different classes: keep one row of each, as ` +
      "most of them say, or none",
  ];
}

/** Texts that occur in more than one group can lie on both sides of a split. */
export function leakWarnings(examples: readonly Example[]): string[] {
  const groups = new Map<string, string>();
  const shared = new Set<string>();
  for (const { inputs, group } of examples) {
    const text = inputs.length === 1 ? inputs[0]! : [...inputs].sort().join("\0");
    const first = groups.get(text);
    if (first === undefined) groups.set(text, group);
    else if (first !== group) shared.add(text);
  }
  const leaks = shared.size === 0 ? [] : [`${count(shared.size, "text")} ${LEAK}`];
  return [...leaks, ...promptWarnings(examples)];
}

const LEAK = "in more than one group: perhaps on both sides of a split";

/** Shorter beginnings are greetings. */
const LEAST_PROMPT = 20;

/** Compared texts of different groups that begin alike: a prompt that nobody named. */
function promptWarnings(examples: readonly Example[]): string[] {
  const groups = new Map<string, Set<string>>();
  const pairs = new Map<string, number>();
  for (const { inputs, group } of examples) {
    const beginning = /^.*[\n.?!:]/s.exec(commonBeginning(inputs))?.[0].trim() ?? "";
    if (inputs.length < 2 || beginning.length < LEAST_PROMPT) continue;
    groups.set(beginning, (groups.get(beginning) ?? new Set()).add(group));
    pairs.set(beginning, (pairs.get(beginning) ?? 0) + 1);
  }
  const shared = [...groups].filter(([, all]) => all.size > 1).map(([beginning]) => beginning);
  if (shared.length === 0) return [];
  const total = shared.reduce((sum, beginning) => sum + pairs.get(beginning)!, 0);
  return [
    `${count(total, "example")} with ${count(shared.length, "beginning")} that other groups have ` +
      'too: perhaps on both sides of a split; name the field with it as "prompt" or "group"',
  ];
}

function commonBeginning([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same += 1;
    length = same;
  }
  return first.slice(0, length);
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
