// A study of 10,000 trials on a simulated cluster: what it takes to plan, how busy the workers are,
// and what the store and the queue are asked. Prints its figures and draws docs/design/scale-*.svg.
//
//   npm run build && node reference/scale/simulate.mjs [SIZE]     SIZE ** 4 trials, default 10
//
// With BUSY=1 in the environment only how busy 1,000 workers are with trainings of 60 s, as JSON.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drawChart } from "../../packages/report/dist/index.js";
import { simulate } from "./cluster.mjs";
import { passesOfStudy } from "./graph.mjs";

const size = Number(process.argv[2] ?? 10);
const { trials, passes, waves, seconds, megabytes } = await passesOfStudy(size);
const tell = process.env.BUSY ? () => {} : console.log;
const byKind = Object.groupBy
  ? Object.groupBy(passes, ({ kind }) => kind)
  : passes.reduce((all, one) => ({ ...all, [one.kind]: [...(all[one.kind] ?? []), one] }), {});
const kinds = Object.entries(byKind).map(([kind, own]) => `${kind} ${own.length}`);
tell(
  `plan: ${trials} trials, ${passes.length} passes in ${waves} waves (${kinds.join(", ")})`,
);
tell(`planned in ${seconds.toFixed(2)} s with ${Math.round(megabytes)} MB`);

/** What is trained takes its time; all else reads and writes small files. */
const lasting = (trained) => (kind) =>
  kind === "fit" ? trained : kind === "features" ? trained / 2 : 1;

const usual = { spread: 0.2, straggle: { share: 0.02, factor: 3 }, failShare: 0.002 };
const small = {
  ...usual,
  workers: 1000,
  secondsOf: lasting(60),
  preemptedEvery: 4 * 3600,
  awaySeconds: 300,
  loadSeconds: 5,
};
/** 70B students: 125 nodes of 8 GPUs; a pass of 11 minutes, and 140 GB to load first. */
const large = { ...small, workers: 125, secondsOf: lasting(660), loadSeconds: 60 };
const queue = {
  by: "queue",
  serviceSeconds: 0.0005,
  roundTrip: 0.001,
  leaseSeconds: 30,
  readSeconds: 0.2,
  writeSeconds: 0.4,
};
const claims = {
  by: "claims",
  roundTrip: 0.03,
  lookEvery: 10,
  beatEvery: 4,
  leaseSeconds: 20,
  readSeconds: 0.2,
  writeSeconds: 0.4,
};
const fixed = (cluster, rest) => ({ ...cluster, ...rest });
const calm = { straggle: { share: 0, factor: 1 }, failShare: 0, preemptedEvery: 1e9, spread: 0 };

if (process.env.BUSY) {
  const busy = ({ busyWithWork, busy: overAll }) => ({ busyWithWork, overAll });
  const said = { queue: busy(simulate(passes, small, queue)) };
  console.log(JSON.stringify({ ...said, claims: busy(simulate(passes, small, claims)) }));
  process.exit(0);
}

const percent = (share) => `${(100 * share).toFixed(1)}%`;
function show(label, result) {
  const { requests: r } = result;
  console.log(
    `${label}: ${result.hours.toFixed(2)} h; ` +
      `busy ${percent(result.busyWithWork)} while work waited, ` +
      `${percent(result.busy)} over all, ${percent(result.kept)} in passes that were kept, ` +
      `${result.unneeded.map(percent).join(" and ")} without a pass to begin in the first half ` +
      "and the second; " +
      `${result.losses} losses (${result.lostHours.toFixed(1)} h), ${result.failures} failures; ` +
      `store: ${r.put} puts, ${r.get} gets, ${r.head} heads, ${r.delete} deletes, ` +
      `${r.list} lists, at most ${result.peakPerSecond.toFixed(0)}/s over a minute; ` +
      `queue: ${r.operations} operations`,
  );
  return result;
}

console.log("\n1,000 workers, trainings of 60 s");
const { work, chain, soonest } = boundsOf(passes, small);
console.log(
  `work ${work} s, ${(work / small.workers).toFixed(0)} s of all workers; longest chain ${chain} ` +
    `s; nobody is through before ${soonest.toFixed(0)} s, ` +
    `${percent(work / small.workers / soonest)} busy`,
);
show("queue", simulate(passes, small, queue));
show("queue, in the plan's order", simulate(passes, small, queue, { order: "first" }));
show("queue, nothing goes wrong", simulate(passes, fixed(small, calm), queue));
show("queue, wave after wave", simulate(passes, small, queue, { barrier: true }));
show("claims in a bucket", simulate(passes, small, claims));

