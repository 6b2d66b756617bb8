// The figure of references: every row of a study with all that its student must be compared with,
// on one axis a task.

import {
  armNames,
  type Estimate,
  type Figure,
  type FigureRow,
  type Outcome,
  type RoleName,
  roleNames,
} from "@w2s/lab";
import { armShown } from "../arm-shown.js";
import { chanceLevel } from "../explained.js";
import { byTask, spreadOverTasks } from "../groups.js";
import { estimateCells, metricOf, score, scoreWithSpread } from "../numbers.js";
import { type ForestPanel, forestSvg } from "./forest.js";
import { leastBeside } from "./layout.js";
import { roleCss, roleMarks } from "./role-marks.js";

/** Rows that are drawn, of every task alike; the data has them all. */
const [mostRows, mostNarrow] = [60, 24];

export const referencesFigure: Figure = {
  name: "references",
  doc:
    "Each row is one student with its 95% interval, beside its supervisor, its ceiling and the " +
    "control arms that were run: the same student before training (untouched), taught by labels " +
    "without information (uninformed), and taught by a copy of itself that was trained on ground " +
    "truth (self-taught). A gain owes something to supervision where the student is right of its " +
    "supervisor and of the untouched and uninformed arms. Dashed: chance, where an untouched " +
    "student with a new head stands by definition.",
  draw(outcomes, { width }) {
    if (outcomes.length === 0) return null;
    const there = roleNames.filter((role) => outcomes.some((outcome) => scoreOf(outcome, role)));
    const shown = spreadOverTasks(outcomes, width < leastBeside ? mostNarrow : mostRows);
    const all = byTask(outcomes).map((group) => panelOf(group, shown, there));
    const panels = all.filter(({ rows }) => rows.length > 0);
    const left = all.length - panels.length;
    const legend = there.map((role) => roleMarks[role]);
    const more = left > 0 ? `, ${left} more ${left === 1 ? "task" : "tasks"} in the data` : "";
    const heading = `Students beside their references, with 95% intervals${more}`;
    return {
      svg: forestSvg(heading, legend, panels, roleCss, width),
      rows: rowsOf(outcomes, there),
    };
  },
};

/**
 * A role's score on the outcome's metric, or chance where an arm is chance by definition; undefined
 * for another arm that was not run.
 */
export function scoreOf(outcome: Outcome, role: RoleName): Estimate | undefined {
  if (role === "weak" || role === "student" || role === "ceiling") {
    return metricOf(outcome, outcome.scores[role]);
  }
  return armShown(outcome, role)?.at;
}

/** Whether a role's score is chance by definition, and was not measured. */
function isByDefinition(outcome: Outcome, role: RoleName): boolean {
  const arm = armNames.find((name) => name === role);
  return arm !== undefined && armShown(outcome, arm)?.isChance === true;
}

function panelOf(
  group: readonly Outcome[],
  drawn: readonly Outcome[],
  roles: readonly RoleName[],
): ForestPanel {
  const { task, metric } = group[0]!;
  const shown = group.filter((outcome) => drawn.includes(outcome));
  const left = group.length - shown.length;
  return {
    title: `${task}: ${metric === "auroc" ? "AUROC" : metric}`,
    more: left > 0 ? `${left} more in the data` : "",
    level: chanceLevel(group[0]!),
    rows: shown.map((outcome) => ({
      label: rowLabel(outcome),
      // The student last, on top of what it is compared with.
      marks: [...roles.filter((role) => role !== "student"), "student" as const].flatMap((role) => {
        const at = scoreOf(outcome, role);
        if (at === undefined) return [];
        const { label, ...mark } = roleMarks[role];
        const value = isByDefinition(outcome, role)
          ? `chance ${score(at.value)} by definition: its head is new`
          : scoreWithSpread(at);
        return [{ ...mark, at, title: `${label}: ${value}` }];
      }),
    })),
  };
}

/** "SmolLM2:15 by MiniLM:0, naive". */
function rowLabel({ student, supervisor, method, labels }: Outcome): string {
  return `${student} by ${supervisor}, ${method}${labels === "hard" ? ", hard" : ""}`;
}

function rowsOf(outcomes: readonly Outcome[], roles: readonly RoleName[]): FigureRow[] {
  return outcomes.flatMap((outcome) =>
    roles.flatMap((role) => {
      const at = scoreOf(outcome, role);
      if (at === undefined) return [];
      const { task, supervisor, student, method, labels, metric } = outcome;
      const about = { task, supervisor, student, method, labels, metric, role };
      const is = isByDefinition(outcome, role) ? "chance by definition" : "measured";
      return [{ ...about, ...estimateCells(at), is }];
    }),
  );
}
