import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeKind } from "../../test/fake-steps.js";
import { listening, resultsOf } from "../../test/rooms.js";
import { openStore, type Store } from "../store/index.js";
import { estimateMs } from "./estimate.js";
import { runSteps } from "./run-steps.js";
import { MissingStep, makeStep, type Step } from "./step.js";

let store: Store;
let ran: string[];
beforeEach(async () => {
  store = await openStore(scratchFolder("executor"));
  ran = [];
});

const kind = fakeKind("count", undefined, (label) => void ran.push(label));
const step = (n: number, ...from: Step<number>[]): Step<number> =>
  makeStep(kind, { n }, { from }, `count ${n}`);

/** One, two that count it, and a sum: 1, 2, 2 and 1 + 2 + 2. */
function chain() {
  const first = step(0);
  const middle = [step(1, first), step(2, first)];
  return { first, middle, last: step(3, ...middle) };
}

async function damage({ name }: Step): Promise<void> {
  const path = join(store.dir, "steps", name.slice(0, 2), name, "arrays.safetensors");
  const bytes = await readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(path, bytes);
}

describe("runSteps", () => {
  it("runs what is needed, once each, inputs first, and gives the results", async () => {
    expect(await resultsOf([chain().last], store)).toEqual([5]);
    expect(ran).toEqual(["count 0", "count 1", "count 2", "count 3"]);
    expect(await resultsOf([chain().last], store)).toEqual([5]);
    expect(ran).toHaveLength(4);
  });

  it("makes a damaged step again, once, says so, and nothing else", async () => {
    const { last, middle } = chain();
    await resultsOf([last], store);
    await damage(middle[0]!);
    const reporter = listening();
    ran = [];
    // A step that needs it finds it damaged; what hides it is not touched.
    expect(await resultsOf([step(4, middle[0]!)], store, reporter)).toEqual([3]);
    expect(ran.filter((label) => label === "count 1")).toHaveLength(1);
    expect(ran).not.toContain("count 3");
    expect(reporter.warnings.join("\n")).toMatch(/\(count\) is gone from the store; computing it/);
  });

  it("gives up on a step that is gone a second time", async () => {
    const only = step(0);
    const options = { store, reporter: listening(), signal: new AbortController().signal };
    const gone = runSteps([only], { threads: 1, device: "cpu" }, options, async () => {
      throw new MissingStep(only);
    });
    await expect(gone).rejects.toBeInstanceOf(MissingStep);
    expect(ran).toEqual(["count 0"]);
  });

  it("stops between passes when aborted; what is done stays done", async () => {
    const stop = new AbortController();
    const stopping = fakeKind("count", undefined, () => stop.abort(new Error("enough")));
    const first = makeStep(stopping, { n: 0 }, { from: [] }, "count 0");
    const second = makeStep(kind, { n: 1 }, { from: [first] }, "count 1");
    const options = { store, reporter: listening(), signal: stop.signal };
    const run = runSteps([second], { threads: 1, device: "cpu" }, options, async () => 0);
    await expect(run).rejects.toThrow("enough");
    expect(await store.has(first.name)).toBe(true);
    expect(await resultsOf([second], store)).toEqual([2]);
    expect(ran).toEqual(["count 1"]);
  });

  it("remembers what passes took, those before one that failed too", async () => {
    const each = { ...kind, groupKey: ({ name }: Step) => name };
    const failing: typeof each = {
      ...each,
      async run(pass, context) {
        if (pass[0]!.label === "count 2") throw new Error("no room");
        await kind.run(pass, context);
      },
    };
    const [done, failed] = [1, 2].map((n) => makeStep(failing, { n }, { from: [] }, `count ${n}`));
    const options = { store, reporter: listening(), signal: new AbortController().signal };
    const machine = { threads: 1, device: "cpu" } as const;
    const run = runSteps([done!, failed!], machine, options, async () => 0);
    await expect(run).rejects.toThrow("no room");
    expect(await estimateMs(store, [failed!])).toBeGreaterThan(0);
  });

  it.each([
    { threads: 2, most: 2, heard: ["1 thread, apart", "1 thread, apart", "1 thread, apart"] },
    { threads: 1, most: 1, heard: ["1 thread", "1 thread", "1 thread"] },
  ])("runs passes that use one core beside each other, $threads at a time", async (expected) => {
    let [under, most] = [0, 0];
    const heard: string[] = [];
    const small: typeof kind = {
      ...kind,
      usesOneCore: () => true,
      async run(pass, context) {
        most = Math.max(most, ++under);
        heard.push(`${context.threads} thread${context.apart ? ", apart" : ""}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        await kind.run(pass, context);
        under--;
      },
    };
    const steps = [1, 2, 3].map((n) => makeStep(small, { n }, { from: [] }, `count ${n}`));
    const options = { store, reporter: listening(), signal: new AbortController().signal };
    const machine = { threads: expected.threads, device: "cpu" } as const;
    const results = await runSteps(steps, machine, options, (cache) =>
      Promise.all(steps.map((one) => cache.read(one))),
    );
    expect(results).toEqual([1, 1, 1]);
    expect({ threads: expected.threads, most, heard }).toEqual(expected);
  });

  it("refuses a runtime of another device than the plan's", async () => {
    const options = { store, reporter: listening(), signal: new AbortController().signal };
    const runtime = { device: "cuda" } as never;
    const machine = { threads: 1, device: "cpu" } as const;
    const run = runSteps([step(0)], machine, { ...options, runtime }, async () => 0);
    await expect(run).rejects.toThrow("a plan for cpu cannot run on cuda");
  });

  it("tells a listener of each piece of work, when it begins and when it ends", async () => {
    const heard: string[] = [];
    const reporter = listening({
      begin: ({ kind, total }) => void heard.push(`begin ${kind} ${total}`),
      end: ({ kind }) => void heard.push(`end ${kind}`),
      progress: (done) => void heard.push(`${done} done`),
    });
    await resultsOf(chain().middle, store, reporter);
    expect(heard).toEqual(
      ["begin count 1", "1 done", "end count"].concat([
        "begin count 2",
        "1 done",
        "2 done",
        "end count",
      ]),
    );
  });
});
