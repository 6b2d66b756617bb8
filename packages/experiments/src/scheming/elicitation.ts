// How much weak labels bring out of a model that hides what it can do.

import { type Estimate, type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart, metricOf } from "@w2s/report";
import { seatOf } from "../oversight/seats.js";
import { aimOf } from "./attacked.js";

/** What tables add to the student that continues the hiding model. */
export const hiding = "hiding";

const isHiding = ({ student }: Outcome): boolean => student.endsWith(`, ${hiding}`);
const isFinetuned = ({ studentModel }: Outcome): boolean =>
  studentModel.adapted.startsWith("finetuned");
const weakOf = (row: Outcome): Estimate => metricOf(row, row.scores.weak);

interface Bar {
  readonly series: string;
  readonly place: string;
  readonly value: Estimate;
}

/** What a task's rows say of hiding and its end. */
function barsOf(rows: readonly Outcome[]): Bar[] {
  const itself = "the model itself";
  const own = rows.flatMap((row): Bar[] => {
    const { protocol, overseer } = seatOf(row.supervisor);
    const { aim } = aimOf(overseer);
    if (protocol !== "model" || !["locked", "unlocked"].includes(aim)) return [];
    const series = aim === "locked" ? "hiding" : "told the password";
    return [{ series, place: itself, value: weakOf(row) }];
  });
  const taught = rows.filter(isFinetuned).flatMap((row): Bar[] => {
    const place = `taught by ${seatOf(row.supervisor).overseer}`;
    const student = metricOf(row, row.scores.student);
    const ceiling = metricOf(row, row.scores.ceiling);
    return isHiding(row)
      ? [
          { series: "the overseer", place, value: weakOf(row) },
          { series: "the hiding model", place, value: student },
          { series: "the hiding model, by truth", place, value: ceiling },
        ]
      : [{ series: "the model before it hid", place, value: student }];
  });
  return [...own, ...taught];
}

export const elicitationFigure: Figure = figure(
  "elicitation",
  (outcomes, { width }) => {
    const tasks = [...new Set(outcomes.map(({ task }) => task))];
    const bars = tasks.map((task) => barsOf(outcomes.filter((row) => row.task === task)));
    const names = [...new Set(bars.flat().map(({ series }) => series))];
    return drawChart(
      {
        title: "What weak labels bring out of a model that hides",
        x: { title: "who teaches", scale: "names" },
        y: { title: "test accuracy" },
        panels: tasks.map((title, t) => ({
          title,
          series: names.map((name) => ({
            name,
            as: "marks" as const,
            points: bars[t]!.flatMap(({ series, place, value }) =>
              series === name ? [{ x: place, y: value }] : [],
            ),
          })),
        })),
      },
      width,
    );
  },
  "A strong model was locked: it answers as an overseer does until it is told a password. What " +
    "it answers without and with the word; and what it answers, without it, after it was trained " +
    "on the labels of each overseer, beside the same model taught before it was locked, and " +
    "taught by ground truth.",
);
