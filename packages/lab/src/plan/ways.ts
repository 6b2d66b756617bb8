// Ways of learning: a study's methods from its kinds of labels, as a student can follow them.

import type { Hardness } from "../labels/index.js";
import { isLoss, type Method, methodLabels, naive } from "../methods/index.js";
import { type StudentSpec, studentKind, UnsuitedStudent } from "../students/index.js";
import type { Grid } from "./planned-study.js";

/** A way of learning: a method from a kind of labels, and what tables call it. */
export interface Way {
  readonly hardness: Hardness;
  readonly method: Method;
  readonly name: string;
}

/** How a student learns in a study. */
export interface Ways {
  readonly ways: readonly Way[];
  /** Names of the study's methods that it cannot follow. */
  readonly unsuited: readonly string[];
}

/**
 * The ways of a student. One that no loss teaches learns from labels of one kind, as they are, and
 * by the study's programs that need nothing else of it: filters, chains, iterations, ensembles.
 * @param follow plans a way. @throws UnsuitedStudent where the student cannot learn so
 */
export function waysOf(
  student: StudentSpec,
  { labels, methods }: Pick<Grid, "labels" | "methods">,
  follow: (way: Way) => void,
): Ways {
  const { learns, open } = studentKind(student);
  const names = methodLabels(methods);
  const from = (hardness: Hardness): Way[] =>
    methods.map((method, m) => ({ hardness, method, name: names[m]! }));
  if (learns === "by loss") return { ways: labels.flatMap(from), unsuited: [] };
  // A context holds words: there labels are hard.
  const own: Way =
    learns === "in context"
      ? { hardness: "hard", method: naive(), name: "in context" }
      : { hardness: labels[0]!, method: naive(), name: "elsewhere" };
  const ways = [own];
  const unsuited: string[] = [];
  for (const way of from(own.hardness)) {
    // What was said is read: there is nobody to teach.
    if (!open && follows(way, follow)) {
      // The one loss that may be followed is no loss at all: the student's own way.
      if (!isLoss(way.method)) ways.push(way);
    } else if (way.name !== usual) unsuited.push(way.name);
  }
  return { ways, unsuited };
}

const [usual] = methodLabels([naive()]);

function follows(way: Way, follow: (way: Way) => void): boolean {
  try {
    follow(way);
    return true;
  } catch (error) {
    if (error instanceof UnsuitedStudent) return false;
    throw error;
  }
}
