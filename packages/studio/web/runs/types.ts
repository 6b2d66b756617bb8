// What the server says of runs.

import type {
  DigestRow,
  DigestRows,
  DigestSections,
  DigestSummary,
  RowKey,
} from "../../src/runs/digest.js";
import type { ListedRun, RunStatus } from "../../src/runs/list.js";

export type { DigestRow, ListedRun, RunStatus };

/** GET /api/runs/RUN. */
export interface RunAnswer extends ListedRun {
  readonly summary: DigestSummary | null;
  readonly sections: DigestSections["sections"] | null;
  readonly error: string | null;
  /** Whether the report is still being drawn. */
  readonly isMaking: boolean;
  /** Figures of the study's own, by name. */
  readonly figures: readonly string[];
}

/** GET /api/runs/RUN/rows. */
export interface RowsAnswer extends DigestRows {
  readonly from: number;
  readonly pageRows: number;
  readonly total: number;
  readonly options: Readonly<Record<RowKey, readonly string[]>>;
}
