import { nodeRuntime } from "@w2s/grad";
import { extractTokenStates } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { elr, mixup } from "../../../methods/index.js";
import { fitTiny, problem, tinyModel } from "../../testing/tiny-student.js";
import { StoredLayer } from "../stored-layer.js";

const made = problem();

async function compared(options: object, data = made.data) {
  const both = { epochs: 1, ...options };
  const whole = await fitTiny({ ...made, data }, { options: both });
  const segmented = await fitTiny({ ...made, data }, { options: { ...both, recompute: true } });
  expect(segmented.curve.loss[0]).toBeCloseTo(whole.curve.loss[0]!, 4);
  segmented.probabilities.data.forEach((p, i) => {
    expect(Math.abs(p - whole.probabilities.data[i]!)).toBeLessThan(2e-3);
  });
}

describe("recompute", () => {
  it("trains as without, with parts, dropout and any pooling", async () => {
    await compared({});
    await compared({ accumulate: 2, dropout: 0.1 });
    await compared({ pooling: "first", dropout: 0.1 });
  });

  it("trains the last blocks, with the frozen ones run or stored", async () => {
    await compared({ blocks: 2 });
    const { states, offsets } = await extractTokenStates(tinyModel, made.data.ids, {
      layer: 1,
      runtime: nodeRuntime,
    });
    const stored = new StoredLayer(states, offsets.data as Int32Array);
    await compared({ blocks: 2, dropout: 0.1 }, { ...made.data, stored });
  });

  it("takes methods that draw and ask again, and refuses those that keep a state", async () => {
    const [whole, segmented] = [
      await fitTiny(made, { options: { epochs: 1 }, method: mixup() }),
      await fitTiny(made, { options: { epochs: 1, recompute: true }, method: mixup() }),
    ];
    expect(segmented.curve.loss[0]).toBeCloseTo(whole.curve.loss[0]!, 4);
    await expect(fitTiny(made, { options: { recompute: true }, method: elr() })).rejects.toThrow(
      'finetune: method "elr" keeps a state, which "recompute" does not carry; leave recompute out',
    );
  });

  it("learns from comparisons", async () => {
    const pairs = problem("compare");
    const whole = await fitTiny(pairs, { options: { epochs: 1 } });
    const segmented = await fitTiny(pairs, { options: { epochs: 1, recompute: true } });
    expect(segmented.curve.loss[0]).toBeCloseTo(whole.curve.loss[0]!, 4);
  });
});
