// A study of 1,000 rows with everything that a row may hold, for what must stay small.

import type { Outcome } from "@w2s/lab";
import { arm, outcome } from "./outcomes.js";

/** 10 tasks, 25 pairs, 4 methods, 5 seeds, with everything that a row may hold. */
export function thousand(): Outcome[] {
  const half = { value: 0.5, low: 0.25, high: 0.75 };
  const { arms } = outcome();
  const run = arm(0.512, half);
  const quality = {
    examples: 1440,
    accuracy: 0.8125,
    calibrationError: 0.03,
    auroc: 0.85,
    confidence: 0.9,
    balance: [0.4, 0.6],
    truth: [0.5, 0.5],
  };
  const points = Array.from({ length: 20 }, (_, i) => ({
    step: 10 * i,
    loss: 0.5,
    agreement: 0.8,
    testAccuracy: 0.7,
    testAgreement: 0.75,
  }));
  const parts = [1, 2, 3, 4].map((value) => ({
    fact: "difficulty",
    value,
    examples: 100,
    weak: 0.5,
    student: 0.6,
    ceiling: 0.7,
    overruled: 0.1,
    overruledRight: 0.6,
  }));
  const five = [0.8, 0.81, 0.82, 0.83, 0.84];
  return Array.from({ length: 1000 }, (_, i) => {
    const [t, pair, m] = [Math.floor(i / 100), Math.floor(i / 4) % 25, i % 4];
    return outcome({
      task: `task number ${t}`,
      method: ["naive", "confidence", "label smoothing", "bootstrapping"][m]!,
      pgr: 0.1 + 0.2 * m,
      more: {
        supervisor: `supervisor ${pair % 5} finetuned`,
        student: `student ${Math.floor(pair / 5)} finetuned`,
        arms: { ...arms, untouched: run, uninformed: run, selfTaught: run },
        labelQuality: { transfer: quality, validation: quality },
        errorsRepeated: { student: half, ceiling: half, difference: half },
        comparison: m === 0 ? null : { with: "naive", difference: half, p: 0.01 },
        curves: [0, 1, 2, 3, 4].map((seed) => ({
          role: "student" as const,
          seed,
          points,
          chosenStep: 50,
        })),
        nearConstant: [
          { role: "weak", kind: "one option", seeds: 5, share: 1, note: "says one option of 99%" },
        ],
        bySeed: { weak: five, student: five, ceiling: five, untouched: five, uninformed: five },
        parts,
      },
    });
  });
}
