// PGR of seeds that did not select. A cell counts in a median of PGR only where its gap is clear;
// where the same scores decide that and are then reported, cells that were lucky count. So every
// second seed decides, and the others are reported: which seeds these are, no score decides.

import { selectingSeeds } from "../bootstrap/resampled.js";
import { recovered } from "../pgr.js";
import { type KeptDraws, unpackDraws } from "./kept-draws.js";
import { mean } from "./middle.js";
import type { OneTask } from "./over-tasks.js";

/** What of a cell decides, and what is reported. */
export interface Selected {
  readonly pgr: { readonly defined: true; readonly value: number } | { readonly defined: false };
  readonly gain: { readonly value: number };
  readonly gap: { readonly value: number };
  readonly bySeed: Readonly<Partial<Record<string, readonly (number | null)[]>>>;
  readonly clearElsewhere: boolean | null;
  readonly draws: KeptDraws;
}

/** Whether other seeds select a cell than those reported; not so of one seed, or of old results. */
export function selectsOnOthers({ clearElsewhere }: Selected): boolean {
  return clearElsewhere !== null;
}

/**
 * PGR of a cell's seeds that count, where the seeds that select have a clear gap; else null, as
 * where the seeds that count have no gap at all. Where no other seeds select, PGR where defined.
 * Its draws are those of all seeds, moved to this gain and gap.
 */
export function selectedPgr(cell: Selected): OneTask | null {
  const counted = selectsOnOthers(cell) ? countedOf(cell) : cell;
  const isClear = cell.clearElsewhere ?? cell.pgr.defined;
  const [gain, gap] = [counted.gain.value, counted.gap.value];
  if (!isClear || !(gap > 0)) return null;
  return { value: gain / gap, draws: drawsAbout(cell, gain, gap) };
}

/** Gain and gap of the seeds that count. */
function countedOf({ bySeed }: Selected) {
  const { counting } = selectingSeeds(bySeed.weak?.length ?? 0);
  const of = (role: string) => mean(counting.map((place) => bySeed[role]?.[place] ?? Number.NaN));
  const weak = of("weak");
  return { gain: { value: of("student") - weak }, gap: { value: of("ceiling") - weak } };
}

function drawsAbout(cell: Selected, gain: number, gap: number): Float64Array | null {
  if (cell.draws === null) return null;
  const gaps = unpackDraws(cell.draws.gap);
  return unpackDraws(cell.draws.gain).map((drawn, k) =>
    recovered(gain + drawn - cell.gain.value, gap + gaps[k]! - cell.gap.value),
  );
}
