// How long it will take: what each kind of step cost per unit of its work in earlier runs, kept
// beside the store's steps.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileWhole } from "@w2s/base";
import * as z from "zod";
import type { Store } from "../store/index.js";
import { passesOf, wavesOf } from "./needed.js";
import type { Step, StepKind } from "./step.js";

const ratesSchema = z.record(z.string(), z.number().nonnegative());
type Rates = z.output<typeof ratesSchema>;

const fileOf = (store: Store): string => join(store.dir, "rates.json");

/**
 * Milliseconds a unit of cost, by kind; empty where nothing was measured or the file is unreadable.
 */
async function readRates(store: Store): Promise<Rates> {
  try {
    return ratesSchema.parse(JSON.parse(await readFile(fileOf(store), "utf8")));
  } catch {
    return {};
  }
}

/** The estimated time of the needed steps; null while a kind's rate is unknown. */
export async function estimateMs(store: Store, needed: readonly Step[]): Promise<number | null> {
  if (needed.length === 0) return 0;
  const rates = await readRates(store);
  let total = 0;
  for (const wave of wavesOf(needed)) {
    const rate = rates[wave.kind.name];
    if (rate === undefined) return null;
    for (const pass of passesOf(wave)) total += rate * wave.kind.cost(pass);
  }
  return total;
}

/** Remembers what a wave cost. An estimate that cannot be kept is no reason to fail. */
export async function recordRate(
  store: Store,
  kind: StepKind,
  cost: number,
  durationMs: number,
): Promise<void> {
  if (cost === 0) return;
  const rates = await readRates(store);
  const old = rates[kind.name];
  const rate = durationMs / cost;
  rates[kind.name] = old === undefined ? rate : 0.5 * (old + rate);
  try {
    await writeFileWhole(fileOf(store), `${JSON.stringify(rates, null, 2)}\n`);
  } catch {
    // Read-only or full: the next run just has no estimate.
  }
}
