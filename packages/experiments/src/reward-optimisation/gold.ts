// From what reward models said of pairs to the gold score of the best of n, by model and question.

import { type EvidenceRow, mean } from "@w2s/lab";
import type { CandidateQuestion } from "@w2s/world";
import { bestOfN } from "./best-of-n.js";

/** Numbers of draws, doubling. */
export const draws: readonly number[] = Array.from({ length: 11 }, (_, i) => 2 ** i);

const roles = ["weak", "student", "ceiling", "uninformed"] as const;

/** One reward model, and what optimizing against it gives. */
export interface Optimised {
  readonly role: (typeof roles)[number];
  readonly supervisor: string;
  readonly student: string;
  readonly method: string;
  /** Expected gold score by question and `draws`, mean over seeds: [questions][draws]. */
  readonly gold: readonly (readonly number[])[];
}

/**
 * Every reward model of a run over `candidateTask`. A reward is known up to a constant for a
 * question: the logarithm of how likely a candidate is to be preferred to the right answer, over
 * the opposite. Questions of which a candidate is missing are left out.
 */
export async function optimised(
  rows: AsyncIterable<readonly EvidenceRow[]>,
  questions: readonly CandidateQuestion[],
): Promise<Optimised[]> {
  const models = new Map<string, ModelRewards>();
  for await (const some of rows) {
    for (const { supervisor, student, method, seed, id, truth, said } of some) {
      for (const role of roles) {
        const shares = said[role];
        if (shares === undefined) continue;
        const who = { role, supervisor, student, method };
        const key = JSON.stringify(who);
        const model = models.get(key) ?? { who, seeds: new Map() };
        models.set(key, model);
        const rewards = model.seeds.get(seed) ?? new Map<string, number>();
        model.seeds.set(seed, rewards);
        rewards.set(
          id.replace(/^test:/, ""),
          Math.log(shares[1 - truth]!) - Math.log(shares[truth]!),
        );
      }
    }
  }
  return [...models.values()].map(({ who, seeds }) => ({
    ...who,
    gold: questions.flatMap((question) => {
      const gold = goldOf(question, [...seeds.values()]);
      return gold === null ? [] : [gold];
    }),
  }));
}

interface ModelRewards {
  readonly who: Omit<Optimised, "gold">;
  /** By seed and pair. */
  readonly seeds: Map<number, Map<string, number>>;
}

/** [draws], mean over seeds; null where a candidate has no reward. */
function goldOf(
  { id, candidates }: CandidateQuestion,
  seeds: readonly ReadonlyMap<string, number>[],
): number[] | null {
  const bySeed = seeds.map((rewards) =>
    candidates.map(({ share, right }, i) => ({
      // The right answer is what the others are compared with.
      reward: i === 0 ? 0 : (rewards.get(`${id}/${i}`) ?? Number.NaN),
      gold: Number(right),
      share,
    })),
  );
  if (bySeed.flat().some(({ reward }) => Number.isNaN(reward))) return null;
  return draws.map((n) => mean(bySeed.map((answers) => bestOfN(answers, n))));
}
