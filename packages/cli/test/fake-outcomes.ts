// Outcomes with the form of real ones and figures from a formula: for looking at tables, not at
// science.

import { type Estimate, type Outcome, type RoleScores, unmeasured } from "@w2s/lab";

const models = [
  "all-MiniLM-L6-v2:0",
  "all-MiniLM-L6-v2:6",
  "HuggingFaceTB/SmolLM2-135M-Instruct:5",
  "HuggingFaceTB/SmolLM2-135M-Instruct:15",
];

/** One outcome; a gap below .01 has no PGR. */
export function fakeOutcome(
  given: Partial<Outcome> & { weakScore?: number; ceilingScore?: number; recovered?: number } = {},
): Outcome {
  const { weakScore = 0.79, ceilingScore = 0.84, recovered = 0.5, ...rest } = given;
  const gap = ceilingScore - weakScore;
  const studentScore = weakScore + recovered * gap;
  const clear = gap > 0.01;
  return {
    ...unmeasured,
    task: "sst2",
    supervisor: "MiniLM:0",
    student: "SmolLM2:15",
    labels: "soft",
    method: "naive",
    supervisorModel: { name: "MiniLM", adapted: "probe", parameters: 12e6, pretrainingFlop: null },
    studentModel: { name: "SmolLM2", adapted: "probe", parameters: 81e6, pretrainingFlop: null },
    seeds: [0, 1, 2, 3, 4],
    testExamples: 1821,
    splits: { supervise: 3000, transfer: 2700, validation: 300 },
    chance: 0.5,
    metric: "accuracy",
    scores: { weak: role(weakScore), student: role(studentScore), ceiling: role(ceilingScore) },
    gap: around(gap, 0.01),
    pgr: clear
      ? { defined: true, ...around(recovered, 0.009 / gap) }
      : {
          defined: false,
          reason: "the interval of ceiling - weak reaches zero",
          uncleared: ["weak"],
        },
    agreement: {
      overall: 0.9,
      whereSupervisorRight: 0.95,
      whereSupervisorWrong: 0.7,
      overruledRight: 0.6,
    },
    gain: around(studentScore - weakScore, 0.01),
    ...rest,
  };
}

/** A whole grid: 3 tasks x 6 pairs x soft and hard labels x 3 methods. */
export function fakeGrid(): Outcome[] {
  const outcomes: Outcome[] = [];
  const tasks = [
    ["sst2", 1821, 0.79],
    ["dream", 2041, 0.5],
    ["cola, in-domain and out-of-domain together", 1043, 0.6],
  ] as const;
  for (const [task, testExamples, base] of tasks) {
    for (let weak = 0; weak < models.length; weak++) {
      for (let strong = weak + 1; strong < models.length; strong++) {
        for (const labels of ["soft", "hard"] as const) {
          for (const [m, method] of ["naive", "confidence", "confidence, no warm-up"].entries()) {
            const step = task === "dream" ? 0.003 : 0.018;
            outcomes.push(
              fakeOutcome({
                task,
                testExamples,
                labels,
                method,
                metric: task.startsWith("cola") ? "auroc" : "accuracy",
                supervisor: models[weak]!,
                student: models[strong]!,
                weakScore: base + weak * step,
                ceilingScore: base + strong * step,
                recovered: -0.2 + 0.3 * m + 0.1 * weak + (labels === "hard" ? 0.05 : 0),
              }),
            );
          }
        }
      }
    }
  }
  return outcomes;
}

function role(value: number): RoleScores {
  return {
    accuracy: around(value, 0.006),
    auroc: around(value, 0.006),
    logLoss: 0.5,
    calibrationError: 0.04,
  };
}

function around(value: number, half: number): Estimate {
  return { value, low: value - half, high: value + half };
}
