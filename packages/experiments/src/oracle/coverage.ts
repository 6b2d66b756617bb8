// Accuracy against coverage: how often a model is right on the share of the test that it is
// surest of.

import { type EvidenceRow, type EvidenceRows, evidenceFigure, type Figure } from "@w2s/lab";
import { drawChart, mean } from "@w2s/report";
import { budgetIn } from "./figure.js";

const roles = ["weak", "student", "ceiling"] as const;
type Role = (typeof roles)[number];

/** Shares of the test that are answered. */
const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** One answer: how sure, and whether it is right. */
export interface Answer {
  readonly sure: number;
  readonly right: boolean;
}

/** Answers by seed of one role in one cell. */
interface Answers {
  readonly task: string;
  readonly supervisor: string;
  readonly role: Role;
  readonly bySeed: ReadonlyMap<number, Answer[]>;
}

/** The answers of supervisors that were not audited, and of their students and ceilings. */
export async function answersOf(rows: EvidenceRows): Promise<Answers[]> {
  const found = new Map<string, Answers & { readonly bySeed: Map<number, Answer[]> }>();
  for await (const some of rows) for (const row of some) note(row, found);
  return [...found.values()];
}

function note(row: EvidenceRow, found: Map<string, Answers & { bySeed: Map<number, Answer[]> }>) {
  const { task, supervisor, seed, truth } = row;
  if (budgetIn(supervisor).where !== null) return;
  for (const role of roles) {
    const said = row.said[role];
    if (said === undefined) continue;
    const key = JSON.stringify([task, supervisor, role]);
    const known = found.get(key) ?? { task, supervisor, role, bySeed: new Map() };
    found.set(key, known);
    const sure = Math.max(...said);
    const answers = known.bySeed.get(seed) ?? [];
    answers.push({ sure, right: said.indexOf(sure) === truth });
    known.bySeed.set(seed, answers);
  }
}

/** The share of right answers among the `share` that are surest; ties in their order. */
export function accuracyAt(answers: readonly Answer[], share: number): number {
  const count = Math.max(1, Math.round(share * answers.length));
  const surest = [...answers].sort((a, b) => b.sure - a.sure).slice(0, count);
  return surest.filter(({ right }) => right).length / count;
}

export const coverageFigure: Figure = evidenceFigure(
  "coverage",
  answersOf,
  (all, _, { width }) => {
    const keyOf = ({ task, supervisor }: Answers) => JSON.stringify([task, supervisor]);
    return drawChart(
      {
        title: "Right where they are surest",
        x: { title: "share that is answered" },
        y: { title: "accuracy" },
        ink: "ceiling",
        axes: "own",
        panels: [...new Set(all.map(keyOf))].map((key) => {
          const own = all.filter((answers) => keyOf(answers) === key);
          return {
            title: own[0]!.task,
            detail: `taught by ${own[0]!.supervisor}`,
            series: own.map(({ role, bySeed }) => ({
              name: role === "weak" ? "supervisor" : role,
              points: shares.map((share) => ({
                x: share,
                y: mean([...bySeed.values()].map((answers) => accuracyAt(answers, share))),
              })),
            })),
          };
        }),
      },
      width,
    );
  },
  "How often each is right on the share of the test that it is surest of, mean over seeds; at " +
    "1 it answers everything. A line that rises to the left knows what it does not know: who " +
    "asks it within a budget of doubt gets better answers. A flat one is as wrong where it is " +
    "sure.",
);
