// Rows of a study in which every pretraining of one size teaches every pretraining of a larger one,
// put together: what the pairs come to, for other pretrainings.

import {
  type CrossedPairs,
  type Estimate,
  meanOverPretrainings,
  type Outcome,
  type OverPretrainings,
  type RatioOverPretrainings,
  ratioOverPretrainings,
} from "@w2s/lab";
import { drawnValue, groupBy } from "@w2s/report";

/** A model's name without the seed of its pretraining: "multiberts", of "multiberts-seed_3". */
export function sizeIn(name: string): string {
  return name.replace(/[-_]seed[-_]?\d+/, "");
}

/** All pairs of two sizes on one task by one method. */
export interface Crossed {
  readonly task: string;
  readonly method: string;
  /** Names without seeds. */
  readonly weak: string;
  readonly strong: string;
  /** By the weak model's pretraining and the strong one's, in the study's order. */
  readonly pairs: readonly (readonly Outcome[])[];
  readonly gain: OverPretrainings;
  /** Of the ceilings over the supervisors. */
  readonly gap: OverPretrainings;
  /** What was gained over what could be; null where the mean gap is not above 0. */
  readonly pgr: RatioOverPretrainings | null;
  /** The student minus that of labels without information; null where that arm was not run. */
  readonly overUninformed: OverPretrainings | null;
}

/** Groups of rows that are all pairs of two pretrainings or more of both sizes. */
export function crossedIn(outcomes: readonly Outcome[]): Crossed[] {
  const groups = groupBy(outcomes, (row) =>
    JSON.stringify([row.task, row.method, row.labels, ...sizesOf(row)]),
  );
  return groups.flatMap((rows) => {
    const pairs = groupBy(rows, ({ supervisor }) => supervisor);
    const columns = new Set(rows.map(({ student }) => student)).size;
    if (pairs.length < 2 || columns < 2) return [];
    if (pairs.some((row) => row.length !== columns)) return [];
    const [{ task, method }, [weak, strong]] = [rows[0]!, sizesOf(rows[0]!)];
    const [gains, gaps] = [of(pairs, (row) => drawnValue(row, "gain")), gapsOf(pairs)];
    const differences = pairs.map((row) => row.map(overUninformed));
    const isWhole = differences.flat().every((one) => one !== null);
    return {
      task,
      method,
      weak,
      strong,
      pairs,
      gain: meanOverPretrainings(gains),
      gap: meanOverPretrainings(gaps),
      pgr: ratioOverPretrainings(gains, gaps),
      overUninformed: isWhole
        ? meanOverPretrainings(differences.map((row) => row.map(undrawn)))
        : null,
    };
  });
}

const gapsOf = (pairs: Crossed["pairs"]) => of(pairs, (row) => drawnValue(row, "gap"));

function of(
  pairs: Crossed["pairs"],
  pairOf: (row: Outcome) => CrossedPairs[number][number],
): CrossedPairs {
  return pairs.map((row) => row.map(pairOf));
}

function overUninformed({ arms: { uninformed } }: Outcome): Estimate | null {
  return uninformed.run ? uninformed.difference : null;
}

const undrawn = (difference: Estimate | null) => ({ value: difference!.value, draws: null });

function sizesOf({ supervisorModel, studentModel }: Outcome): [weak: string, strong: string] {
  return [sizeIn(supervisorModel.name), sizeIn(studentModel.name)];
}
