// Transcripts on a terminal: an example's text, what happened turn by turn, and what came of it.

import { clip, plain } from "@w2s/base";
import type { TranscriptRow, Turn } from "@w2s/lab";
import { answerOf } from "@w2s/lab";
import { decimal } from "@w2s/report";
import type { Colors } from "../io.js";
import { unbroken, wrap } from "./wrap.js";

/** Lines of one transcript, each at most `width` columns wide. */
export function transcriptLines(row: TranscriptRow, width: number, colors: Colors): string[] {
  const { id, supervisor, protocol, truth, said, budget, seed, turns, texts } = row;
  const name = namesOf(row);
  const facts = [
    `truth ${name(truth)}`,
    `${protocol} ${name(answerOf(said))} ${decimal(said[answerOf(said)]!, 2)}`,
    `${budget.questions} questions`,
    ...(budget.turns > 0 ? [`${budget.turns} turns`] : []),
    ...(budget.checks > 0 ? [`${budget.checks} checks`] : []),
    `${budget.tokens} tokens`,
    `seed ${seed}`,
  ].map(unbroken);
  return [
    ...wrap(`${clean(id)}  ${clean(supervisor)}`, width, 4).map(colors.bold),
    ...wrap(`  ${facts.join("; ")}`, width, 4, "  "),
    ...texts.map((text) => clip(`    ${clean(text)}`, width)),
    ...turns.map((turn) => clip(`    - ${turnText(turn, name)}`, width)),
  ];
}

/** What an option of the task is called. */
const namesOf =
  ({ optionNames }: TranscriptRow) =>
  (option: number): string =>
    clip(clean(optionNames[option] ?? String(option)), 24);

function turnText(turn: Turn, name: (option: number) => string): string {
  const own = (said: readonly number[], names = name) =>
    `${names(answerOf(said))} ${decimal(said[answerOf(said)]!, 2)}`;
  switch (turn.does) {
    case "asks": {
      const names = turn.part ? partName : name;
      const wrong = turn.wrong ? ", wrong on purpose" : "";
      const missed = answerOf(turn.said) === turn.truth ? "" : ` (it is ${names(turn.truth)})`;
      return `${turn.who} says ${own(turn.said, names)}${wrong}${missed}: ${clean(turn.text)}`;
    }
    case "argues":
      return (
        `${turn.who} argues for ${name(turn.option)} ` +
        `(${turn.position}; believes ${own(turn.said)})`
      );
    case "shows":
      return `${turn.who} says ${own(turn.said)}: ${clean(turn.text)}`;
    case "writes": {
      const { length } = turn.quotes.filter(({ found }) => found);
      const quotes =
        turn.quotes.length > 0 ? `, ${length} of ${turn.quotes.length} quotes right` : "";
      return `${turn.who} writes for ${name(turn.option)}${quotes}: ${clean(turn.text)}`;
    }
    case "claims":
      return (
        `${turn.who} claims ${name(turn.proves)}, ${turn.truth ? "truly" : "falsely"}: ` +
        clean(turn.text)
      );
    case "checks":
      return `${turn.who} finds that it ${turn.holds ? "holds" : "does not hold"}`;
  }
}

const partName = (option: number): string => (option === 1 ? "yes" : "no");

/** A text on one line, its blanks single. */
const clean = (text: string): string => plain(text).replaceAll(/\s+/gu, " ").trim();
