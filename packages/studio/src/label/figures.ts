// How labelling goes while it goes: agreement and speed. Nothing here knows what is right.

import { median } from "@w2s/lab";
import { annotatorAgreement, answerProbabilities } from "@w2s/lab/labelling";
import type { LiveFigures, Speed } from "./messages.js";
import type { Session } from "./session.js";

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
  return { agreement: annotatorAgreement(votes), speed, stale: standing.stale };
}