console.log("\nthe same by a queue, by how many passes there are for a worker");
for (const [seeds, workers] of [
  [size, 1000],
  [size, 500],
  [size, 250],
  [2 * size, 1000],
  [4 * size, 1000],
  [4 * size, 250],
]) {
  const { trials, passes } = await passesOfStudy(size, seeds);
  for (const order of ["longest", "first"]) {
    const result = simulate(passes, fixed(small, { workers }), queue, { order });
    const share = (passes.length / workers).toFixed(0);
    show(`${trials} trials, ${workers} workers, ${share} passes each, ${order}`, result);
  }
}

console.log("\n1,000 GPUs as 125 nodes, 70B students, trainings of 660 s");
show("queue", simulate(passes, large, queue));
show("claims in a bucket", simulate(passes, large, claims));
show(
  "claims, a node lost every 30 min",
  simulate(passes, fixed(large, { preemptedEvery: 1800 }), claims),
);

console.log("\nhow busy, by the length of a training");
const lengths = [1, 3, 10, 30, 60, 180, 600];
const handings = {
  queue,
  "claims in a bucket": claims,
  "queue of 10 ms": { ...queue, serviceSeconds: 0.01 },
};
const swept = Object.entries(handings).map(([name, handing]) => {
  const points = lengths.map((length) => {
    const result = simulate(passes, fixed(small, { secondsOf: lasting(length) }), handing);
    console.log(
      `${name}, ${length} s: ${percent(result.busyWithWork)} while work waited, ` +
        percent(result.busy),
    );
    return { x: length, y: 100 * result.busyWithWork };
  });
  return { name, points };
});
console.log("\nhow busy, by how often a worker is lost (70B)");
const often = [0.25, 0.5, 1, 2, 4, 8, 24];
const lost = Object.entries({ "11 min": 660, "1 h": 3600 }).map(([name, length]) => {
  const points = often.map((hours) => {
    const cluster = fixed(large, { secondsOf: lasting(length), preemptedEvery: hours * 3600 });
    const result = simulate(passes, cluster, claims);
    const useful = result.kept / result.busy;
    console.log(
      `${name}, lost every ${hours} h: ${percent(result.kept)} kept, ${result.hours.toFixed(1)} h`,
    );
    return { x: hours, y: 100 * result.kept, useful };
  });
  return { name: `trainings of ${name}`, points };
});

console.log("\nrequests a second at the most, by the number of workers (60 s)");
const crowds = [50, 100, 200, 500, 1000, 2000];
const asked = Object.entries({ queue, "claims in a bucket": claims }).map(([name, handing]) => {
  const points = crowds.map((workers) => {
    const result = simulate(passes, fixed(small, { workers }), handing);
    const operations = result.requests.operations / result.hours / 3600;
    console.log(
      `${name}, ${workers} workers: ${result.peakPerSecond.toFixed(0)}/s; ` +
        `queue: ${operations.toFixed(0)} operations a second; ${result.hours.toFixed(2)} h`,
    );
    return { x: workers, y: result.peakPerSecond / 1000 };
  });
  return { name, points };
});

draw(
  "requests",
  "Requests a second that the store answers",
  "workers",
  asked,
  "thousands, at the most",
);
draw("busy", "Workers in a pass while work waited", "seconds of a training", swept);
draw("lost", "Time of 125 nodes in passes that were kept", "hours until a node is lost", lost);

/**
 * What no order of the passes can beat, where nothing goes wrong: seconds of work in all, of the
 * longest chain, and until the end at the soonest. By a time t no more can be done than all passes
 * give that may have begun by then; the rest takes all workers.
 */
function boundsOf(passes, { workers, secondsOf }) {
  const seconds = passes.map(({ kind }) => secondsOf(kind));
  const begins = passes.map(() => 0); // Inputs come before users.
  passes.forEach(({ inputs }, i) => {
    for (const one of inputs) begins[i] = Math.max(begins[i], begins[one] + seconds[one]);
  });
  const work = seconds.reduce((sum, one) => sum + one, 0);
  const chain = begins.reduce((most, begun, i) => Math.max(most, begun + seconds[i]), 0);
  const soonest = [...new Set(begins)].map((t) => {
    const done = begins.reduce(
      (sum, begun, i) => sum + Math.min(seconds[i], Math.max(0, t - begun)),
      0,
    );
    return t + (work - done) / workers;
  });
  return { work, chain, soonest: Math.max(chain, ...soonest) };
}

function draw(name, title, across, series, upwards = "percent") {
  const chart = {
    title,
    x: { title: across, scale: "log" },
    y: { title: upwards },
    panels: [{ title: "", series }],
  };
  const drawn = drawChart(chart, 640);
  const path = fileURLToPath(new URL(`../../docs/design/scale-${name}.svg`, import.meta.url));
  writeFileSync(path, `${drawn.svg}\n`);
}
