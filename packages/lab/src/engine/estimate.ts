// How long it will take: what each kind of step cost in earlier runs, kept beside the store's
// steps. A pass costs an overhead and a rate a unit of its kind's work; both are fitted to the
// passes that were seen.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileWhole } from "@w2s/base";
import * as z from "zod";
import type { Store } from "../store/index.js";
import { passesOf, wavesOf } from "./needed.js";
import type { Step } from "./step.js";

/** Passes that ran: how many, their work in all, and milliseconds. */
const seenSchema = z.tuple([z.int().min(1), z.number().nonnegative(), z.number().nonnegative()]);
const ratesSchema = z.record(z.string(), z.array(seenSchema).max(100));
type Rates = z.output<typeof ratesSchema>;
type Seen = z.output<typeof seenSchema>;

/** Observations kept for each kind and source, the newest. */
const most = 20;
const fileOf = (store: Store): string => join(store.dir, "pass-times.json");

/** What one rate fits: a kind, what its steps have in common, and a device that is no CPU. */
export function rateKey(pass: readonly Step[]): string {
  const { kind, params } = pass[0]!;
  const own = kind.rateKey?.(pass);
  const { device } = params;
  return [kind.name, own, device && `on ${device}`].filter((part) => part !== undefined).join(" ");
}

async function readRates(store: Store): Promise<Rates> {
  try {
    return ratesSchema.parse(JSON.parse(await readFile(fileOf(store), "utf8")));
  } catch {
    return {};
  }
}

/** Milliseconds that the needed steps will take; null while a rate is unknown. */
export async function estimateMs(store: Store, needed: readonly Step[]): Promise<number | null> {
  if (needed.length === 0) return 0;
  const rates = await readRates(store);
  let total = 0;
  for (const wave of wavesOf(needed)) {
    for (const pass of passesOf(wave)) {
      const seen = rates[rateKey(pass)];
      if (seen === undefined || seen.length === 0) return null;
      const { overhead, rate } = fittedRate(seen);
      total += overhead + rate * wave.kind.cost(pass);
    }
  }
  return total;
}

/**
 * Least squares for `ms = overhead * passes + rate * work`, neither below 0. With one observation,
 * or several alike, there is no telling the two apart: all is work.
 */
export function fittedRate(seen: readonly Seen[]): { overhead: number; rate: number } {
  let [pp, pw, ww, pt, wt] = [0, 0, 0, 0, 0];
  for (const [passes, work, ms] of seen) {
    pp += passes * passes;
    pw += passes * work;
    ww += work * work;
    pt += passes * ms;
    wt += work * ms;
  }
  const determinant = pp * ww - pw * pw;
  const overhead = (pt * ww - wt * pw) / determinant;
  const rate = (wt * pp - pt * pw) / determinant;
  if (determinant > 1e-9 * pp * ww && overhead >= 0 && rate >= 0) return { overhead, rate };
  return ww > 0 && !(overhead > 0 && rate < 0)
    ? { overhead: 0, rate: wt / ww }
    : { overhead: pt / pp, rate: 0 };
}

/** Remembers what passes cost. An estimate that cannot be kept is no reason to fail. */
export async function recordRates(store: Store, seen: ReadonlyMap<string, Seen>): Promise<void> {
  const rates = await readRates(store);
  for (const [key, one] of seen) rates[key] = [...(rates[key] ?? []), one].slice(-most);
  try {
    await writeFileWhole(fileOf(store), `${JSON.stringify(rates)}\n`);
  } catch {
    // Read-only or full: the next run just has no estimate.
  }
}
