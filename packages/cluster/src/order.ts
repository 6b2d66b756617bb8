// What a worker must know to plan the same study: where it lies, and what the command line changed.
// Steps hold functions and open models, so that they are planned again rather than sent; the plan's
// hash, which covers data, models and options, tells whether it is the same.

import type { Plan } from "@w2s/lab";
import { canonicalJson, sha256, targetsHash } from "@w2s/lab/engine";
import { z } from "zod";

/**
 * An order as it is sent: a job's data in a queue, a JSON file beside the scripts of a scheduler.
 * Whoever serves one checks it by this, then its versions (`versionFault`), then the plan's hash.
 */
export const orderSchema = z.object({
  format: z.literal(1),
  /** The study's name. */
  study: z.string(),
  /** Its file, absolute, or an experiment's name. */
  which: z.string(),
  /** Folder that relative paths of the options start from. */
  cwd: z.string(),
  /** What the command line changed, for whoever plans; plain JSON. */
  flags: z.record(z.string(), z.json()),
  /** The hash of what the plan is to make (`targetsHash`). */
  plan: z.string(),
  /** What passes compute on: "cpu", "cuda" and so on. */
  device: z.string(),
  /** Threads of each process. */
  threads: z.number(),
  /** How often a pass is tried. */
  tries: z.number(),
  /** Parameters of its largest model, by which workers know what a process needs; default: none. */
  mostParameters: z.number().optional(),
  /** The store's folder. */
  store: z.string(),
  /** The record that the run left in its store; where others are waited for (seal.ts). */
  seal: z
    .string()
    .regex(/^[\w.-]+~\d+~[0-9a-f]+$/)
    .optional(),
  /** Of w2s, of its runtime and of Node, by name: with others results could differ. */
  versions: z.record(z.string(), z.string()),
});

/** What a worker must know to plan the same study. */
export type Order = z.infer<typeof orderSchema>;

/** What is said of an order by whoever gives it. */
export type OrderAbout = Pick<Order, "which" | "cwd" | "store" | "versions" | "flags" | "tries">;

/** The order that makes others plan what is planned here; what was run before is no part of it. */
export function orderOf(plan: Plan, about: OrderAbout): Order {
  const { summary, targets, device, threads, mostParameters } = plan;
  const { study } = summary;
  const own = { format: 1, study, plan: targetsHash(targets), device, threads } as const;
  return { ...own, mostParameters, ...about };
}

/** A short name of a run: the same study, options and store give the same. */
export function orderName({ study, plan, store, device }: Order): string {
  const word = study.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, 40);
  return `${word}-${sha256(canonicalJson({ plan, store, device })).slice(0, 12)}`;
}

/** Why a worker with these versions may not serve the order, in one line; undefined: it may. */
export function versionFault(order: Order, versions: Readonly<Record<string, string>>) {
  for (const [name, wanted] of Object.entries(order.versions)) {
    const here = versions[name] ?? "none";
    if (here !== wanted) {
      return `has ${name} ${here}, the run has ${wanted}; install the same, results could differ`;
    }
  }
  return undefined;
}
