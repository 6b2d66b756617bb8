// What protocols come to by what they take: words and marks that an overseer reads.

import { type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart, mean } from "@w2s/report";
import { scoresOf } from "../oversight/paired.js";
import { type Seat, seatOf } from "../oversight/seats.js";

/** A protocol of one overseer over all tasks, and over the models that help. */
interface Spent extends Pick<Seat, "protocol" | "overseer"> {
  readonly tasks: number;
  readonly tokens: number;
  readonly questions: number;
  readonly turns: number;
  readonly accuracy: number;
}

/** "debate" of "debate 4": the same at several budgets is one line. */
const lineOf = (protocol: string): string => protocol.replace(/ \d+$/, "");

function spentOf(outcomes: readonly Outcome[]): Spent[] {
  const groups = new Map<string, Outcome[]>();
  for (const row of outcomes.filter(({ oversight }) => oversight !== undefined)) {
    const { protocol, overseer } = seatOf(row.supervisor);
    const key = JSON.stringify([protocol, overseer]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((rows) => {
    const { protocol, overseer } = seatOf(rows[0]!.supervisor);
    const over = (part: "tokens" | "questions" | "turns") =>
      mean(rows.map(({ oversight }) => oversight![part]));
    return {
      protocol,
      overseer,
      tasks: new Set(rows.map(({ task }) => task)).size,
      tokens: over("tokens"),
      questions: over("questions"),
      turns: over("turns"),
      accuracy: mean(rows.map((row) => scoresOf(row).weak)),
    };
  });
}

/** Accuracy of an overseer alone, over the same tasks. */
function aloneOf(outcomes: readonly Outcome[], overseer: string): number | null {
  const own = outcomes.filter(({ supervisor }) => {
    const seat = seatOf(supervisor);
    return seat.protocol === "alone" && seat.overseer === overseer;
  });
  return own.length === 0 ? null : mean(own.map((row) => scoresOf(row).weak));
}

export const budgetFigure: Figure = figure(
  "sandwiching-budget",
  (outcomes, { width }) => {
    const all = spentOf(outcomes);
    const overseers = [...new Set(all.map(({ overseer }) => overseer))];
    const lines = [...new Set(all.map(({ protocol }) => lineOf(protocol)))];
    const drawn = drawChart(
      {
        title: "What protocols come to, by what the overseer reads",
        x: { title: "words and marks read, an example", scale: "log" },
        y: { title: "accuracy over tasks" },
        panels: overseers.map((overseer) => {
          const alone = aloneOf(outcomes, overseer);
          return {
            title: overseer,
            series: lines.map((name) => ({
              name,
              points: all
                .filter((one) => one.overseer === overseer && lineOf(one.protocol) === name)
                .sort((a, b) => a.tokens - b.tokens)
                .map(({ tokens, accuracy, protocol }) => ({
                  x: tokens,
                  y: accuracy,
                  title: protocol,
                })),
            })),
            ...(alone === null ? {} : { levels: [{ y: alone, title: "alone" }] }),
          };
        }),
      },
      width,
    );
    return drawn && { svg: drawn.svg, rows: all.map((one) => ({ ...one })) };
  },
  "Mean accuracy over the tasks, and over the models that help, by how many words and marks the " +
    "overseer read of an example and what was said of it. What stands higher at the same place " +
    "is worth more at an equal budget. Data: with questions to the overseer and turns of others.",
);
