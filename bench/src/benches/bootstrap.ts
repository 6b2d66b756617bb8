// A hierarchical bootstrap over tasks, seeds and test examples, against the plain loop of NumPy.

import { ndarray } from "@w2s/grad";
import { hierarchical, mean, random } from "@w2s/lab";
import { type CellPredictions, resampledRoles, resampler } from "@w2s/lab/internals";
import type { Bench } from "../bench.js";
import { writeRaw } from "../data/files.js";
import { allSeconds, digits } from "../harness/format.js";
import { median, timed } from "../harness/interleave.js";

const [tasks, seeds, examples, resamples] = [20, 20, 10_000, 2000];
/** Draws of seeds and examples that are made of each task: as many as an outcome keeps. */
const kept = 200;
/** Resamples that NumPy is timed on; the loop has no cost but theirs. */
const timedOfPeer = 100;
const roles = ["weak", "student", "ceiling"] as const;

interface Answer {
  readonly seconds: number;
  readonly ratios: readonly number[];
}

export const bootstrap: Bench = {
  name: "bootstrap",
  summary:
    "2,000 hierarchical resamples of 20 tasks x 20 seeds x 10,000 examples, against NumPy's loop",
  requirement: "ratio at least 20",
  async run({ folder, peer: start, interleave, say }) {
    const right = rightOf();
    const cells = right.map(cellOf);
    const flags = new Uint8Array(tasks * roles.length * seeds * examples);
    right.flat(2).forEach((row, i) => {
      flags.set(row, i * examples);
    });
    const peer = await start("bootstrap", {
      ...{ tasks, seeds, examples },
      right: writeRaw(folder, "right.u8", flags),
    });
    const runs = await interleave(
      3,
      () => timed(async () => ratios(cells, kept)),
      () => peer.ask<Answer>({ resamples: timedOfPeer }),
    );
    const own = await timed(async () => ratios(cells, resamples));
    const ours = runs.ours.map(({ seconds }) => seconds);
    const theirs = runs.peer.map(({ seconds }) => (seconds * resamples) / timedOfPeer);
    say(`ours: ${allSeconds(ours)}, ${kept} draws of each task, of which resamples take theirs`);
    say(`ours with ${resamples} draws of each task: ${allSeconds([own.seconds])}`);
    const times = `${timedOfPeer} resamples counted ${resamples / timedOfPeer} times`;
    say(`peer: ${allSeconds(theirs)}, ${times}`);
    const spreads = [runs.ours[0]!.value, own.value, runs.peer.flatMap((run) => run.ratios)];
    const [few, all, loop] = spreads.map((values) => digits(spread(Array.from(values)), 2));
    say(`standard error of the ratio of means: ours ${few} (${all}), peer ${loop}`);
    const ratio = median(theirs) / median(ours);
    return { ours: median(ours), peer: median(theirs), unit: "s", ratio, met: ratio >= 20 };
  },
};

/** The ratio of means in every resample. */
function ratios(cells: readonly CellPredictions[], draws: number): Float64Array {
  const drawn = cells.map((cell) => {
    const shared = resampler({ examples, seeds, resamples: draws });
    const values = resampledRoles(cell, "accuracy", shared);
    const [weak, student, ceiling] = roles.map((role) => values.get(role)!.values);
    const over = (other: Float64Array) => other.map((value, k) => value - weak![k]!);
    return [over(student!), over(ceiling!)];
  });
  return hierarchical(drawn, ([gain, gap]) => mean(Array.from(gain!)) / mean(Array.from(gap!)), {
    resamples,
  });
}

/** Whether each role is right, [tasks][roles][seeds][examples]. */
function rightOf(): Uint8Array[][][] {
  const draw = random(5, "bench bootstrap");
  return Array.from({ length: tasks }, () => {
    const weak = 0.6 + 0.15 * draw.uniform();
    const gap = 0.08 + 0.12 * draw.uniform();
    return [weak, weak + gap * draw.uniform(), weak + gap].map((accuracy) =>
      Array.from({ length: seeds }, () => {
        const own = accuracy + 0.01 * draw.normal();
        return Uint8Array.from({ length: examples }, () => Number(draw.uniform() < own));
      }),
    );
  });
}

/** The same as predictions. */
function cellOf(right: readonly (readonly Uint8Array[])[]): CellPredictions {
  const [weak, student, ceiling] = right.map((perSeed) =>
    perSeed.map((flags) => {
      const data = new Float32Array(2 * examples);
      flags.forEach((flag, i) => {
        data[2 * i + (flag === 1 ? i % 2 : 1 - (i % 2))] = 1;
      });
      return { probabilities: ndarray(data, [examples, 2]) };
    }),
  );
  const truth = Int32Array.from({ length: examples }, (_, i) => i % 2);
  return { roles: { weak: weak!, student: student!, ceiling: ceiling! }, truth };
}

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
