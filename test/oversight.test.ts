// Oversight in the world: the combiners of all skills with parts, and what debate can bring a judge
// to, where everything is known.

import { describe, expect, it } from "vitest";
import {
  debate,
  decomposition,
  type SupervisorBase,
} from "../packages/lab/src/supervisors/index.js";
import { leavesOf } from "../packages/lab/src/supervisors/oversight/leaves.js";
import { holds, trueIn } from "../packages/lab/src/tasks/index.js";
import { askedOf, wrongIn } from "../packages/lab/test/asked.js";
import { knowing } from "../packages/lab/test/knowing.js";
import { roomOf } from "../packages/lab/test/rooms.js";
import { type WorldTaskName, worldTask } from "../packages/world/src/index.js";

/** Tasks whose examples all come apart. */
const parted: readonly WorldTaskName[] = [
  "compare",
  "sorted",
  "brackets",
  "palindrome",
  "maximum",
  "containment",
  "order",
  "outsider",
  "safety",
  "programs",
  "harmless",
];
const whole: readonly WorldTaskName[] = ["add", "majority", "parity", "instruction"];

const roomIn = (name: WorldTaskName) => roomOf(worldTask(name, { seed: 3, examples: 120 }));

async function accuracyOf(supervisor: SupervisorBase, name: WorldTaskName): Promise<number> {
  const room = await roomIn(name);
  const { labels } = await askedOf(supervisor, room);
  const { test } = room.rows(0);
  return 1 - wrongIn(labels, test, room).length / test.length;
}

describe("oversight in the world", () => {
  it.each(parted)("%s comes apart, and its claims prove what is right", async (name) => {
    const room = await roomIn(name);
    for (const [row, example] of room.examples.entries()) {
      const apart = room.apart(row)!;
      const truth = trueIn(apart);
      expect(apart.combine(truth)).toBe(example.label);
      const standing = apart.claims.filter((claim) => holds(claim, truth));
      for (const claim of standing) expect(claim.proves).toBe(example.label);
    }
  });

  it.each(parted)("%s: parts judged rightly make the whole", async (name) => {
    expect(await accuracyOf(decomposition(knowing(0.6)), name)).toBe(1);
  });

  it.each(parted)("%s: honest debate with exact checks brings any judge to 1.0", async (name) => {
    const by = [knowing(), knowing()];
    const spec = debate(knowing(0), { by, checks: "exact", considered: 3 });
    expect(await accuracyOf(spec, name)).toBe(1);
  });

  it.each(whole)("%s: has no parts, and debate leaves the judge alone", async (name) => {
    const room = await roomIn(name);
    expect(room.examples.map((_, row) => room.apart(row))).toEqual(
      room.examples.map(() => undefined),
    );
    const by = [knowing(), knowing()];
    expect(await accuracyOf(debate(knowing(0), { by, checks: "exact" }), name)).toBe(0);
    await expect(askedOf(decomposition(knowing()), room)).rejects.toThrow(
      new RegExp(
        `^decomposition: task "${name}" has no parts to ask about: .* \\(${name}\\) comes`,
      ),
    );
  });

  it.each(["sorted", "palindrome", "containment", "parity"] as const)(
    "%s: comes apart in halves, to any depth, and the smallest in parts",
    async (name) => {
      const room = await roomOf(worldTask(name, { seed: 3, examples: 120, halves: true }));
      const { test } = room.rows(0);
      for (const depth of [1, 2, 3, 9]) {
        const { labels } = await askedOf(decomposition(knowing(0.7), { depth }), room);
        expect(wrongIn(labels, test, room).length, `depth ${depth}`).toBe(0);
      }
      const hardest = room.examples.map(({ facts }) => Number(facts!.difficulty));
      const long = hardest.indexOf(Math.max(...hardest));
      const counts = [1, 2, 3].map((depth) => leavesOf(room.apart(long)!, depth).parts.length);
      expect(counts[0]).toBe(2);
      expect(counts[1]).toBeGreaterThan(2);
    },
  );

  it("halves nothing else", () => {
    expect(() => worldTask("order", { halves: true })).toThrow(
      'world task "order": its problems do not come in halves; those of sorted, palindrome, ' +
        "containment and parity do",
    );
  });

  it.each(["honesty", "shared-safety", "shared-instruction"] as const)(
    "%s: refuses to be decomposed, as not all of it comes apart",
    async (name) => {
      const room = await roomIn(name);
      await expect(askedOf(decomposition(knowing()), room)).rejects.toThrow(/has no parts to ask/);
    },
  );
});
