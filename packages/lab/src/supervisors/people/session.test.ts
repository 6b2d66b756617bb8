import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { askedOf, countsTask } from "../../../test/asked.js";
import { roomOf } from "../../../test/rooms.js";
import { type LabelsOptions, labels, openSupervisor, supervisorNotes } from "../index.js";
import { exampleHash, type SessionLine } from "./session.js";

let folder: string;
let room: Awaited<ReturnType<typeof roomOf>>;
beforeAll(async () => {
  folder = scratchFolder("people-session");
  room = await roomOf(countsTask(2));
});

/** An answer to example i: its own class unless another is given. */
const said = (i: number, given: Partial<Record<string, unknown>> = {}) =>
  ({
    what: "answered",
    at: "2026-01-01T00:00:00.000Z",
    annotator: "ada",
    id: `counts-${i}`,
    hash: exampleHash(room.examples[i]!, room.task.optionNames),
    arm: "alone",
    ms: 900,
    label: i % 2,
    confidence: 0.75,
    ...given,
  }) as SessionLine;

const all = () => Array.from({ length: 300 }, (_, i) => said(i));
const joined = (annotator: string) => ({ what: "joined", at: "", annotator }) as SessionLine;

async function spoken(name: string, lines: readonly object[], options?: LabelsOptions) {
  const path = join(folder, `${name}.jsonl`);
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const spec = labels(path, options);
  return { spec, ...(await askedOf(spec, room)) };
}

/** What is said of an example. */
function of({ labels: { rows, probabilities } }: Awaited<ReturnType<typeof spoken>>, i: number) {
  const at = rows.indexOf(i);
  return [...probabilities.data.subarray(2 * at, 2 * at + 2)];
}

describe("labels of a labelling session", () => {
  it("are read without an option: what stands at the end, undone and skipped apart", async () => {
    const asked = room.asked(0);
    const [one, other, third] = [asked[0]!, asked[1]!, asked[2]!];
    const spoke = await spoken("stands", [
      joined("ada"),
      said(one, { label: 1 - (one % 2) }),
      said(other, { label: 1 - (other % 2) }),
      { ...said(other), what: "undone" },
      { ...said(third), what: "skipped" },
      ...all(),
      { what: "closed", at: "", annotator: "ada" },
    ]);
    for (const i of asked) expect(of(spoke, i)[i % 2]).toBe(1);
    expect(supervisorNotes(spoke.spec, room)).toEqual([]);
  });

  it("are as sure as people were where that is asked", async () => {
    const spoke = await spoken("soft", all(), { confidence: true });
    const [i] = room.asked(0);
    expect(of(spoke, i!)[i! % 2]).toBeCloseTo(0.75, 6);
  });

  it("combine several annotators and tell how far they agree", async () => {
    const bob = all().map((line, i) => ({ ...line, annotator: "bob", label: i % 4 < 2 ? 0 : 1 }));
    const { spec } = await spoken("two", [...all(), ...bob], { combine: "mean" });
    expect(spec.label).toBe("two (mean)");
    // Half of 300 alike: by chance 1/2, Cohen's kappa 0.
    expect(supervisorNotes(spec, room)[0]).toMatch(
      /2 annotators, 300 .*agreement \.500.*kappa \.000/,
    );
  });

  it("are refused where the item changed since, by its line", async () => {
    const [i] = room.asked(0);
    const lines = all().map((line, k) => (k === i ? { ...line, hash: "0".repeat(16) } : line));
    await expect(spoken("changed", lines)).rejects.toThrow(
      new RegExp(`changed.jsonl:${i! + 1}: "counts-${i}" changed since "ada" labelled it`),
    );
    // Labelled again, it counts.
    await expect(spoken("again", [...lines, said(i!)])).resolves.toBeDefined();
  });

  it("are refused where an item was skipped by everybody, as where one is missing", async () => {
    const [i] = room.asked(0);
    const skipped = [...all(), { ...said(i!), what: "skipped" }];
    await expect(spoken("skipped", skipped)).rejects.toThrow(`have no label: "counts-${i}"`);
  });

  it("are refused in another file, with what to say of it", async () => {
    await expect(spoken("other", [{ id: "counts-0", y: 1 }])).rejects.toThrow(
      'other.jsonl:1: no field "what", so it is no labelling session of w2s; of another file say',
    );
    const broken = [{ what: "answered", annotator: "ada" }];
    await expect(spoken("broken", broken)).rejects.toThrow('broken.jsonl:1: "at" must be given');
    await expect(spoken("option", [said(0, { label: 2 })])).rejects.toThrow("0 to 1, got 2");
    expect(() => labels("x.jsonl", { label: "y", confidence: true })).toThrow("labelling session");
    await expect(openSupervisor(labels(join(folder, "none.jsonl")), room)).rejects.toThrow("none");
  });
});
