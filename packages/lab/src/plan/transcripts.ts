// Transcripts of a plan: what the protocols behind its labels asked, showed and checked, example by
// example, after the fact.

import type { ResultCache, Step } from "../engine/index.js";
import type { TranscriptRow } from "../outcome/index.js";
import { type OverseenLabels, protocolsBehind } from "../supervisors/index.js";
import { type Example, placeOf } from "../tasks/index.js";
import { firstCells } from "./first-cells.js";
import type { Plan } from "./plan.js";

/** The protocols behind a plan's labels, whose results transcripts are read from. */
export function transcriptSteps({ cells }: Pick<Plan, "cells">): readonly Step<OverseenLabels>[] {
  const steps = cells.flatMap(({ trials }) => trials.flatMap(({ weak }) => protocolsBehind(weak)));
  return [...new Map(steps.map((step) => [step.name, step])).values()];
}

/** Whether files hold texts, or where they stand. */
export type TextsAs = "texts" | "places";

const all = ["transfer", "validation", "test"] as const;

/** Transcripts above which those of test alone are read: a line is about 2 kB. */
const mostWhole = 20_000;

/** How many transcripts a plan has, of all splits. */
function transcriptCount({ cells }: Plan): number {
  return firstCells({ cells })
    .flatMap(({ room, trials }) =>
      trials.map(({ seed, weak }) => room.asked(seed).length * protocolsBehind(weak).length),
    )
    .reduce((sum, count) => sum + count, 0);
}

/** Rows of one protocol under one seed at a time, splits in the order of evidence. */
export async function* transcriptsOf(
  plan: Plan,
  results: Pick<ResultCache, "read">,
  texts: TextsAs,
): AsyncGenerator<readonly TranscriptRow[]> {
  const textsOf = (example: Example) => (texts === "texts" ? example.inputs : [placeOf(example)]);
  const wanted = transcriptCount(plan) > mostWhole ? (["test"] as const) : all;
  for (const { room, supervisor, trials } of firstCells(plan)) {
    const { name: task, optionNames } = room.task;
    for (const { seed, weak } of trials) {
      const splits = room.rows(seed);
      for (const step of protocolsBehind(weak)) {
        const { rows, transcripts } = await results.read(step);
        const places = new Map(Array.from(rows, (row, place) => [row, place]));
        for (const split of wanted) {
          yield Array.from(splits[split]).flatMap((row) => {
            const transcript = transcripts[places.get(row) ?? -1];
            if (!transcript) return [];
            const example = room.examples[row]!;
            return [
              {
                task,
                supervisor,
                seed,
                split,
                id: example.id,
                texts: textsOf(example),
                truth: example.label,
                optionNames,
                ...transcript,
              },
            ];
          });
        }
      }
    }
  }
}
