// Where a student stands on the figure's horizontal axis: by what the study sweeps where it is one
// model under several recipes, else by pretraining compute, else by parameters, else in order.

import type { ModelFacts, Outcome } from "@w2s/lab";
import { flopText, parametersText } from "../size-text.js";

/** One student of a figure. */
export interface Place {
  /** The student's label in tables. */
  readonly student: string;
  /** The label without how it is adapted: "SmolLM2:15". */
  readonly short: string;
  /** FLOP or parameters; the place in order, from 0, where sizes do not tell students apart. */
  readonly at: number;
}

/** The axis that students stand on: their recipes, compute, parameters, or their order. */
export interface SizeAxis {
  readonly kind: "flop" | "parameters" | "order";
  /** What students differ by, in a word or two: "compute", "size", "epochs". */
  readonly by: string;
  /** What the axis shows, for its title. */
  readonly title: string;
  /** How a size is written: "3e9", "135M"; of an order, the number. */
  readonly text: (at: number) => string;
  /** By the student's label, from small to large. */
  readonly places: ReadonlyMap<string, Place>;
}

type Measure = (facts: ModelFacts) => number | null;

const measures: readonly {
  readonly kind: "flop" | "parameters";
  readonly by: string;
  readonly title: string;
  readonly text: (size: number) => string;
  readonly of: Measure;
}[] = [
  {
    kind: "flop",
    by: "compute",
    // A layer is billed its parameters' share of the whole: no compute that any model had.
    title: "pretraining FLOP (a layer: its share)",
    text: flopText,
    of: (facts) => facts.pretrainingFlop,
  },
  {
    kind: "parameters",
    by: "size",
    title: "student's parameters",
    text: parametersText,
    of: (facts) => facts.parameters,
  },
];

/** Sizes nearer than this factor are one place on a figure. */
const apart = 1.05;

/**
 * The axis for all students of a study. Where one model is adapted alike under several recipes, the
 * recipes, in the study's order. Else compute where every model says it, else parameters; where a
 * size is missing, or two students adapted alike are of one size, students stand in order of what
 * is known.
 */
export function sizeAxis(outcomes: readonly Outcome[]): SizeAxis {
  const students = inStudyOrder(outcomes);
  if (areSwept(students)) return sweptAxis(students);
  for (const { kind, by, title, text, of } of measures) {
    const sizes = students.map((outcome) => of(outcome.studentModel));
    if (sizes.some((size) => size === null) || !toldApart(students, of)) continue;
    return {
      kind,
      by,
      title,
      text,
      places: placesOf(students, (outcome) => of(outcome.studentModel)!),
    };
  }
  const order = [...new Set([...students].sort(bySize).map(shortLabel))];
  const title = "students, from small to large";
  return {
    kind: "order",
    by: "size",
    title,
    text: String,
    places: placesOf(students, (outcome) => order.indexOf(shortLabel(outcome))),
  };
}

/**
 * A row of each student, in the study's order: that of the rows, in which a student that is its own
 * supervisor is missing here and there.
 */
function inStudyOrder(outcomes: readonly Outcome[]): Outcome[] {
  const bySupervisor = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const rows = bySupervisor.get(outcome.supervisor) ?? [];
    bySupervisor.set(outcome.supervisor, rows);
    if (!rows.some(({ student }) => student === outcome.student)) rows.push(outcome);
  }
  const order: Outcome[] = [];
  const placeOf = (label: string) => order.findIndex(({ student }) => student === label);
  for (const rows of bySupervisor.values()) {
    rows.forEach((row, i) => {
      if (placeOf(row.student) >= 0) return;
      const next = rows.slice(i + 1).map(({ student }) => placeOf(student));
      const before = next.find((place) => place >= 0);
      order.splice(before ?? order.length, 0, row);
    });
  }
  return order;
}

/** Whether some students are one model, adapted alike, and differ in their recipes alone. */
function areSwept(students: readonly Outcome[]): boolean {
  const keys = students.map(({ studentModel: { name, adapted, parameters } }) =>
    JSON.stringify([name, adapted, parameters]),
  );
  return new Set(keys).size < keys.length;
}

function sweptAxis(students: readonly Outcome[]): SizeAxis {
  const named = students.map(({ student }) => /^(.*) \(([^()]+)\)$/s.exec(student));
  const bases = new Set(named.map((found) => found?.[1]));
  const base = bases.size === 1 ? named[0]?.[1] : undefined;
  const settings = named.map((found) => /^([A-Za-z]+) ([^,]+)$/.exec(found?.[2] ?? ""));
  const keys = new Set(settings.map((found) => found?.[1]));
  const key = base !== undefined && keys.size === 1 ? settings[0]?.[1] : undefined;
  const places = students.map((outcome, at): [string, Place] => {
    const recipe = base === undefined ? shortLabel(outcome) : named[at]![2]!;
    const short = key === undefined ? recipe : settings[at]![2]!;
    return [outcome.student, { student: outcome.student, short, at }];
  });
  const title =
    key !== undefined
      ? `${key} of ${base}`
      : base !== undefined
        ? `${base}, in the study's order`
        : "students, in the study's order";
  return { kind: "order", by: key ?? "recipe", title, text: String, places: new Map(places) };
}

/** The student's label without how it is adapted: "small finetuned, told" as "small". */
export function shortLabel({ student, studentModel }: Outcome): string {
  return withoutAdapted(student, studentModel);
}

/** A label without how its model is adapted. */
export function withoutAdapted(label: string, { adapted }: ModelFacts): string {
  return adapted !== "" && label.endsWith(` ${adapted}`)
    ? label.slice(0, -adapted.length - 1)
    : label;
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

/** By compute, then parameters; equal and unknown sizes stay in the study's order. */
function bySize(a: Outcome, b: Outcome): number {
  const by = (of: Measure) => (of(a.studentModel) ?? 0) - (of(b.studentModel) ?? 0);
  return by((facts) => facts.pretrainingFlop) || by((facts) => facts.parameters);
}
