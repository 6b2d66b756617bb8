// One task of an array: its passes, one after the other, in a process of their own, so that their
// claims are renewed meanwhile. A pass whose inputs are not there is left: what feeds it failed.

import { readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { InputError, makeFolder, writeFileWhole } from "@w2s/base";
import type { Reporter, Store } from "@w2s/lab";
import { type Pass, stepsByName } from "@w2s/lab/engine";
import { z } from "zod";
import { lineOf, RunError } from "../errors.js";
import { type Order, orderSchema, versionFault } from "../order.js";
import type { RunnerCommand } from "../runner/runner.js";
import type { Planned } from "../runner/serve.js";
import { isSealed, keepSeal, storeFault } from "../seal.js";
import { runPasses } from "../workers/executor.js";
import { noteJob, taskFolder } from "./at-work.js";
import { listedPass, listFile, refusedFile, taskName } from "./scripts.js";

/** A task, and how it is done. */
export interface TaskOptions {
  /** Where the scripts lie. */
  readonly folder: string;
  /** The list that it is of: "level-0", "level-0-gpu-2". */
  readonly array: string;
  /** Its line of the list, from 0; undefined where the scheduler said none. */
  readonly task: number | undefined;
  readonly versions: Readonly<Record<string, string>>;
  readonly command: RunnerCommand;
  readonly reporter: Reporter;
  /** The store that an order names. @throws InputError, StoreError */
  openStore(order: Order): Promise<Store>;
  plan(order: Order, store: Store): Promise<Planned>;
}

/**
 * Runs a task's passes; what fails is written beside the scripts, as is why none of them can run.
 * @throws RunError when any failed or could not begin. @throws InputError for a folder of other
 * things, another version
 */
export async function runTask(options: TaskOptions): Promise<void> {
  const { folder, array, task } = options;
  try {
    await runListed(options);
  } catch (error) {
    if (error instanceof InputError) {
      const file = join(folder, refusedFile(taskName(array, task ?? "unknown")));
      const line = `${hostname()}: ${lineOf(error)}`;
      await makeFolder(dirname(file)).catch(() => undefined);
      await writeFileWhole(file, line).catch(() => undefined); // The log has it, too.
    }
    throw error;
  }
}

async function runListed(options: TaskOptions): Promise<void> {
  const { folder, array, task, versions, command, reporter } = options;
  const given: unknown = JSON.parse(await readFile(join(folder, "order.json"), "utf8"));
  const parsed = orderSchema.safeParse(given);
  if (!parsed.success) throw new InputError("this node has another version of w2s than the run");
  const order = parsed.data;
  const fault = versionFault(order, versions);
  if (fault !== undefined) throw new InputError(`this node ${fault}`);
  const list = (await readFile(join(folder, listFile(array)), "utf8")).split("\n");
  if (task === undefined) {
    throw new InputError(
      `${array}: which task is not said; give its number, 0 to ${list.length - 2}, as argument ` +
        "or in SLURM_ARRAY_TASK_ID, PBS_ARRAY_INDEX or JOB_COMPLETION_INDEX",
    );
  }
  const line = list[task];
  if (!line) throw new InputError(`${array} has no task ${task}`);
  const listed = z.array(listedPass).parse(JSON.parse(line));
  const store = await options.openStore(order);
  await assertRunsOwn(store, order);
  const { plan } = await options.plan(order, store);
  const steps = stepsByName(plan.targets);
  const passes = listed.map(({ pass, steps: names }): Pass => {
    const found = names.map((name) => steps.get(name)).filter((step) => step !== undefined);
    if (found.length < names.length) {
      throw new InputError(
        `${order.study}: is another study here than where it was submitted; make its file, data ` +
          "and models the same",
      );
    }
    return { name: pass, kind: found[0]!.kind, steps: found, level: 0, after: [] };
  });
  const able = [];
  for (const pass of passes) if (await canBegin(pass, store)) able.push(pass);
  await store.assertWritable();
  const signal = new AbortController().signal;
  const own = taskFolder(folder, taskName(array, task));
  // Where it cannot be written, nobody hears what it is at.
  await makeFolder(own)
    .then(() => noteJob(own))
    .catch(() => undefined);
  const how = { store, reporter, signal, order, command, workers: 1, folder: own };
  const failed = await runPasses(able, how);
  await makeFolder(join(folder, "failed"));
  for (const { pass, line } of failed) await writeFile(join(folder, "failed", pass.name), line);
  const left = passes.length - able.length;
  if (failed.length + left > 0) {
    throw new RunError(
      `${failed.length} of ${passes.length} passes failed, ${left} left as upstream is missing` +
        (failed[0] === undefined ? "" : `: ${failed[0].line}`),
    );
  }
}

/**
 * Asked before anything is written: what is computed in another store is lost to the run.
 * @throws InputError where the run's own is not there
 */
async function assertRunsOwn(store: Store, order: Order): Promise<void> {
  if (!(await store.isThere())) {
    throw new InputError(
      `this node: there is no store at ${store.place}; all nodes must see the run's own at that ` +
        "place, or the run be given another that they see: w2s run --store",
    );
  }
  if (!(await isSealed(order, store))) {
    const advice =
      "a run by Slurm needs one that all nodes see at that place: w2s run --store; scripts that " +
      "lay unused for two weeks must be written again";
    throw new InputError(`this node: ${storeFault(order, store, advice).message}`);
  }
  await keepSeal(order, store);
}

async function canBegin(pass: Pass, store: Store): Promise<boolean> {
  for (const input of pass.steps.flatMap((step) => Object.values(step.inputs).flat())) {
    if (input !== undefined && !(await store.has(input.name))) return false;
  }
  return true;
}
