import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fakeKind } from "../../test/fake-steps.js";
import { ResultCache } from "./result-cache.js";
import { MissingStep, makeStep } from "./step.js";

const kind = fakeKind("count");
const nothing = async () => undefined;
const step = (n: number) => makeStep(kind, { n }, {}, `count ${n}`);

describe("ResultCache", () => {
  it("reads a result once, however often it is asked for", async () => {
    const read: string[] = [];
    const cache = new ResultCache({
      async read(name) {
        read.push(name);
        return { facts: {}, arrays: { value: ndarray(Float32Array.of(7), [1]) } };
      },
      remove: nothing,
    });
    expect([await cache.read(step(1)), await cache.read(step(1))]).toEqual([7, 7]);
    expect(await cache.read(step(2))).toBe(7);
    expect(read).toEqual([step(1).name, step(2).name]);
  });

  it("lets all go when arrays and facts are more than stays", async () => {
    const read: string[] = [];
    const store = {
      async read(name: string) {
        read.push(name);
        const facts = { transcripts: [{ text: "x".repeat(900) }] };
        return { facts, arrays: { value: ndarray(Float32Array.of(7), [1]) } };
      },
      remove: nothing,
    };
    const [one, two] = [step(1), step(2)];
    const wide = new ResultCache(store, 10_000);
    for (const asked of [one, two, one]) await wide.read(asked);
    expect(read.splice(0)).toEqual([one.name, two.name]);
    const narrow = new ResultCache(store, 1500);
    for (const asked of [one, two, one]) await narrow.read(asked);
    expect(read).toEqual([one.name, two.name, one.name]);
  });

  it("names the step that the store does not have", async () => {
    const cache = new ResultCache({ read: nothing, remove: nothing });
    const missing = cache.read(step(1));
    await expect(missing).rejects.toBeInstanceOf(MissingStep);
    await expect(missing).rejects.toThrow(
      `step ${step(1).name.slice(0, 12)} (count) is gone from the store`,
    );
  });

  it("lets a result go that lies there in another form, and names its step", async () => {
    const codec = {
      ...kind.codec,
      decode(): number {
        return z.object({ turns: z.number() }).parse({}).turns;
      },
    };
    const strange = makeStep({ ...kind, codec }, { n: 1 }, {}, "count 1");
    const removed: string[] = [];
    const cache = new ResultCache({
      read: async () => ({ facts: {}, arrays: {} }),
      remove: async (name) => void removed.push(name),
    });
    await expect(cache.read(strange)).rejects.toBeInstanceOf(MissingStep);
    await expect(cache.read(strange)).rejects.toThrow(
      "(count) lies in the store in another form than today's",
    );
    expect(removed).toEqual([strange.name, strange.name]);
  });
});
