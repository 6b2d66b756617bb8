// Protocols of oversight on the world, whole studies from an empty store: parts in batched passes
// against one call a part, and a debate by search.

import { join } from "node:path";
import { nodeRuntime } from "@w2s/grad";
import {
  debate,
  decomposition,
  drawn,
  model,
  openStore,
  planStudy,
  probe,
  runPlan,
  type Study,
  study,
  type Task,
} from "@w2s/lab";
import { extractFeatures, openModel, resolveModel } from "@w2s/models";
import { problemParts, worldRows, worldTask } from "@w2s/world";
import type { Bench } from "../bench.js";
import { allSeconds } from "../harness/format.js";
import { median, timed } from "../harness/interleave.js";

const [problems, parts, called] = [10_000, 8, 400];
const [ratioDue, debateLimit] = [20, 30];
const rounds = 3;
const name = "zoo:w2s-world-16";
const overseer = probe(model(name, { pooling: "last" }).layer(2), { solver: "lbfgs" });

const studyOf = (task: Task, supervisor: Study["supervisors"][number]) =>
  study({
    task,
    supervisors: supervisor,
    students: probe(drawn(4), { epochs: 1 }),
    seeds: 1,
    resamples: 100,
    arms: "none",
  });

/** Rows of eight letters: each problem has eight parts. */
const rowsOf = { seed: 7, examples: problems, difficulty: [7, 7] as const };
const decomposed = studyOf(worldTask("containment", rowsOf), decomposition(overseer));

/** About 1,000 of these are heard; a chain of statements has many claims, of which five count. */
const heard = studyOf(
  worldTask("order", { seed: 7, examples: 1700, difficulty: [3, 3] }),
  debate(overseer, { by: [overseer, overseer], turns: 2, considered: 5 }),
);

export const protocols: Bench = {
  name: "protocols",
  summary: "10,000 problems of 8 parts decomposed, against a call a part; 1,000 debates by search",
  requirement: `ratio at least ${ratioDue}; debates under ${debateLimit} s`,
  async run({ folder, interleave, say }) {
    const opened = await openModel(await resolveModel(name));
    const texts = [...worldRows("containment", { ...rowsOf, examples: called / parts })].flatMap(
      (row) =>
        problemParts("containment", (row as { readonly group: string }).group).map(
          ({ question }) => question,
        ),
    );
    const options = { layers: [2], pooling: "last", runtime: nodeRuntime, threads: 2 } as const;
    const callEach = async () => {
      for (const text of texts) await extractFeatures(opened, [text], options);
    };
    await callEach(); // Reads the weights.
    const runs = await interleave(
      rounds,
      (round) => timed(() => runIn(join(folder, `ours ${round} ${Date.now()}`), decomposed)),
      () => timed(callEach),
    );
    opened.close();
    const ours = runs.ours.map(({ seconds }) => seconds);
    const peer = runs.peer.map(({ seconds }) => (seconds * problems * parts) / texts.length);
    const debated = await timed(() => runIn(join(folder, "debate"), heard));
    say(`${problems} problems, ${parts} parts each, training and combining: ${allSeconds(ours)}`);
    say(`${texts.length} parts in a call each, counted up: ${allSeconds(peer)}`);
    say(`debates about ${debated.value} problems: ${debated.seconds.toFixed(2)} s`);
    const ratio = median(peer) / median(ours);
    const met = ratio >= ratioDue && debated.seconds < debateLimit;
    return { ours: median(ours), peer: median(peer), unit: "s", ratio, met };
  },
};

/** Runs a study in a store of its own; gives how many problems the supervisor was asked about. */
async function runIn(folder: string, given: Study): Promise<number> {
  const store = await openStore(folder);
  const silent = () => undefined;
  const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };
  const plan = await planStudy(given, { name: "bench", baseDir: ".", store, modelFolders: [] });
  await runPlan(plan, { store, reporter, signal: new AbortController().signal });
  return plan.cells[0]!.room.asked(0).length;
}
