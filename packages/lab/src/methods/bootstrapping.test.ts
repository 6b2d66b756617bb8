import { describe, expect, it } from "vitest";
import { link, strong, TinyStores, tinyStudy, tinyTask, weak } from "../../test/tiny-study.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import { labels as labelsOf } from "../supervisors/index.js";
import { rows } from "../tasks/index.js";
import { bootstrapping, naive, program } from "./index.js";

const stores = new TinyStores();

const second = probe(drawn(20, { as: "second" }), { epochs: 3, batchSize: 32 });

/** Naive, and what the student says of all that anybody is asked about. */
const says = program("says", {}, ({ student, labels, fit, label }) => {
  const taught = fit(student, labels);
  label(taught);
  return taught;
});

describe("bootstrapping", () => {
  it("is, with the same examples for all, three studies done by hand, to the digit", async () => {
    const methods = bootstrapping({ through: [link, second], fresh: false });
    const chain = await stores.run(tinyStudy({ methods }));
    const climbed = await chain.result(chain.plan.cells[0]!.trials[0]!.student.step);

    /** One link as a study of its own; what it says goes to the next as a file of labels. */
    const byHand = async (supervisor: Parameters<typeof tinyStudy>[0], last = false) => {
      const ran = await stores.run(tinyStudy({ ...supervisor, methods: last ? naive() : says }));
      const { room, trials } = ran.plan.cells[0]!;
      const said = await ran.result(trials[0]!.student.step);
      const lines = Array.from(said.rows, (row, i) => ({
        id: room.examples[row]!.id,
        p: said.probabilities.data[2 * i + 1]!,
      }));
      return { said, lines };
    };
    const from = (lines: readonly { id: string; p: number }[]) =>
      labelsOf(rows("said", lines), { id: "id", probability: "p" });
    const first = await byHand({ supervisors: weak, students: link });
    const next = await byHand({ supervisors: from(first.lines), students: second });
    const last = await byHand({ supervisors: from(next.lines), students: strong }, true);

    expect([...climbed.rows]).toEqual([...last.said.rows]);
    expect([...climbed.probabilities.data]).toEqual([...last.said.probabilities.data]);
  });

  it("teaches every link with fresh examples, and shows the scores of each", async () => {
    const { plan, outcomes } = await stores.run(
      tinyStudy({ methods: bootstrapping({ through: [link, second] }) }),
    );
    const { student, links } = plan.cells[0]!.trials[0]!;
    const fits = [...links.map(({ step }) => step), student.step];
    const trained = fits.map((step) => rowsOf(step.value));
    const { transfer } = plan.cells[0]!.room.rows(0);
    const all = trained.flatMap((part) => [...part]);
    expect(all.sort((a, b) => a - b)).toEqual([...transfer].sort((a, b) => a - b));
    for (const part of trained) expect(part.length).toBeGreaterThanOrEqual(16);
    expect(outcomes[0]!.links.map(({ name }) => name)).toEqual(["link:12", "second:20"]);
    expect(outcomes[0]!.links[0]!.scores.accuracy.value).toBeGreaterThan(0.3);
  });

  it("shares its first links with a shorter chain that cuts the examples alike", async () => {
    const summary = async (through: (typeof link)[][]) => {
      const methods = through.map((one) => bootstrapping({ through: one, fresh: false }));
      return (await stores.plan(tinyStudy({ methods }))).summary.steps;
    };
    const [short, long, both] = [
      await summary([[link]]),
      await summary([[link, second]]),
      await summary([[link], [link, second]]),
    ];
    // Beside the short chain: features of the second link, its fit and labels, the student, a row.
    expect(both - short).toBe(5);
    expect(long - short).toBe(3);
  });

  it("refuses, when a study is planned, parts of too few examples", async () => {
    const methods = bootstrapping({ through: Array.from({ length: 9 }, () => link) });
    await expect(stores.plan(tinyStudy({ task: tinyTask(200), methods }))).rejects.toThrow(
      new RegExp(
        String.raw`^method "bootstrapping": \d+ examples in 10 parts leave one with \d+, ` +
          "and each needs 16; give more",
      ),
    );
  });

  it("refuses a chain without links, and links that are no students", () => {
    expect(() => bootstrapping({ through: [] })).toThrow(
      'bootstrapping: "through" must have at least 1 items, got 0',
    );
    expect(() => bootstrapping.from({ through: [7] })).toThrow(
      'bootstrapping: "through.0" must be a student such as probe(...), got 7',
    );
  });
});

function rowsOf(value: unknown): Int32Array {
  return (value as { readonly rows: { readonly train: Int32Array } }).rows.train;
}
