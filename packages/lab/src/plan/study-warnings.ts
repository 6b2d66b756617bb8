// What a reader of a study's results should know of the study itself, said where they are printed.

import type { Model } from "@w2s/models";
import { hasDrawn, isModelFeatures, layerOf, type ModelFeatures } from "../reading/index.js";
import { type StudentSpec, sameness, studentKind } from "../students/index.js";
import { saysTruth, studentOf } from "../supervisors/index.js";
import type { OpenModels } from "./models.js";
import { type Grid, type PlannedStudy, studentsOf } from "./planned-study.js";

export function studyWarnings(study: PlannedStudy): string[] {
  return [
    ...drawnWarning(studentsOf(study)),
    ...toldErrorsWarning(study),
    ...selfTeachingWarning(study),
  ];
}

/**
 * One model at one layer under two names (a layer counted from the end, a copy, a link) that
 * teaches itself: said, since what it comes to is no gain.
 */
export function sameModelWarnings(study: Grid, models: Pick<OpenModels, "get">): string[] {
  const { supervisors, students } = study;
  const made = (spec: StudentSpec) =>
    sameness(spec, (value) => (isModelFeatures(value) ? placed(value, models.get(value)) : value));
  return supervisors.flatMap((supervisor) => {
    const behind = studentOf(supervisor);
    if (!behind) return [];
    const own = made(behind);
    const same = students.filter(
      (student) =>
        study.teaches(supervisor, student) &&
        !study.isSelf(supervisor, student) &&
        made(student) === own,
    );
    return same.map(
      ({ label }) =>
        `${supervisor.label} and ${label} are the same model, layer and training under two ` +
        "names: what the one teaches the other is no gain",
    );
  });
}

const placed = (source: ModelFeatures, model: Model): object => ({
  model: model.fingerprint,
  layer: layerOf(source, model),
  pooling: source.pooling,
  maxTokens: source.maxTokens,
});

/** Nobody should take a demonstration for a finding. */
export function drawnWarning(students: readonly StudentSpec[]): string[] {
  const isDrawn = students.some((spec) => hasDrawn(studentKind(spec).source(spec)));
  return isDrawn
    ? [
        "features are drawn in memory, from random word vectors: they show how a study works and " +
          "say nothing about models",
      ]
    : [];
}

/** A model's labels are its own; labels made of ground truth under a rule may be undone. */
function toldErrorsWarning({ supervisors, students }: PlannedStudy): string[] {
  return students.some(({ told }) => told) && supervisors.some(saysTruth)
    ? [
        "told students read labels that are or may be made of ground truth, in test texts too: " +
          "a ceiling may learn to undo the rule, so read PGR with care",
      ]
    : [];
}

/** Pairs that teach nobody are said, never dropped in silence. */
function selfTeachingWarning({ supervisors, students, isSelf }: PlannedStudy): string[] {
  const alike = supervisors.filter((supervisor) =>
    students.some((student) => isSelf(supervisor, student)),
  );
  return alike.length === 0 || supervisors.length * students.length === 1
    ? []
    : [
        `${alike.map(({ label }) => label).join(", ")}: as a supervisor and as a student ` +
          "the same; " +
          "the pair is left out, and stands as the arm taught by itself",
      ];
}
