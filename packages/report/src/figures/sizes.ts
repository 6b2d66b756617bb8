// Where a student stands on the figure's horizontal axis: by pretraining compute, else by
// parameters, else in order.

import type { ModelFacts, Outcome } from "@w2s/lab";

/** One student of a figure. */
export interface Place {
  /** The student's label in tables. */
  readonly student: string;
  /** The label without how it is adapted: "SmolLM2:15". */
  readonly short: string;
  /** FLOP or parameters; the place in order, from 0, where sizes do not tell students apart. */
  readonly at: number;
}

/** The axis that students stand on: pretraining compute, else parameters, else their order. */
export interface SizeAxis {
  readonly kind: "flop" | "parameters" | "order";
  /** What the axis shows, for its title. */
  readonly title: string;
  /** By the student's label, from small to large. */
  readonly places: ReadonlyMap<string, Place>;
}

type Measure = (facts: ModelFacts) => number | null;

const measures: readonly {
  readonly kind: "flop" | "parameters";
  readonly title: string;
  readonly of: Measure;
}[] = [
  {
    kind: "flop",
    title: "student's pretraining compute (FLOP)",
    of: (facts) => facts.pretrainingFlop,
  },
  { kind: "parameters", title: "student's parameters", of: (facts) => facts.parameters },
];

/** Sizes nearer than this factor are one place on a figure. */
const apart = 1.05;

/**
 * The axis for all students of a study. Compute where every model says it, else parameters; where a
 * size is missing, or two students adapted alike are of one size, students stand in order of what
 * is known.
 */
export function sizeAxis(outcomes: readonly Outcome[]): SizeAxis {
  const students = [...new Map(outcomes.map((outcome) => [outcome.student, outcome])).values()];
  for (const { kind, title, of } of measures) {
    const sizes = students.map((outcome) => of(outcome.studentModel));
    if (sizes.some((size) => size === null) || !toldApart(students, of)) continue;
    return { kind, title, places: placesOf(students, (outcome) => of(outcome.studentModel)!) };
  }
  const order = [...new Set([...students].sort(bySize).map(shortLabel))];
  const title = "students, from small to large";
  return {
    kind: "order",
    title,
    places: placesOf(students, (outcome) => order.indexOf(shortLabel(outcome))),
  };
}

/** The student's label without how it is adapted: "small finetuned, told" as "small". */
export function shortLabel({ student, studentModel: { adapted } }: Outcome): string {
  return adapted !== "" && student.endsWith(` ${adapted}`)
    ? student.slice(0, -adapted.length - 1)
    : student;
}

/** Whether all that are adapted alike have sizes of their own. */
function toldApart(students: readonly Outcome[], of: Measure): boolean {
  return students.every((one) =>
    students.every((other) => {
      if (one === other || one.studentModel.adapted !== other.studentModel.adapted) return true;
      const ratio = of(one.studentModel)! / of(other.studentModel)!;
      return Math.max(ratio, 1 / ratio) >= apart;
    }),
  );
}

function placesOf(
  students: readonly Outcome[],
  at: (outcome: Outcome) => number,
): Map<string, Place> {
  const places = students.map((outcome) => ({
    student: outcome.student,
    short: shortLabel(outcome),
    at: at(outcome),
  }));
  return new Map(places.sort((a, b) => a.at - b.at).map((place) => [place.student, place]));
}

/** By compute, then parameters, then how well the ceiling does; unknown sizes count as equal. */
function bySize(a: Outcome, b: Outcome): number {
  const by = (of: Measure) => (of(a.studentModel) ?? 0) - (of(b.studentModel) ?? 0);
  return (
    by((facts) => facts.pretrainingFlop) ||
    by((facts) => facts.parameters) ||
    a.scores.ceiling.accuracy.value - b.scores.ceiling.accuracy.value
  );
}
