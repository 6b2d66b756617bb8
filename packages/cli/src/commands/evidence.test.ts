// Runs, parts of runs, their evidence and single examples, as a user calls them: the real lab on a
// small study.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cellsOfEvidence } from "@w2s/experiments";
import { exampleKinds, openEvidence, transcriptKinds, transcriptRowSchema } from "@w2s/lab";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeIo, fakeStream } from "../../test/fake-io.js";
import { loadLab } from "../lab.js";
import { main } from "../main.js";
import { exampleNames, transcriptNames } from "../program/look.js";

let folder: string;
beforeAll(async () => {
  folder = scratchFolder("seen");
  const lines = Array.from({ length: 240 }, (_, i) => {
    const good = (i * 7919) % 240 < 120;
    return `word${i % 12} word${(i * 5) % 17} ${good ? "fine" : "poor"}\u001b[2J\t${good ? 1 : 0}`;
  });
  await writeFile(join(folder, "texts.tsv"), `text\tlabel\n${lines.join("\n")}\n`);
  await writeFile(
    join(folder, "small.study.ts"),
    `import { confidence, drawn, naive, probe, study, table } from "w2s";
    export default study({
      task: table("texts.tsv", {
        text: "text", label: "label", labels: { "0": 0, "1": 1 }, facts: ["label"],
      }),
      supervisors: probe(drawn(3, { noise: 3 }), { epochs: 2, as: "weak" }),
      students: probe(drawn(16), { epochs: 2, as: "strong" }),
      methods: [naive(), confidence()],
      seeds: 2, resamples: 100, arms: "none",
    });`,
  );
});

async function w2s(line: string, columns = 100) {
  const stdout = fakeStream({ columns });
  const io = fakeIo(folder, { stdout, lab: loadLab });
  const code = await main(line.split(" "), io);
  return { code, out: stdout.text, err: io.err() };
}

describe("w2s run", () => {
  it("writes evidence beside the results, and not again when nothing ran", async () => {
    expect((await w2s("run small.study.ts")).err).toContain(
      "report.html, evidence.parquet, .jsonl",
    );
    const files = await readdir(join(folder, "runs/small"));
    expect(files).toContain("evidence.parquet");
    expect(files).toContain("evidence.jsonl");
    await writeFile(join(folder, "runs/small/evidence.jsonl"), "mine\n");
    await w2s("run small.study.ts");
    expect(await readFile(join(folder, "runs/small/evidence.jsonl"), "utf8")).toBe("mine\n");
    await w2s("run small.study.ts --evidence places");
    const text = await readFile(join(folder, "runs/small/evidence.jsonl"), "utf8");
    expect(JSON.parse(text.split("\n")[0]!).place).toMatch(/^texts\.tsv:\d+$/);
  });

  it("of a part has a folder of its own, and no step to do", async () => {
    const { err } = await w2s("run small.study.ts --only method=naive");
    expect(err).toContain("all cached");
    expect(err).toContain("written to runs/small-only-naive");
    expect(await w2s("run small.study.ts --only method=naiv")).toMatchObject({
      code: 2,
      err: expect.stringContaining('--only: no method "naiv" in this study; did you mean "naive"?'),
    });
  });

  it("takes other methods and arms from the command line", async () => {
    const { out, code } = await w2s(
      "run small.study.ts --set methods=naive,kl --set arms=untouched --dry-run",
    );
    expect(code).toBe(0);
    expect(out).toContain("4 trials");
    expect((await w2s("run small.study.ts --set methods=nave --dry-run")).err).toContain(
      'unknown method "nave"; did you mean "naive"?',
    );
  });
});

