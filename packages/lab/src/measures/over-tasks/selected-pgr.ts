// PGR of the seeds that did not select. A cell counts in a median of PGR only where its gap is
// clear; where the same scores decide that and are then reported, cells that were lucky count. So
// seeds are cut in two halves: either half's scores count where the gap is clear on the other half.

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
  readonly seedHalves: readonly { readonly places: readonly number[]; readonly clear: boolean }[];
  readonly draws: KeptDraws;
}

/** Whether the seeds that select a cell are others than those reported: not so of a single seed. */
export function selectsOnOthers({ seedHalves }: Selected): boolean {
  return seedHalves.length === 2;
}

/**
 * PGR of a cell's seeds, those halves of them whose other half has a clear gap; null where neither
 * has, or where the seeds that count have no gap at all. Of a single seed, its PGR where defined.
 * Draws are those of all seeds, about this value.
 */
export function selectedPgr(cell: Selected): OneTask | null {
  const { gain, gap } = countedOf(cell) ?? {};
  if (gain === undefined || gap === undefined || !(gap > 0)) return null;
  return { value: gain / gap, draws: drawsAbout(cell, gain, gap) };
}

/** PGR in the kept draws of all seeds, moved to the gain and the gap of those that count. */
function drawsAbout(cell: Selected, gain: number, gap: number): Float64Array | null {
  if (cell.draws === null) return null;
  const gaps = unpackDraws(cell.draws.gap);
  return unpackDraws(cell.draws.gain).map((drawn, k) =>
    recovered(gain + drawn - cell.gain.value, gap + gaps[k]! - cell.gap.value),
  );
}

function countedOf(cell: Selected) {
  if (!selectsOnOthers(cell)) {
    return cell.pgr.defined ? { gain: cell.gain.value, gap: cell.gap.value } : null;
  }
  const [one, other] = cell.seedHalves as [Half, Half];
  const places = [...(other.clear ? one.places : []), ...(one.clear ? other.places : [])];
  const of = (role: string) => places.map((place) => cell.bySeed[role]?.[place] ?? Number.NaN);
  if (places.length === 0) return null;
  const weak = mean(of("weak"));
  return { gain: mean(of("student")) - weak, gap: mean(of("ceiling")) - weak };
}

type Half = Selected["seedHalves"][number];
