// Outcomes with the form of real ones and figures from a formula: for looking at reports, not at
// science.

import {
  type Estimate,
  type ModelFacts,
  type Outcome,
  type RoleScores,
  unmeasured,
} from "@w2s/lab";

export const models = ["nano", "micro", "mini", "small", "large"] as const;
type Name = (typeof models)[number];

export function facts(name: Name, adapted = "finetuned"): ModelFacts {
  const parameters = [1500, 7700, 28_000, 155_000, 610_000][models.indexOf(name)]!;
  return { name, adapted, parameters, pretrainingFlop: 6 * 4e6 * parameters };
}

export interface Given {
  readonly task?: string;
  readonly weak?: Name;
  readonly strong?: Name;
  readonly method?: string;
  readonly adapted?: string;
  /** PGR, and half the width of its interval. */
  readonly pgr?: number;
  readonly spread?: number;
  readonly weakScore?: number;
  readonly ceilingScore?: number;
  readonly copied?: number;
  readonly more?: Partial<Outcome>;
}

/** One outcome; where the ceiling does not clear the weak score, PGR is undefined. */
export function outcome(given: Given = {}): Outcome {
  const {
    task = "sorted",
    weak = "micro",
    strong = "large",
    method = "naive",
    adapted = "finetuned",
  } = given;
  const { pgr = 0.4, spread = 0.1, weakScore = 0.8, ceilingScore = 0.98, copied = 0.8 } = given;
  const gap = ceilingScore - weakScore;
  return {
    ...unmeasured,
    task,
    supervisor: `${weak} ${adapted}`,
    student: `${strong} ${adapted}`,
    labels: "soft",
    method,
    supervisorModel: facts(weak, adapted),
    studentModel: facts(strong, adapted),
    seeds: [0, 1, 2, 3, 4],
    testExamples: 800,
    splits: { supervise: 1600, transfer: 1440, validation: 160 },
    chance: 0.5,
    metric: "accuracy",
    scores: {
      weak: role(weakScore),
      student: role(weakScore + pgr * gap),
      ceiling: role(ceilingScore),
    },
    gap: around(gap, 0.01),
    gain: around(pgr * gap, spread * Math.abs(gap)),
    pgr:
      gap > 0.01
        ? { defined: true, ...around(pgr, spread) }
        : {
            defined: false,
            reason: "no clear gap: ceiling .801, weak .800 (gap .001, 95% [-.009, .011])",
            uncleared: ["weak"],
          },
    agreement: {
      overall: 0.9,
      whereSupervisorRight: 0.95,
      whereSupervisorWrong: copied,
      overruledRight: 0.6,
    },
    ...given.more,
  };
}

/** Three tasks, every pair of five models, naive and the confidence loss. */
export function grid(): Outcome[] {
  return ["sorted", "maximum", "comparison of numbers"].flatMap((task, t) =>
    ["naive", "confidence"].flatMap((method, m) =>
      models.slice(0, 3).flatMap((weak, w) =>
        models.slice(w + 1).map((strong, s) =>
          outcome({
            task,
            method,
            weak,
            strong,
            weakScore: [0.6, 0.72, 0.85][w]!,
            ceilingScore: Math.min(0.995, 0.72 + 0.09 * (w + s + 1)),
            pgr: [0.3, 0.02, -0.3][t]! + 0.1 * m + 0.05 * s,
            spread: [0.1, 0.05, 0.2][t]!,
            copied: [0.6, 0.97, 0.9][t]!,
          }),
        ),
      ),
    ),
  );
}

/** An arm that was run: its score, and how far the student is ahead. */
export function arm(value: number, difference: Estimate): Outcome["arms"]["untouched"] {
  return { run: true, scores: role(value), difference };
}

function role(value: number): RoleScores {
  const { low, high } = around(value, 0.012);
  const accuracy = { value, low: Math.max(0, low), high: Math.min(1, high) };
  return { accuracy, auroc: accuracy, logLoss: 0.5, calibrationError: 0.04 };
}

function around(value: number, half: number): Estimate {
  return { value, low: value - half, high: value + half };
}
