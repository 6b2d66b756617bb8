// A run followed by several viewers: half lines, a lost connection, another run in its place.

import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { after, type LiveEvent, type RunState, shareOf, silent } from "./run-state.js";
import { type Message, Tail } from "./tail.js";

const begun = (pid = process.pid): RunEvent => ({
  ...{ event: "run", at: 1000, format: 1, study: "s", pid, host: hostname() },
});
const work = { kind: "finetune", label: "tiny", unit: "examples", total: 8, steps: 2 };
const plan: RunEvent = {
  ...{ event: "plan", at: 1001, study: "s", trials: 1, steps: 4, cached: 0, toRun: 4 },
  ...{ estimateMs: null, work: [{ kind: "finetune", label: "tiny", steps: 4 }] },
};
const begin: RunEvent = { event: "begin", at: 1002, ...work };
const progress = (done: number, at: number): RunEvent => ({
  ...{ event: "progress", at, kind: "finetune", label: "tiny", done, total: 8, loss: 1 / done },
});
const text = (...events: readonly RunEvent[]) =>
  events.map((event) => `${JSON.stringify(event)}\n`).join("");

/** A file, its tail, and what a viewer of it has come to. */
function followed(name: string) {
  const path = join(scratchFolder(name), "events.jsonl");
  return { path, tail: new Tail(path) };
}

class Viewer {
  state: RunState = silent;
  last = "";
  messages = 0;
  readonly hear = ({ id, event, data }: Message): void => {
    this.messages += 1;
    this.last = id;
    if (event === "reset") this.state = silent;
    this.state = (JSON.parse(data) as LiveEvent[]).reduce(after, this.state);
  };
}

const until = async (isSo: () => boolean) => {
  for (let i = 0; i < 600 && !isSo(); i++) await new Promise((done) => setTimeout(done, 50));
  expect(isSo()).toBe(true);
};

describe("Tail", () => {
  it("tells every viewer the same, half a line when it is whole, and no nonsense", async () => {
    const { path, tail } = followed("tail");
    writeFileSync(path, text(begun(), plan, begin));
    const viewers = Array.from({ length: 50 }, () => new Viewer());
    const stops = await Promise.all(viewers.map(({ hear }) => tail.listen(hear)));
    const line = text(progress(4, 2000));
    appendFileSync(path, `nonsense\n{"event":"later"}\n${line.slice(0, 20)}`);
    await new Promise((done) => setTimeout(done, 400));
    expect(viewers[0]!.state.current?.done).toBe(0);
    appendFileSync(path, line.slice(20));
    await until(() => viewers.every(({ state }) => state.current?.done === 4));
    expect(shareOf(viewers[49]!.state)).toBe(0.25);
    expect(viewers[7]!.state.losses).toEqual([
      { label: "tiny", total: 8, points: [{ done: 4, loss: 0.25 }] },
    ]);
    for (const stop of stops) stop();
    expect(tail.isHeard).toBe(false);
  });

  it("goes on where a lost viewer was, and from the start where the run is another", async () => {
    const { path, tail } = followed("resumed");
    writeFileSync(path, text(begun(), plan, begin));
    const viewer = new Viewer();
    (await tail.listen(viewer.hear))();
    appendFileSync(path, text(progress(2, 2000)));
    const before = viewer.messages;
    (await tail.listen(viewer.hear, viewer.last))();
    expect([viewer.messages - before, viewer.state.current?.done]).toEqual([1, 2]);
    rmSync(path);
    writeFileSync(path, text({ ...begun(), at: 5000 } as RunEvent));
    const stop = await tail.listen(viewer.hear, viewer.last);
    expect(viewer.state).toMatchObject({ plan: null, current: null, heardAt: 5000 });
    stop();
  });

  it("says that a process is gone which did not say so itself", async () => {
    const { path, tail } = followed("gone");
    writeFileSync(path, text(begun(2 ** 30), plan, begin));
    await tail.now();
    expect((await tail.now()).ended).toMatchObject({ event: "gone" });
  });

  it("says that a run is gone whose folder is removed, and follows the next one", async () => {
    const { path, tail } = followed("removed");
    writeFileSync(path, text(begun(), plan, begin));
    const viewer = new Viewer();
    const stop = await tail.listen(viewer.hear);
    rmSync(path);
    await until(() => viewer.state.ended !== null);
    expect(viewer.state.ended).toMatchObject({ event: "gone" });
    writeFileSync(path, text({ ...begun(), at: 5000 } as RunEvent));
    await until(() => viewer.state.ended === null);
    expect(viewer.state).toMatchObject({ plan: null, heardAt: 5000 });
    stop();
  });

  it("has nothing to tell where no file is", async () => {
    const { tail } = followed("none");
    expect(await tail.now()).toEqual(silent);
  });
});
