// A list that a table holds as columns numbered from 0, as exported labels and evidence do in
// Parquet, and CSV made of it: `probability_0`, `probability_1`.

/** A column that is asked for: by name, or by what its name must be like. */
export type AskedColumn = string | ((column: string) => boolean);

/** What columns of a field's list are called before their numbers: the field's name, or one's. */
const stemsOf = (field: string): readonly string[] =>
  field === "probabilities" ? [field, "probability"] : [field];

/** Whether a column is a part of a field's list. */
export const isNumbered =
  (field: string) =>
  (column: string): boolean =>
    stemsOf(field).some((stem) => column.startsWith(`${stem}_`) && /_\d+$/.test(column));

/** The columns that are a field's list, in its order, from number 0 on; none where it has none. */
export function numberedIn(field: string, isThere: (column: string) => boolean): string[] {
  for (const stem of stemsOf(field)) {
    const names: string[] = [];
    while (isThere(`${stem}_${names.length}`)) names.push(`${stem}_${names.length}`);
    if (names.length > 0) return names;
  }
  return [];
}
