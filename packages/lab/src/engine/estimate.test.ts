import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeKind } from "../../test/fake-steps.js";
import { openStore, type Store } from "../store/index.js";
import { estimateMs, fittedRate, rateKey, recordRates } from "./estimate.js";
import { makeStep } from "./step.js";

let store: Store;
beforeEach(async () => {
  store = await openStore(scratchFolder("estimate"));
});

const fit = fakeKind("fit");
const steps = (count: number) =>
  Array.from({ length: count }, (_, n) => makeStep(fit, { n }, {}, `fit ${n}`));

describe("fittedRate", () => {
  it("finds overhead and rate behind passes that were seen", () => {
    // 1 pass of 10: 100 + 10 x 2 = 120 ms; 1 of 50: 200 ms; 3 of 40 in all: 300 + 80 = 380 ms.
    const { overhead, rate } = fittedRate([
      [1, 10, 120],
      [1, 50, 200],
      [3, 40, 380],
    ]);
    expect(overhead).toBeCloseTo(100, 9);
    expect(rate).toBeCloseTo(2, 9);
  });

  it("takes all for work where overhead cannot be told from it, or comes out below 0", () => {
    expect(fittedRate([[2, 10, 50]])).toEqual({ overhead: 0, rate: 5 });
    // Both alike: the second says nothing new.
    expect(
      fittedRate([
        [1, 10, 50],
        [1, 10, 70],
      ]),
    ).toEqual({ overhead: 0, rate: 6 });
    // Through (10, 10) and (20, 40) the line meets 0 passes at -20 ms: (100 + 800) / (100 + 400).
    expect(
      fittedRate([
        [1, 10, 10],
        [1, 20, 40],
      ]),
    ).toEqual({ overhead: 0, rate: 1.8 });
  });

  it("takes all for overhead where more work took less time, or there was none", () => {
    // (40 + 20) / 2 passes.
    expect(
      fittedRate([
        [1, 10, 40],
        [1, 20, 20],
      ]),
    ).toEqual({ overhead: 30, rate: 0 });
    expect(fittedRate([[2, 0, 8]])).toEqual({ overhead: 4, rate: 0 });
  });
});

describe("estimateMs", () => {
  it("is unknown until such steps ran, then what their passes cost", async () => {
    expect(await estimateMs(store, steps(3))).toBeNull();
    await recordRates(store, new Map([["fit", [4, 4, 100]]]));
    expect(await estimateMs(store, steps(3))).toBe(75);
    expect(await estimateMs(store, [])).toBe(0);
  });

  it("keeps the newest twenty observations, and takes a damaged file for none", async () => {
    for (let ms = 1; ms <= 30; ms++) await recordRates(store, new Map([["fit", [1, 1, ms]]]));
    // The mean of 11 to 30.
    expect(await estimateMs(store, steps(1))).toBeCloseTo(20.5, 9);
    await writeFile(join(store.dir, "pass-times.json"), '{"fit": [[0, 1]]}');
    expect(await estimateMs(store, steps(1))).toBeNull();
  });

  it("counts by kind, and by what the kind says its steps must share", () => {
    expect(rateKey(steps(1))).toBe("fit");
    const own = makeStep({ ...fit, rateKey: () => "SmolLM2" }, {}, {}, "");
    expect(rateKey([own])).toBe("fit SmolLM2");
    expect(rateKey([makeStep(fit, {}, {}, "", "cuda")])).toBe("fit on cuda");
  });
});
