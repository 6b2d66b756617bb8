// Whether a model's answers to related concepts fit together: the same problems, asked as honesty,
// preference, instruction and safety, joined by their ids.

import { answerOf, type EvidenceRow } from "@w2s/lab";
import { mean } from "@w2s/report";
import { answering, posedAs } from "./pose.js";

/** Who was asked what: a role of one pair under one method, and whose problems. */
interface Asked {
  readonly set: string;
  readonly role: "weak" | "student" | "ceiling";
  readonly supervisor: string;
  readonly student: string;
  readonly method: string;
  /** By seed and task, whether it was right about each problem, by id. */
  readonly right: Map<number, Map<string, Map<string, boolean>>>;
}

/** One model's consistency between two concepts, means over seeds. */
export interface ConceptPair {
  readonly first: string;
  readonly second: string;
  /** Problems that both concepts ask of on test. */
  readonly problems: number;
  /** Share of problems on which it is right about both or wrong about both, in [0, 1]. */
  readonly consistency: number;
  /** The same beyond what independent errors give: Cohen's kappa; null where it is certain. */
  readonly kappa: number | null;
}

/** One model: its accuracy by concept, and how its concepts fit together. */
export interface ConceptModel extends Omit<Asked, "right"> {
  readonly accuracy: ReadonlyMap<string, number>;
  readonly pairs: readonly ConceptPair[];
  /**
   * Accuracy on the problems on which all of the concepts that ask for an answer fit together, and
   * on the others: means over seeds; null where there are none.
   */
  readonly whereConsistent: number | null;
  readonly elsewhere: number | null;
}

const roles = ["weak", "student", "ceiling"] as const;

/**
 * Every model of a run, once for each set of problems that several tasks pose under the same ids. A
 * task that shares no id with another stands with its accuracy alone.
 */
export async function conceptModels(
  rows: AsyncIterable<readonly EvidenceRow[]>,
): Promise<ConceptModel[]> {
  const asked = new Map<string, Asked>();
  for await (const some of rows) {
    for (const { task, supervisor, student, method, seed, id, truth, said } of some) {
      for (const role of roles) {
        const probabilities = said[role];
        if (probabilities === undefined) continue;
        const { set } = posedAs(task);
        const who = { set, role, supervisor, student, method };
        const key = JSON.stringify(who);
        const one = asked.get(key) ?? { ...who, right: new Map() };
        asked.set(key, one);
        const bySeed = one.right.get(seed) ?? new Map<string, Map<string, boolean>>();
        one.right.set(seed, bySeed);
        const byId = bySeed.get(task) ?? new Map<string, boolean>();
        bySeed.set(task, byId);
        byId.set(id, answerOf(probabilities) === truth);
      }
    }
  }
  return [...asked.values()].map(modelOf);
}

function modelOf({ right, ...who }: Asked): ConceptModel {
  const seeds = [...right.values()];
  const tasks = [...new Set(seeds.flatMap((byTask) => [...byTask.keys()]))];
  const accuracy = new Map(
    tasks.map((task) => [
      task,
      mean(seeds.map((byTask) => share([...(byTask.get(task)?.values() ?? [])]))),
    ]),
  );
  const pairs = tasks.flatMap((first, i) =>
    tasks.slice(i + 1).flatMap((second) => pairOf(first, second, seeds) ?? []),
  );
  const parts = seeds.map((byTask) => partsOf(byTask));
  const over = (values: readonly (number | null)[]) => {
    const there = values.filter((value) => value !== null);
    return there.length === 0 ? null : mean(there);
  };
  return {
    ...who,
    accuracy,
    pairs,
    whereConsistent: over(parts.map(({ consistent }) => consistent)),
    elsewhere: over(parts.map(({ elsewhere }) => elsewhere)),
  };
}

type Right = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

function pairOf(first: string, second: string, seeds: readonly Right[]): ConceptPair | null {
  const found = seeds.map((byTask) => {
    const [one, other] = [byTask.get(first), byTask.get(second)];
    const shared = [...(one?.keys() ?? [])].filter((id) => other?.has(id));
    const a = shared.map((id) => one!.get(id)!);
    const b = shared.map((id) => other!.get(id)!);
    const consistency = share(a.map((right, i) => right === b[i]));
    const [p, q] = [share(a), share(b)];
    const expected = p * q + (1 - p) * (1 - q);
    const kappa = expected === 1 ? null : (consistency - expected) / (1 - expected);
    return { problems: shared.length, consistency, kappa };
  });
  if (found.some(({ problems }) => problems === 0)) return null;
  const kappas = found.flatMap(({ kappa }) => kappa ?? []);
  return {
    first,
    second,
    problems: found[0]!.problems,
    consistency: mean(found.map(({ consistency }) => consistency)),
    kappa: kappas.length === 0 ? null : mean(kappas),
  };
}

/** Accuracy where the answering concepts are all right or all wrong, and where they are not. */
function partsOf(byTask: Right) {
  const asked = [...byTask].flatMap(([task, byId]) =>
    answering.includes(posedAs(task).concept) ? [byId] : [],
  );
  const [first] = asked;
  if (first === undefined || asked.length < 2) return { consistent: null, elsewhere: null };
  const ids = [...first.keys()].filter((id) => asked.every((one) => one.has(id)));
  const consistent: boolean[] = [];
  const others: boolean[] = [];
  for (const id of ids) {
    const right = asked.map((one) => one.get(id)!);
    const into = new Set(right).size === 1 ? consistent : others;
    into.push(...right);
  }
  return {
    consistent: consistent.length === 0 ? null : share(consistent),
    elsewhere: others.length === 0 ? null : share(others),
  };
}

const share = (flags: readonly boolean[]): number =>
  flags.reduce((sum, flag) => sum + Number(flag), 0) / flags.length;
