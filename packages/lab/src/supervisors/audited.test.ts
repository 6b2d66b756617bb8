import { describe, expect, it } from "vitest";
import { askedOf, countsTask } from "../../test/asked.js";
import { roomOf } from "../../test/rooms.js";
import { TinyStores, tinyStudy } from "../../test/tiny-study.js";
import { labelsOf } from "../labels/index.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import { type AuditedOptions, audited, saysTruth, trained } from "./index.js";

const weak = probe(drawn(12), { epochs: 6, batchSize: 32 });

/** What the supervisor said and what came of it, by split, with the truth. */
async function compared(options: number, given: AuditedOptions) {
  const room = await roomOf(countsTask(options));
  const { labels: plain } = await askedOf(trained(weak), room);
  const { labels: checked } = await askedOf(audited(weak, given), room);
  return room.parts(0).map((part) => {
    const row = (data: Float32Array, i: number) => [...data.slice(i * options, (i + 1) * options)];
    const [before, after] = [labelsOf(plain, part).data, labelsOf(checked, part).data];
    return Array.from(part, (at, i) => ({
      before: row(before, i),
      after: row(after, i),
      truth: Array.from({ length: options }, (_, k) => Number(k === room.truth[at])),
    }));
  });
}

type Label = Awaited<ReturnType<typeof compared>>[number][number];
const isAsked = ({ before, after }: Label) => before.join() !== after.join();
const sureness = ({ before }: Label) => Math.max(...before);

describe.each([2, 3])("audited, %i options", (options) => {
  it("puts truth in place of exactly so many labels of transfer, and of no other", async () => {
    const [transfer, ...others] = await compared(options, { oracle: 30 });
    const asked = transfer!.filter(isAsked);
    expect(asked).toHaveLength(30);
    for (const { after, truth } of asked) expect(after).toEqual(truth);
    for (const part of others) expect(part.filter(isAsked)).toEqual([]);
  });

  it("takes a share of transfer as well", async () => {
    const [transfer] = await compared(options, { oracle: 0.25 });
    expect(transfer!.filter(isAsked)).toHaveLength(Math.round(0.25 * transfer!.length));
    expect(audited(weak, { oracle: 0.25 }).label).toBe("drawn:12, oracle 25%");
  });

  it.each(["unsure", "sure"] as const)("asks where the supervisor is %s", async (where) => {
    const [transfer] = await compared(options, { oracle: 20, where });
    const sign = where === "sure" ? -1 : 1;
    const of = (is: boolean) =>
      transfer!.filter((label) => isAsked(label) === is).map((label) => sign * sureness(label));
    expect(Math.max(...of(true))).toBeLessThanOrEqual(Math.min(...of(false)));
  });

  it("asks where somebody else finds the answer least probable", async () => {
    const other = probe(drawn(24), { epochs: 6, batchSize: 32 });
    const room = await roomOf(countsTask(options));
    const { labels: plain } = await askedOf(trained(weak), room);
    const { labels: eyes } = await askedOf(trained(other), room);
    const { labels: checked } = await askedOf(audited(weak, { oracle: 20, by: other }), room);
    const [part] = room.parts(0);
    const [before, after, seen] = [plain, checked, eyes].map((one) => labelsOf(one, part!).data);
    const suspicion = Array.from(part!, (_, i) => {
      const own = before!.subarray(i * options, (i + 1) * options);
      return seen![i * options + own.indexOf(Math.max(...own))]!;
    });
    const isAskedAt = (i: number) =>
      before!.subarray(i * options, (i + 1) * options).join() !==
      after!.subarray(i * options, (i + 1) * options).join();
    const [asked, others] = [true, false].map((is) =>
      suspicion.filter((_, i) => isAskedAt(i) === is),
    );
    expect(asked).toHaveLength(20);
    expect(Math.max(...asked!)).toBeLessThanOrEqual(Math.min(...others!));
  });

  it("asks at random without a look at how sure the supervisor is", async () => {
    const [transfer] = await compared(options, { oracle: 40, where: "random" });
    const asked = transfer!.filter(isAsked);
    const order = transfer!.toSorted((a, b) => sureness(a) - sureness(b));
    const doubtful = new Set(order.slice(0, 40));
    expect(asked.filter((label) => doubtful.has(label)).length).toBeLessThan(40);
  });
});

describe("audited", () => {
  it("is called an oracle wherever it appears, with how often it was asked", async () => {
    const spec = audited(weak, { oracle: 12, as: "mine" });
    expect(spec.label).toBe("mine, oracle 12");
    expect(saysTruth(spec)).toBe(true);
    const { outcomes, plan } = await new TinyStores().run(
      tinyStudy({ supervisors: audited(weak, { oracle: 12, where: "random" }) }),
    );
    const [outcome] = outcomes;
    expect(outcome!.supervisor).toBe("drawn:12, oracle 12 random");
    expect(outcome!.supervisorModel.adapted).toBe("probe, oracle 12 random");
    expect(outcome!.warnings).toContain(
      "drawn:12, oracle 12 random: 12 labels of transfer are ground truth, asked at random",
    );
    expect(plan.design.supervisors[0]!.saysTruth).toBe(true);
  });

  it("scores the supervisor on test by what it says itself", async () => {
    const stores = new TinyStores();
    const own = await stores.run(tinyStudy({ supervisors: weak }));
    const asked = await stores.run(tinyStudy({ supervisors: audited(weak, { oracle: 50 }) }));
    expect(asked.outcomes[0]!.scores.weak).toEqual(own.outcomes[0]!.scores.weak);
    const quality = (ran: typeof own) => ran.outcomes[0]!.labelQuality.transfer!.accuracy;
    expect(quality(asked)).toBeGreaterThan(quality(own));
  });

  it("refuses what is no supervisor, no budget, and more labels than there are", async () => {
    expect(() => audited("weak" as never, { oracle: 1 })).toThrow(
      "audited: what is checked must be a supervisor",
    );
    expect(() => audited(weak, { oracle: 0 })).toThrow('audited: "oracle" must be above 0');
    expect(() => audited(weak, { oracle: 1.5 })).toThrow(
      'audited: "oracle" must be a whole number of labels, or a share below 1, got 1.5',
    );
    expect(() => audited(weak, { oracle: 1, by: weak, where: "random" })).toThrow(
      'audited: "by" is for where: "unsure" or "sure", got "random"',
    );
    const room = await roomOf(countsTask(2));
    expect(() => room.say(audited(weak, { oracle: 5000 }), 0)).toThrow(
      /^audited: "oracle" must be at most the \d+ transfer examples of counts, got 5000$/,
    );
  });
});
