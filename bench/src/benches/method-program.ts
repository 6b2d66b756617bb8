// A method of three nested steps, beside the same trainings as three plain ones: what a program
// costs more than its fits.

import { join } from "node:path";
import {
  bootstrapping,
  confidence,
  drawn,
  naive,
  openStore,
  planStudy,
  probe,
  runPlan,
  type Study,
  strongToStrong,
  study,
} from "@w2s/lab";
import type { Bench } from "../bench.js";
import { sentences } from "../data/ten-thousand.js";
import { allSeconds } from "../harness/format.js";
import { median, timed } from "../harness/interleave.js";

const rounds = 3;
const students = ["link", "second", "strong"].map((as, i) =>
  probe(drawn(64 * (i + 1), { as }), { epochs: 60 }),
);
const [link, second, strong] = students as [
  (typeof students)[0],
  (typeof students)[0],
  (typeof students)[0],
];
const shared = {
  task: sentences(12_000),
  supervisors: probe(drawn(8, { as: "weak", noise: 0.5 }), { epochs: 20 }),
  seeds: 1,
  resamples: 100,
  arms: "none",
} as const;

/** Weak labels teach a link, that one the next, and that one the student: three fits and labels. */
const program = study({
  ...shared,
  students: strong,
  methods: bootstrapping({ through: [link, second], fresh: false }),
});
/** What all of them have besides: features, the supervisor's labels, a ceiling for each student. */
const before = study({ ...shared, students, methods: confidence() });
/** The same three students, each taught by the supervisor itself. */
const fits = study({ ...shared, students, methods: naive() });
/** A program within a program: twice as many fits. */
const nested = study({
  ...shared,
  students: strong,
  methods: bootstrapping({ through: [link, second], fresh: false, by: strongToStrong() }),
});

export const methodProgram: Bench = {
  name: "method-program",
  summary: "a chain of three nested steps against the same three fits as plain students",
  requirement: "ratio at least 0.95",
  async run({ folder, interleave, say }) {
    const timedIn = async (name: string, given: Study) => {
      const store = join(folder, name);
      await runIn(store, before);
      return timed(() => runIn(store, given));
    };
    await timedIn("first", fits); // Compiles what both need.
    const runs = await interleave(
      rounds,
      (round) => timedIn(`ours ${round} ${Date.now()}`, program),
      (round) => timedIn(`peer ${round} ${Date.now()}`, fits),
    );
    const [ours, peer] = [runs.ours, runs.peer].map((side) => side.map(({ seconds }) => seconds));
    const deep = await timedIn("nested", nested);
    say(`program: ${allSeconds(ours!)}; its fits alone: ${allSeconds(peer!)}`);
    say(`each link once more by its own labels, six fits: ${deep.seconds.toFixed(2)} s`);
    const ratio = median(peer!) / median(ours!);
    return { ours: median(ours!), peer: median(peer!), unit: "s", ratio, met: ratio >= 0.95 };
  },
};

async function runIn(folder: string, given: Study): Promise<void> {
  const store = await openStore(folder);
  const silent = () => undefined;
  const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };
  const plan = await planStudy(given, { name: "bench", baseDir: ".", store, modelFolders: [] });
  await runPlan(plan, { store, reporter, signal: new AbortController().signal });
}
