// A simulated cluster that works through passes: workers that are preempted, passes that straggle
// or fail, and whoever hands passes out. An event at a time, by a clock of its own; the same seed,
// the same run.

import { random } from "../../packages/lab/dist/index.js";

/** A heap of events by their time; those of one time in the order in which they were put in. */
class Events {
  heap = [];
  count = 0;
  put(at, what) {
    const event = { at, order: this.count++, what };
    let i = this.heap.push(event) - 1;
    while (i > 0) {
      const above = (i - 1) >> 1;
      if (!isBefore(event, this.heap[above])) break;
      this.heap[i] = this.heap[above];
      i = above;
    }
    this.heap[i] = event;
  }
  take() {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (this.heap.length === 0) return first;
    let i = 0;
    while (true) {
      let below = 2 * i + 1;
      if (below >= this.heap.length) break;
      if (below + 1 < this.heap.length && isBefore(this.heap[below + 1], this.heap[below])) below++;
      if (!isBefore(this.heap[below], last)) break;
      this.heap[i] = this.heap[below];
      i = below;
    }
    this.heap[i] = last;
    return first;
  }
}

/** Passes that may run: of equal height the first first. */
class Ready {
  length = 0;
  constructor(heights) {
    this.heights = heights;
    this.lines = Array.from({ length: Math.max(...new Set(heights)) + 1 }, () => ({
      all: [],
      at: 0,
    }));
  }
  push(i) {
    this.lines[this.heights[i]].all.push(i);
    this.length++;
  }
  take() {
    const line = this.lines.findLast(({ all, at }) => at < all.length);
    this.length--;
    return line.all[line.at++];
  }
}

/** How long the longest chain of trainings is that waits for a pass. Inputs come before users. */
function heightsOf(passes) {
  const heights = passes.map(() => 0);
  for (let i = passes.length - 1; i >= 0; i--) {
    const own = heights[i] + (passes[i].kind === "fit" ? 1 : 0);
    for (const one of passes[i].inputs) heights[one] = Math.max(heights[one], own);
  }
  return heights;
}

const isBefore = (a, b) => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Runs all passes and counts.
 *
 * @param passes as `passesOfStudy` gives them
 * @param cluster workers; secondsOf(kind), a pass's mean; spread, of its logarithm; straggle, share
 *   and factor; failShare; preemptedEvery and awaySeconds, of one worker; loadSeconds, before a
 *   worker's first pass and after each preemption
 * @param handing by "queue": one server, `serviceSeconds` an operation, one at a time, and
 *   `roundTrip`; a lost worker's pass is handed out again after `leaseSeconds`. By "claims": every
 *   worker looks itself what is done, by listing the store (1,000 objects a request, 16 requests at
 *   a time), then tries for a pass; `roundTrip` a request; one that finds nothing looks again after
 *   `lookEvery` seconds; each shows every `beatEvery` seconds that it is alive
 * @param order "longest" (default): those first that the longest chain of others waits for, as
 *   @w2s/cluster hands them out; "first": in the order of the plan, as they become ready
 * @param barrier whether a wave starts only when the one before it is done
 */