describe("w2s show --examples", () => {
  it("knows the lab's kinds", () => {
    expect([...exampleNames]).toEqual(Object.keys(exampleKinds));
  });

  it("prints examples with who said what, in the window, without control characters", async () => {
    await w2s("run small.study.ts --evidence texts");
    for (const columns of [24, 60, 140]) {
      const { out, code } = await w2s("show small --examples disagreements --limit 2", columns);
      expect(code).toBe(0);
      expect(out).toMatch(/truth\s+[01];/);
      expect(out).not.toContain("\u001b");
      for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it("says where there is none, and what a name should have been", async () => {
    const { out } = await w2s("show small --examples copied-errors --seed 0 --json");
    for (const line of out.trim().split("\n").filter(Boolean)) {
      expect(JSON.parse(line)).toMatchObject({ kind: "copied-errors", seeds: [0] });
    }
    expect((await w2s("show small --examples disagreements --method nave")).err).toBe(
      'w2s: --method: no method "nave" in this run; did you mean "naive"?\n',
    );
    expect((await w2s("show small --method naive")).err).toBe(
      "w2s: --method: says which rows are meant; add --examples KIND, --transcripts KIND or --by " +
        "FACT\n",
    );
    expect((await w2s("show small --by kind --seed 0")).err).toBe(
      "w2s: --seed: says which examples are shown; add --examples KIND, or --transcripts KIND\n",
    );
  });

  it("shows those rows by a fact that are asked for", async () => {
    const titles = async (line: string) => {
      const { out } = await w2s(`show small --by label${line}`);
      return [...out.matchAll(/^texts by label: .*, (\w+), soft labels$/gm)].map(([, by]) => by);
    };
    expect(await titles("")).toEqual(["naive", "confidence"]);
    expect(await titles(" --method confidence")).toEqual(["confidence"]);
    expect((await w2s("show small --by label --method nave")).err).toBe(
      'w2s: --method: no method "nave" in this run; did you mean "naive"?\n',
    );
  });

  it("refuses evidence of other results, and a run that has none", async () => {
    await w2s("run small.study.ts --out other --seeds 1 --no-evidence");
    const none = await w2s("show other --examples disagreements");
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining("has no evidence") });
    const bytes = await readFile(join(folder, "runs/small/evidence.parquet"));
    await writeFile(join(folder, "other/evidence.parquet"), bytes);
    const others = await w2s("show other --examples disagreements");
    expect(others.err).toContain("has evidence of other results");
    await writeFile(join(folder, "other/evidence.parquet"), "PAR1 no more");
    const damaged = await w2s("show other --examples disagreements");
    expect(damaged).toMatchObject({ code: 2, err: expect.stringMatching(/not readable.*\n$/) });
  });
});

describe("w2s show --transcripts", () => {
  beforeAll(async () => {
    await writeFile(
      join(folder, "overseen.study.ts"),
      `import { assisted, debate, decomposition, drawn, noisy, probe, study, worldTask } from "w2s";
      const weak = probe(drawn(8), { epochs: 2, as: "weak" });
      const by = [weak, weak];
      export default study({
        task: worldTask("sorted", { seed: 7, examples: 120 }),
        supervisors: [
          weak,
          decomposition(weak, { wrong: { rate: 0.1 }, as: "parts" }),
          noisy(debate(weak, { by, turns: 2 }), { rate: 0.1, as: "noisy debate" }),
          assisted(weak, { by: weak, shows: "argument", as: "argued" }),
        ],
        students: probe(drawn(16), { epochs: 2, as: "strong" }),
        resamples: 100, arms: "none",
      });`,
    );
    const { err, code } = await w2s("run overseen.study.ts");
    expect(code, err).toBe(0);
  });
  const rowsOf = async (line: string) => {
    const { out, err } = await w2s(line);
    expect(err).toBe("");
    return out
      .trim()
      .split("\n")
      .map((text) => transcriptRowSchema.parse(JSON.parse(text)));
  };

  it("prints what was asked and checked, of the kind that is asked for", async () => {
    expect([...transcriptNames]).toEqual(Object.keys(transcriptKinds));
    for (const kind of transcriptNames) {
      const { out, code } = await w2s(`show overseen --transcripts ${kind} --limit 2`, 80);
      expect(code).toBe(0);
      for (const text of out.split("\n")) expect(text.length).toBeLessThanOrEqual(80);
    }
    const { out } = await w2s("show overseen --transcripts all --limit 1", 200);
    expect(out).toMatch(/overseer says (yes|no) \.\d\d/);
    expect(out).toMatch(/debater [12] claims no, (truly|falsely): less \d than \d yes/);
    expect(out).toMatch(/judge finds that it (holds|does not hold)/);
    expect(out).toMatch(/I think this is (yes|no)/);
  });

  it("gives every example of every protocol in JSON, labelled as in evidence", async () => {
    const rows = await rowsOf("show overseen --transcripts all --json");
    const supervisors = new Set(rows.map(({ supervisor }) => supervisor));
    expect([...supervisors]).toEqual(["parts", "noisy debate", "argued"]);
    const parts = rows.filter(({ supervisor }) => supervisor === "parts");
    expect(new Set(parts.map(({ split }) => split)).size).toBe(3);
    const evidence = (await readFile(join(folder, "runs/overseen/evidence.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    const said = new Map(
      evidence
        .filter(({ supervisor, split }) => supervisor === "parts" && split === "transfer")
        .map(({ id, seed, probabilities }) => [`${seed} ${id}`, probabilities.weak]),
    );
    const transfer = parts.filter(({ split }) => split === "transfer");
    expect(transfer).toHaveLength(said.size);
    for (const { id, seed, said: own } of transfer) {
      expect(said.get(`${seed} ${id}`)).toEqual(own);
    }
    const wrong = await rowsOf("show overseen --transcripts wrong --json --supervisor parts");
    for (const { said: own, truth } of wrong) expect(own[truth]).toBeLessThan(0.5);
  });

  it("has budgets in the results, of protocols alone", async () => {
    const { outcomes } = JSON.parse(
      await readFile(join(folder, "runs/overseen/results.json"), "utf8"),
    );
    const bySupervisor = Object.fromEntries(
      outcomes.map((one: { supervisor: string; oversight?: object }) => [
        one.supervisor,
        one.oversight,
      ]),
    );
    expect(bySupervisor.weak).toBeUndefined();
    expect(bySupervisor.parts.questions).toBeGreaterThan(2);
    expect(bySupervisor.parts).toMatchObject({ turns: 0, checks: 0 });
    expect(bySupervisor["noisy debate"].turns).toBeGreaterThan(1);
    const csv = await readFile(join(folder, "runs/overseen/results.csv"), "utf8");
    expect(csv.split("\n")[0]).toContain("oversight_questions,oversight_turns,oversight_tokens");
    expect((await w2s("show overseen", 160)).out).toContain("an example took: parts ");
  });

  it("says where there are none, and what is no transcript", async () => {
    expect((await w2s("show small --transcripts all")).err).toContain(
      '--transcripts: run "small" has none; a study whose supervisors are protocols',
    );
    const path = join(folder, "runs/overseen/transcripts.jsonl");
    const text = await readFile(path, "utf8");
    await writeFile(path, `{"task":"sorted"}\n${text}`);
    const damaged = await w2s("show overseen --transcripts all");
    expect(damaged).toMatchObject({ code: 2, err: expect.stringMatching(/:1: is no transcript/) });
    await writeFile(path, text);
  });
});

describe("w2s labels export", () => {
  it("writes a folder, replaces only its own, and says so", async () => {
    const { out, code } = await w2s("labels export small.study.ts --to lab --seed 1");
    expect([code, out]).toEqual([
      0,
      "written to lab: 4 files of labels; its README.md says what they are\n",
    ]);
    expect(await w2s("labels export small.study.ts --to lab")).toMatchObject({ code: 2 });
    const again = await w2s("labels export small.study.ts --to lab --overwrite --set labels=hard");
    expect(again.code).toBe(0);
    expect(await readdir(join(folder, "lab"))).toContain("texts.weak.hard.seed-0.parquet");
    await writeFile(join(folder, "lab/mine.txt"), "");
    expect((await w2s("labels export small.study.ts --to lab --overwrite")).err).toContain(
      '"mine.txt" is not of its making',
    );
  });

  it("writes labels without information where asked, and says why no others", async () => {
    const { out } = await w2s("labels export small.study.ts --to arms --arms uninformed --seed 1");
    expect(out).toMatch(/^written to arms: 6 files of labels; /);
    const names = await readdir(join(folder, "arms"));
    expect(names).toContain("texts.weak.soft.uninformed.seed-1.jsonl");
    const refused = async (arms: string) => {
      const { code, err } = await w2s(`labels export small.study.ts --to none --arms ${arms}`);
      expect(code).toBe(2);
      return err.trim();
    };
    const line = "w2s: --arms: must be uninformed, the arm that has labels of its own, got ";
    expect(await refused("uninformd")).toBe(`${line}"uninformd"; did you mean "uninformed"?`);
    expect(await refused("untouched")).toBe(`${line}"untouched", which learns from no labels`);
    expect(await refused("uninformed,selfTaught")).toBe(
      `${line}"selfTaught", which learns from its own, after ground truth of supervise, which no ` +
        "export has",
    );
  });

  it("works before the predictions that the study names are there", async () => {
    const text = await readFile(join(folder, "small.study.ts"), "utf8");
    const changed = text
      .replace(/students: .*/, 'students: predictions("theirs.jsonl"),')
      .replace("naive,", "naive, predictions,");
    await writeFile(join(folder, "theirs.study.ts"), changed);
    expect((await w2s("run theirs.study.ts")).err).toMatch(/theirs\.jsonl: no such file in /);
    expect((await w2s("labels export theirs.study.ts --to theirs")).code).toBe(0);
  });
});

describe("w2s diagnostics", () => {
  it("reads every run's evidence, prints what predicts and draws it", async () => {
    await w2s("run small.study.ts");
    const { out, err, code } = await w2s("diagnostics small --out seen", 200);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Spearman.* of 2 cells of 1 run; .*\nmisfit and gain in squared error: no interval for 1 task/,
    );
    expect(err).toContain("written to seen");
    expect(await readdir(join(folder, "seen/figures"))).toContain("misfit.svg");
    const { out: lines } = await w2s("diagnostics small --json");
    const [misfit] = lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(misfit).toMatchObject({ predictor: "misfit", cells: 2, needsTruth: false });
  });

  it("agrees with the measures that a study of pairs makes", async () => {
    await writeFile(
      join(folder, "pairs.study.ts"),
      `import { drawn, pairMeasures, probe, study, table } from "w2s";
      export default study({
        task: table("texts.tsv", {
        text: "text", label: "label", labels: { "0": 0, "1": 1 }, facts: ["label"],
      }),
        supervisors: probe(drawn(3, { noise: 3 }), { epochs: 2, as: "weak" }),
        students: probe(drawn(16), { epochs: 2, as: "strong" }),
        measures: [...pairMeasures],
        overlap: true, seeds: 2, resamples: 100, arms: "none",
      });`,
    );
    await w2s("run pairs.study.ts");
    const { outcomes } = JSON.parse(
      await readFile(join(folder, "runs/pairs/results.json"), "utf8"),
    );
    const evidence = await openEvidence(join(folder, "runs/pairs"));
    const [cell] = await cellsOfEvidence(evidence!, outcomes);
    const { measures, gain, overlap } = outcomes[0];
    expect(cell!.misfit).toBeCloseTo(measures.misfit.student.value, 6);
    expect(cell!.squaredGain).toBeCloseTo(measures["squared-gain"].student.value, 6);
    expect(cell!.disagreement).toBeCloseTo(measures.disagreement.student.value, 6);
    expect(cell!.capa!).toBeCloseTo(measures.capa.student.value, 6);
    expect(cell!.gain).toBeCloseTo(gain.value, 6);
    // What only features tell, the run's own rows have.
    expect(overlap.overlap).toBeGreaterThan(0);
    expect(cell!.overlap).toBe(overlap.overlap);
    // Of the supervisor with itself.
    expect(measures.misfit.weak.value).toBe(0);
  });

  it("says in a line what is not there", async () => {
    expect((await w2s("diagnostics nobody")).err).toContain('unknown run "nobody"');
  });
});
