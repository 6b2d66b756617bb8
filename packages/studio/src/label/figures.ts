// How labelling goes while it goes: agreement and speed. Nothing here knows what is right.

import { type AnnotatorAgreement, agreementOf, answerProbabilities, median } from "@w2s/lab";
import type { Session } from "./session.js";

/** How fast somebody answers. */
export interface Speed {
  readonly annotator: string;
  readonly answers: number;
  /** Items skipped, and items that the time limit ended. */
  readonly skipped: number;
  readonly late: number;
  /** Median seconds an answer; null without one. */
  readonly seconds: number | null;
}

/** Agreement and speed as they stand. */
export interface LiveFigures {
  readonly agreement: AnnotatorAgreement;
  readonly speed: readonly Speed[];
  /** Lines about items that changed since; they count for nothing, and the items are asked again. */
  readonly stale: number;
}

/** Agreement by the lab's own measure, as `labels` will tell it; speed by annotator. */
export function liveFigures({ standing, project }: Session): LiveFigures {
  const { options } = project.file;
  const votes = [...standing.all()].map(({ place, annotator, answer }) => ({
    example: place,
    annotator: annotator.number,
    probabilities: answerProbabilities(answer, options.length, false),
  }));
  const speed = [...standing.annotators.values()].map(({ name, lines }): Speed => {
    const all = [...lines.values()];
    const count = (what: string) => all.filter((line) => line.what === what).length;
    const times = all.filter(({ what }) => what === "answered").map(({ ms }) => ms / 1000);
    return {
      annotator: name,
      answers: times.length,
      skipped: count("skipped"),
      late: count("late"),
      seconds: median(times) ?? null,
    };
  });
  return { agreement: agreementOf(votes), speed, stale: standing.stale };
}