export function simulate(
  passes,
  cluster,
  handing,
  { barrier = false, order = "longest", seed = 1 } = {},
) {
  const draw = random(seed, "cluster");
  const events = new Events();
  const users = passes.map(() => []);
  const waiting = passes.map(({ inputs }) => inputs.length);
  passes.forEach(({ inputs }, i) => inputs.forEach((one) => users[one].push(i)));
  const leftOf = [];
  for (const { level } of passes) leftOf[level] = (leftOf[level] ?? 0) + 1;
  let level = 0;
  const held = [];
  const ready = new Ready(order === "longest" ? heightsOf(passes) : passes.map(() => 0));
  let [done, failures, losses, lostSeconds] = [0, 0, 0, 0];
  const requests = { put: 0, get: 0, head: 0, delete: 0, list: 0, operations: 0 };
  const perMinute = [];
  const count = (what, number, at) => {
    requests[what] += number;
    if (what === "operations") return;
    const minute = Math.floor(at / 60);
    perMinute[minute] = (perMinute[minute] ?? 0) + number;
  };
  const workers = Array.from({ length: cluster.workers }, () => ({
    isLoaded: false,
    run: 0,
    isAway: false,
    isBusy: false,
  }));
  const idle = [];
  let serverFree = 0; // When the queue's server has answered all that it was asked.
  let now = 0;
  let [busyNow, awayNow] = [0, 0];
  const spent = { busy: 0, here: 0, busyWithWork: 0, hereWithWork: 0, kept: 0 };
  /** Seconds, by minutes, in which workers were here and no pass could be begun. */
  const unneeded = [];
  /** Counts the time until `at`: workers in passes, of those here, with work waiting too. */
  const pass = (at) => {
    const [busy, here] = [busyNow * (at - now), (workers.length - awayNow) * (at - now)];
    spent.busy += busy;
    spent.here += here;
    if (ready.length > 0) {
      spent.busyWithWork += busy;
      spent.hereWithWork += here;
    } else {
      const minute = Math.floor(now / 60);
      unneeded[minute] = (unneeded[minute] ?? 0) + here - busy;
    }
    now = at;
  };
  const setBusy = (worker, is) => {
    busyNow += Number(is) - Number(worker.isBusy);
    worker.isBusy = is;
  };

  const open = (i) => {
    if (barrier && passes[i].level > level) held.push(i);
    else ready.push(i);
  };
  const length = (i) => {
    const mean = cluster.secondsOf(passes[i].kind);
    const { share, factor } = cluster.straggle;
    const slow = draw.uniform() < share ? factor : 1;
    return mean * slow * Math.exp(cluster.spread * draw.normal() - cluster.spread ** 2 / 2);
  };

  /** Seconds until a worker that asks at `at` has a pass in hand. */
  const asking = (at) => {
    if (handing.by === "queue") {
      serverFree = Math.max(serverFree, at) + handing.serviceSeconds;
      count("operations", 1, at);
      return serverFree - at + handing.roundTrip;
    }
    // Others that ask for the same pass in the time that a claim takes: each costs one more try.
    const rivals = Math.min(20, pace * handing.roundTrip);
    const tries = 1 + Math.floor(draw.uniform() * (1 + rivals));
    count("put", tries, at);
    count("get", 2 * (tries - 1), at); // The record of who was faster, and that it is the last.
    count("head", 1, at);
    return looking(at) + (tries + 1) * handing.roundTrip;
  };
  const looking = (at) => {
    const pages = 16 + Math.floor((4 * done) / 1000);
    count("list", pages, at);
    return Math.ceil(pages / 16) * handing.roundTrip;
  };
  let pace = 0; // Passes begun a second, smoothed.
  let lastBegun = 0;

  const give = (w, at) => {
    const worker = workers[w];
    if (ready.length === 0) {
      if (handing.by === "queue") idle.push(w);
      else events.put(at + looking(at) + handing.lookEvery * (0.5 + draw.uniform()), { asks: w });
      return;
    }
    const i = ready.take();
    pace = 0.99 * pace + 0.01 / Math.max(1e-3, at - lastBegun + 1e-3);
    lastBegun = at;
    const loading = worker.isLoaded ? 0 : cluster.loadSeconds;
    worker.isLoaded = true;
    const begins = at + asking(at) + loading + handing.readSeconds;
    count("get", 3 * passes[i].inputs.length, begins);
    const run = ++worker.run;
    const took = length(i);
    worker.pass = { i, begins, ends: begins + took, at };
    events.put(begins, { begins: w, run });
    events.put(begins + took, { ends: w, run });
  };
  const wake = (at) => {
    while (idle.length > 0 && ready.length > 0) give(idle.pop(), at);
  };

  passes.forEach((_, i) => waiting[i] === 0 && open(i));
  workers.forEach((_, w) => {
    events.put(0, { asks: w });
    events.put(-Math.log(1 - draw.uniform()) * cluster.preemptedEvery, { leaves: w });
  });

  while (done < passes.length) {
    const event = events.take();
    pass(event.at);
    const { begins: beginner, asks, ends, leaves, comes, again } = event.what;
    if (beginner !== undefined && workers[beginner].run === event.what.run)
      setBusy(workers[beginner], true);
    if (asks !== undefined && !workers[asks].isAway && workers[asks].pass === undefined)
      give(asks, now);
    if (again !== undefined) {
      ready.push(again);
      wake(now);
    }
    if (comes !== undefined) {
      workers[comes].isAway = false;
      awayNow--;
      give(comes, now);
    }
    if (leaves !== undefined) {
      const worker = workers[leaves];
      events.put(
        now - Math.log(1 - draw.uniform()) * cluster.preemptedEvery + cluster.awaySeconds,
        { leaves },
      );
      worker.isAway = true;
      awayNow++;
      setBusy(worker, false);
      worker.isLoaded = false;
      const place = idle.indexOf(leaves);
      if (place >= 0) idle.splice(place, 1);
      if (worker.pass !== undefined) {
        losses++;
        lostSeconds += Math.max(0, now - worker.pass.begins);
        worker.run++;
        events.put(now + handing.leaseSeconds, { again: worker.pass.i });
        worker.pass = undefined;
      }
      events.put(now + cluster.awaySeconds, { comes: leaves });
    }
    if (ends !== undefined && workers[ends].run === event.what.run) {
      const worker = workers[ends];
      const { i, begins } = worker.pass;
      worker.pass = undefined;
      setBusy(worker, false);
      if (draw.uniform() < cluster.failShare) {
        failures++;
        events.put(now, { again: i });
      } else {
        done++;
        spent.kept += now - begins;
        count("head", 1, now);
        count("put", 4, now); // Arrays, facts, timing, and step.json last.
        if (handing.by === "claims") count("delete", 1, now);
        else {
          serverFree = Math.max(serverFree, now) + handing.serviceSeconds;
          count("operations", 1, now);
        }
        leftOf[passes[i].level]--;
        for (const user of users[i]) if (--waiting[user] === 0) open(user);
        while (barrier && leftOf[level] === 0 && level < leftOf.length - 1) {
          level++;
          for (const one of held.splice(0)) open(one);
        }
      }
      events.put(now + handing.writeSeconds, { asks: ends });
      wake(now);
    }
  }
  const halfway = now / 120;
  const without = unneeded.reduce(
    ([first, second], seconds, minute) =>
      minute < halfway ? [first + seconds, second] : [first, second + seconds],
    [0, 0],
  );
  const beats = handing.by === "claims" ? workers.length / handing.beatEvery : 0;
  requests.put += Math.round(now * beats);
  return {
    hours: now / 3600,
    /** Share of the time of workers that were here, in passes: over all, and while work waited. */
    busy: spent.busy / spent.here,
    busyWithWork: spent.busyWithWork / spent.hereWithWork,
    /** Share of all workers' time in passes that were kept. */
    kept: spent.kept / (workers.length * now),
    /**
     * Share of the same time in which nothing could be begun: of the run's first half, its second.
     */
    unneeded: without.map((seconds) => seconds / spent.here),
    losses,
    failures,
    lostHours: lostSeconds / 3600,
    requests,
    peakPerSecond: Object.values(perMinute).reduce((a, b) => Math.max(a, b), 0) / 60 + beats,
  };
}
