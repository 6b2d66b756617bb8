import { describe, expect, it } from "vitest";
import type { EvidenceRow } from "../../outcome/index.js";
import type { EvidenceFile } from "./read-evidence.js";
import { evidenceSampleSchema, sampleEvidence } from "./sample.js";

/** The supervisor says option 1; the student says `answer` with .8; the truth is 0. */
function row(student: string, id: string, answer: 0 | 1, texts = [id]): EvidenceRow {
  const said = answer === 0 ? [0.8, 0.2] : [0.2, 0.8];
  return {
    task: "t",
    supervisor: "a",
    student,
    labels: "soft",
    method: "naive",
    seed: 0,
    id,
    texts,
    truth: 0,
    said: { weak: [0.1, 0.9], student: said },
  };
}

function fileOf(rows: readonly EvidenceRow[]): Pick<EvidenceFile, "about" | "testRows"> {
  return {
    about: { results: "0", texts: "texts", tasks: [], roles: ["weak", "student"] },
    async *testRows() {
      yield rows;
    },
  };
}

const ids = (examples: readonly { readonly student: string; readonly id: string }[]) =>
  examples.map(({ student, id }) => `${student} ${id}`);

describe("sampleEvidence", () => {
  it("takes of every cell alike, counts all, and is what its file may hold", async () => {
    const rows = ["b", "c"].flatMap((student, c) =>
      ["w", "x", "y", "z"].map((id) => row(student, `${id}${c}`, 0)),
    );
    const sample = await sampleEvidence(fileOf([...rows, row("b", "copied", 1)]), 9);
    expect(evidenceSampleSchema.parse(JSON.parse(JSON.stringify(sample)))).toEqual(sample);
    const [right, wrong, copied] = sample.kinds;
    expect(right).toMatchObject({ kind: "overruled-right", found: 8 });
    expect(ids(right!.examples)).toEqual(["b w0", "c w1", "b x0"]);
    expect(wrong).toEqual({ kind: "overruled-wrong", found: 0, examples: [] });
    expect(ids(copied!.examples)).toEqual(["b copied"]);
  });

  it("shows an example of several cells once, as long as there are others", async () => {
    const rows = ["b", "c"].flatMap((student) => [row(student, "x", 0), row(student, "y", 0)]);
    const two = await sampleEvidence(fileOf(rows), 6);
    expect(ids(two.kinds[0]!.examples)).toEqual(["b x", "c y"]);
    const all = await sampleEvidence(fileOf(rows), 30);
    expect(all.kinds[0]!.examples).toHaveLength(4);
  });

  it("takes tasks in turn", async () => {
    const rows = ["t", "u"].flatMap((task) =>
      ["b", "c"].map((student) => ({ ...row(student, `${task}-${student}`, 0), task })),
    );
    const { kinds } = await sampleEvidence(fileOf(rows), 12);
    expect(kinds[0]!.examples.map(({ id }) => id)).toEqual(["t-b", "u-b", "t-c", "u-c"]);
  });

  it("takes some far apart where cells are more than examples", async () => {
    const rows = Array.from({ length: 10 }, (_, i) => row(`s${i}`, `e${i}`, 0));
    const { kinds } = await sampleEvidence(fileOf(rows), 6);
    expect(ids(kinds[0]!.examples)).toEqual(["s0 e0", "s5 e5"]);
  });

  it("cuts long texts, says how long they were, and halves no character", async () => {
    const long = `${"x".repeat(699)}😀${"y".repeat(100_000)}`;
    const { kinds } = await sampleEvidence(fileOf([row("b", "e", 0, [long])]));
    const [example] = kinds[0]!.examples;
    expect(example!.texts).toEqual(["x".repeat(699)]);
    expect(example!.lengths).toEqual([100_701]);
  });
});
