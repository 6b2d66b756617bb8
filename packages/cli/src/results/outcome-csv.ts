// Outcomes as CSV: one row each. The columns are the schema's.

import { cellOf, type Outcome, outcomeColumns } from "@w2s/lab";
import { type CsvValue, csvText } from "./csv.js";

/**
 * The table with a header row. Undefined PGR, absent AUROC and arms that were not run are empty
 * cells; the study's own measures come last, a column a role.
 */
export function outcomesCsv(outcomes: readonly Outcome[]): string {
  const own = ownColumns(outcomes);
  const header = [...outcomeColumns.map(({ name }) => name), ...own.map(({ name }) => name)];
  const rows = outcomes.map((outcome) => [
    ...outcomeColumns.map((column) => cellOf(outcome, column)),
    ...own.map(({ read }) => read(outcome)),
  ]);
  return csvText(header, rows);
}

interface OwnColumn {
  readonly name: string;
  readonly read: (outcome: Outcome) => CsvValue;
}

/** "student_brier", "student_brier_low" and so on, for every measure and role of any outcome. */
function ownColumns(outcomes: readonly Outcome[]): OwnColumn[] {
  const found = outcomes.flatMap(({ measures }) =>
    Object.entries(measures).flatMap(([measure, roles]) =>
      Object.keys(roles).map((role) => [measure, role] as const),
    ),
  );
  const pairs = [...new Map(found.map((pair) => [pair.join(" "), pair])).values()];
  return pairs.flatMap(([measure, role]) =>
    (["value", "low", "high"] as const).map((part) => ({
      name: `${role}_${measure}${part === "value" ? "" : `_${part}`}`.replaceAll("-", "_"),
      read: ({ measures }: Outcome) => {
        const roles = new Map(Object.entries(measures[measure] ?? {}));
        return roles.get(role)?.[part] ?? null;
      },
    })),
  );
}
