// Two runs on one store, side by side: as two commands in two terminals, or on two machines.

import { hostLabel } from "@w2s/base";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeKind } from "../../test/fake-steps.js";
import { listening, resultsOf } from "../../test/rooms.js";
import { Claims, openStore, type Store } from "../store/index.js";
import { passName } from "./pass.js";
import { runSteps } from "./run-steps.js";
import { makeStep, type Step } from "./step.js";

let store: Store;
let ran: string[];
beforeEach(async () => {
  store = await openStore(scratchFolder("turns"));
  ran = [];
});

/** Steps that take a moment, each a pass of its own, and one that waits for them all. */
const base = fakeKind("slow");
const slow: typeof base = {
  ...base,
  groupKey: ({ name }: Step) => name,
  async run(pass, context) {
    ran.push(...pass.map(({ label }) => label));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await base.run(pass, context);
  },
};
const step = (n: number, ...from: Step<number>[]): Step<number> =>
  makeStep(slow, { n }, { from }, `slow ${n}`);
const all = (): Step<number> => step(9, ...[0, 1, 2, 3].map((n) => step(n)));

/** A gone process of this machine, whose claim stands. */
async function leftBy(owner: string, pass: Step): Promise<void> {
  const claims = new Claims(store.records(), owner);
  await claims.beat();
  await claims.take(passName([pass]));
}

const records = async (): Promise<string[]> => {
  const folders = ["owners", ...Array.from({ length: 256 }, (_, i) => hex(i))];
  const lists = await Promise.all(folders.map((folder) => store.records().list(folder)));
  return lists.flat();
};
const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

describe("turns", () => {
  it("let two runs share what both want, each pass done once, and leave no record", async () => {
    const reporters = [listening(), listening()];
    const results = reporters.map((reporter) => resultsOf([all()], store, reporter));
    expect(await Promise.all(results)).toEqual([[5], [5]]);
    expect(ran.sort()).toEqual(["slow 0", "slow 1", "slow 2", "slow 3", "slow 9"]);
    const said = reporters.flatMap(({ warnings }) => warnings);
    // Nobody is named where the claim was only being written.
    const who = String.raw`( \(process \d+ on \S+\))?`;
    expect(said[0]).toMatch(
      new RegExp(`^another run on this store${who} is at what this one needs; it is waited`),
    );
    expect(said.length).toBeLessThanOrEqual(2);
    expect(await records()).toEqual([]);
  });

  it("go on where another run failed or was stopped", async () => {
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const failing: typeof slow = {
      ...slow,
      async run() {
        begin();
        await new Promise((resolve) => setTimeout(resolve, 30));
        throw new Error("no room");
      },
    };
    const broken = makeStep(failing, { n: 1 }, { from: [] }, "slow 1");
    const options = { store, reporter: listening(), signal: new AbortController().signal };
    const machine = { threads: 1, device: "cpu" } as const;
    const first = runSteps([broken], machine, options, async () => 0);
    await begun;
    const second = resultsOf([step(1)], store);
    await expect(first).rejects.toThrow("no room");
    expect(await second).toEqual([1]);
    expect(await records()).toEqual([]);
  });

  it("stop waiting when aborted", async () => {
    await leftBy("elsewhere~1~a1", step(1));
    const stop = new AbortController();
    const reporter = listening({ warn: () => stop.abort(new Error("enough")) });
    const options = { store, reporter, signal: stop.signal };
    const run = runSteps([step(1)], { threads: 1, device: "cpu" }, options, async () => 0);
    await expect(run).rejects.toThrow("enough");
    expect(ran).toEqual([]);
  });

  it("wait for a claim that is only being written, and name nobody", async () => {
    const name = passName([step(1)]);
    await store.records().create(`${name.slice(0, 2)}/${name}.0`, '{"is": "cl');
    const stop = new AbortController();
    const said: string[] = [];
    const warn = (line: string) => {
      said.push(line);
      stop.abort(new Error("enough"));
    };
    const options = { store, reporter: listening({ warn }), signal: stop.signal };
    const run = runSteps([step(1)], { threads: 1, device: "cpu" }, options, async () => 0);
    await expect(run).rejects.toThrow("enough");
    expect(said).toEqual([
      "another run on this store is at what this one needs; it is waited for, and nothing is " +
        "done twice",
    ]);
  });

  it("do not wait for a process of this machine that is gone", async () => {
    await leftBy(`${hostLabel()}~${2 ** 22 + 1}~a1`, step(1));
    expect(await resultsOf([step(1)], store)).toEqual([1]);
  });

  it("try what others gave up, once", async () => {
    const claims = new Claims(store.records(), "elsewhere~1~a1", { tries: 1 });
    const taken = await claims.take(passName([step(1)]));
    if (taken.is === "ours") await claims.failed(taken.claim, "no room");
    expect(await resultsOf([step(1)], store)).toEqual([1]);
  });
});
