import { widthOf } from "@w2s/base";
import { armCostsMuch, headIsNew, type Outcome } from "@w2s/lab";
import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { fakeGrid, fakeOutcome } from "../../test/fake-outcomes.js";
import { outcomeTable } from "./outcome-table.js";

const plain = pc.createColors(false);

describe("outcomeTable", () => {
  it("shows weak, student and ceiling scores, PGR with its interval, and what they are", () => {
    // student = .790 + .5 x (.840 - .790) = .815; its interval is .012 wide, half of it .006.
    const table = outcomeTable([fakeOutcome()], 100, plain);
    expect(table).toEqual([
      "sst2: accuracy on 1,821 test examples, 5 seeds",
      "supervisor  student     method  weak      student  ceiling   PGR (95%)",
      "MiniLM:0    SmolLM2:15  naive   .790  .815 ± .006     .840   .50 [.32, .68]",
      "",
      "PGR = (student - weak) / (ceiling - weak). ± and [ ] span 95% bootstrap intervals over " +
        "test examples",
      "and seeds.",
    ]);
  });

  it("lists pairs without a clear gap after the rows, in one line for all of theirs", () => {
    const unclear = {
      supervisor: "MiniLM:0",
      student: "MiniLM:6",
      weakScore: 0.507,
      ceilingScore: 0.504,
    };
    const table = outcomeTable(
      [
        fakeOutcome(),
        fakeOutcome(unclear),
        fakeOutcome({ ...unclear, method: "confidence", recovered: 1 }),
      ],
      120,
      plain,
    );
    expect(table).toContain(
      (
        "MiniLM:0 -> MiniLM:6: no clear gap (ceiling .504, weak .507): PGR undefined; " +
        "students .504 to .505 in 2 rows"
      ).replace(".505", ".506"),
    );
    expect(table.filter((line) => line.includes("MiniLM:6"))).toHaveLength(1);
    expect(table.at(-1)).toBe(
      "PGR is undefined where the ceiling does not clear the supervisor (no clear gap), chance " +
        "and the " +
        "untouched student.",
    );
  });

  it("shows a labels column only when there are both kinds", () => {
    const header = (labels: ("soft" | "hard")[]) =>
      outcomeTable(
        labels.map((each) => fakeOutcome({ labels: each })),
        100,
        plain,
      )[1];
    expect(header(["soft", "soft"])).not.toContain("labels");
    expect(header(["soft", "hard"])).toContain("labels");
  });

  it("uses the metric that PGR is computed on", () => {
    const auroc = fakeOutcome({ metric: "auroc" });
    const table = outcomeTable(
      [
        {
          ...auroc,
          scores: {
            ...auroc.scores,
            weak: { ...auroc.scores.weak, auroc: { value: 0.6, low: 0.5, high: 0.7 } },
          },
        },
      ],
      100,
      plain,
    );
    expect(table[0]).toContain("AUROC on 1,821 test examples");
    expect(table[2]).toContain(".600");
  });

  it.each([200, 100, 75, 60, 30, 20])(
    "fits %i columns with long names, three tasks and 108 rows",
    (width) => {
      const grid = fakeGrid();
      expect(grid).toHaveLength(108);
      const table = outcomeTable(grid, width, plain);
      for (const line of table) expect(widthOf(line)).toBeLessThanOrEqual(width);
    },
  );

  it("cuts no number on a terminal of 20 columns: what stays together breaks at its blanks", () => {
    const lines = outcomeTable([fakeOutcome()], 20, plain);
    expect(lines).toContain("    .50 [.32, .68]");
    expect(lines.filter((line) => /\d.*…|….*\d/.test(line))).toEqual([]);
  });

  it("loses no row on a narrow terminal", () => {
    const rows = (width: number) =>
      outcomeTable(fakeGrid(), width, plain).filter((line) => /\[-?[\d.]+, -?[\d.]+\]/.test(line))
        .length;
    expect(rows(60)).toBe(rows(200));
  });

  it("does not cut two names to the same text", () => {
    const names = ["sentence-encoders/alpha-large-v2:6", "sentence-encoders/omega-large-v2:6"];
    const table = outcomeTable(
      names.map((supervisor) => fakeOutcome({ supervisor, student: supervisor })),
      80,
      plain,
    ).join("\n");
    for (const name of names) expect(table).toContain(name);
  });

  it("paints only what the figures say already, and takes control characters out of names", () => {
    const colors = pc.createColors(true);
    const bad = outcomeTable([fakeOutcome({ supervisor: "a\u001b[2Jb" })], 100, plain).join("\n");
    expect(bad).not.toContain("\u001b");
    expect(outcomeTable([fakeOutcome()], 100, colors).join("\n")).toContain(
      colors.green(" .50 [.32, .68]"),
    );
  });

  it("has a column for each arm that some row has, and the arms' meaning below", () => {
    const { arms, scores } = fakeOutcome();
    const difference = { value: 0.1, low: 0.05, high: 0.15 };
    const untouched = { run: true, scores: scores.weak, difference } as const;
    const rows = [fakeOutcome({ arms: { ...arms, untouched } }), fakeOutcome({ method: "other" })];
    const table = outcomeTable(rows, 100, plain);
    expect(table.slice(1, 4)).toEqual([
      "supervisor  student     method  weak      student  ceiling  untouched   PGR (95%)",
      "MiniLM:0    SmolLM2:15  naive   .790  .815 ± .006     .840       .790   .50 [.32, .68]",
      "MiniLM:0    SmolLM2:15  other   .790  .815 ± .006     .840          -   .50 [.32, .68]",
    ]);
    expect(table.join(" ")).toContain("untouched: the student before training");
    // Where the arms' columns do not fit, their scores stand below the rows.
    const narrow = outcomeTable(rows, 80, plain);
    expect(narrow[1]).toBe(
      "supervisor  student     method  weak      student  ceiling   PGR (95%)",
    );
    expect(narrow).toContain("MiniLM:0 -> SmolLM2:15: untouched .790");
    // A row without a PGR has no columns at all.
    const [row] = rows;
    const unclear = { ...row!, pgr: { defined: false, reason: "", uncleared: ["weak"] } } as const;
    expect(outcomeTable([unclear], 120, plain)).toContain("MiniLM:0 -> SmolLM2:15: untouched .790");
    const cards = outcomeTable(rows, 40, plain);
    expect(cards.join(" ")).toContain("untouched .790");
    for (const line of cards) expect(widthOf(line)).toBeLessThanOrEqual(40);
  });

  it("says below a task's rows what explains a gain and what hardly predicts", () => {
    const rows = [
      fakeOutcome({ weakScore: 0.503 }),
      fakeOutcome({
        student: "constant",
        nearConstant: [
          { role: "student", kind: "one option", seeds: 5, share: 1, note: "says one option" },
        ],
      }),
    ];
    const table = outcomeTable(rows, 120, plain);
    expect(table).toContain(
      "MiniLM:0 -> SmolLM2:15: the gain may be explained: its supervisor is not clearly above " +
        "chance, .500",
    );
    expect(table).toContain("MiniLM:0 -> constant: says one option");
  });

  it("says once how good a supervisor's labels were on transfer", () => {
    const transfer = {
      examples: 2700,
      accuracy: 0.8,
      calibrationError: 0.031,
      auroc: 0.875,
      confidence: 0.9,
      balance: [0.5, 0.5],
      truth: [0.5, 0.5],
    };
    const linesOf = (labelQuality: Outcome["labelQuality"]) =>
      outcomeTable(
        [fakeOutcome({ labelQuality }), fakeOutcome({ labelQuality, method: "other" })],
        160,
        plain,
      ).filter((line) => line.startsWith("labels"));
    expect(linesOf({ transfer, validation: null })).toEqual([
      "labels of MiniLM:0: right on .800 of transfer, calibration error .031, AUROC .875",
    ]);
    const three = { auroc: null, balance: [0.3, 0.35, 0.35], truth: [0.2, 0.4, 0.4] };
    const validation = { ...transfer, accuracy: 0.75 };
    expect(linesOf({ transfer: { ...transfer, ...three }, validation })).toEqual([
      "labels of MiniLM:0: right on .800 of transfer, calibration error .031, says 0 in .300 " +
        "(truth .200)",
    ]);
  });

  it("shows the untouched student of a new head as chance, said to be so by definition", () => {
    const untouched = { run: false, reason: headIsNew } as const;
    const rows = [fakeOutcome({}), fakeOutcome({ student: "SmolLM2:20" })].map((row) => ({
      ...row,
      arms: { ...row.arms, untouched },
    }));
    const wide = outcomeTable(rows, 200, plain);
    expect(wide[1]).toMatch(/ceiling +untouched +PGR/);
    expect(wide[2]).toContain("chance .500");
    for (const width of [20, 80, 200]) {
      const said = outcomeTable(rows, width, plain).join(" ").replaceAll(/\s+/g, " ");
      expect(said).toContain("before training, chance by definition where its head is new");
      expect(said).not.toContain("Not run");
      // Both pairs have it: said once.
      if (width < 200) expect(said.split("chance .500")).toHaveLength(2);
    }
    const [, , , ...narrow] = outcomeTable(rows, 80, plain);
    expect(narrow).toContain("every pair: untouched chance .500");
  });

  it("shows as many rows of every task as it may, and counts the others", () => {
    const rows = ["a", "b"].flatMap((task) =>
      ["naive", "confidence", "other"].map((method) => fakeOutcome({ task, method })),
    );
    const lines = outcomeTable(rows, 120, plain, 4);
    expect(lines.filter((line) => line.startsWith("MiniLM:0 "))).toHaveLength(4);
    expect(lines).toContain("and 2 more rows: w2s show");
  });

  it("says which arms that train were not run, and how to get them", () => {
    const { arms } = fakeOutcome({});
    const dear = { ...arms, uninformed: { run: false, reason: armCostsMuch } as const };
    expect(outcomeTable([fakeOutcome({ arms: dear }), fakeOutcome({})], 200, plain)).toContain(
      `Not run: the student taught by labels without information in 1 of 2 rows ` +
        `(${armCostsMuch}). What these would have explained is not known.`,
    );
  });

  it("says what else a ceiling does not clear", () => {
    const undefinedBy = (...uncleared: ("weak" | "chance" | "untouched")[]) =>
      outcomeTable(
        [fakeOutcome({ pgr: { defined: false, reason: "", uncleared } })],
        120,
        plain,
      )[1];
    expect(undefinedBy("chance")).toBe(
      "MiniLM:0 -> SmolLM2:15: ceiling .840 (weak .790) does not clear chance .500: PGR " +
        "undefined; " +
        "student .815",
    );
    expect(undefinedBy("weak", "chance")).toContain(
      "no clear gap (ceiling .840, weak .790), nor above chance .500: PGR undefined",
    );
  });

  it("says so when there is nothing", () => {
    expect(outcomeTable([], 100, plain)).toEqual(["no outcomes"]);
  });
});
