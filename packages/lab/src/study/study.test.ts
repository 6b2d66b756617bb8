import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { confidence, naive } from "../methods/index.js";
import { drawn, model } from "../reading/index.js";
import { finetune, lora, probe, prompt, told } from "../students/index.js";
import { errors, trained } from "../supervisors/index.js";
import { table } from "../tasks/index.js";
import { overrideStudy, parseStudy, type Study, type StudyOptions, study } from "./index.js";

const task = table("reviews.tsv", { text: "text", label: "label" });
const [weak, strong] = [probe(drawn(4)), probe(drawn(8))];
const make = (changes: object = {}) =>
  study({ task, supervisors: weak, students: strong, ...changes } as StudyOptions);

describe("study", () => {
  it("fills in the defaults", () => {
    expect(make()).toMatchObject({
      labels: ["soft"],
      seeds: [0, 1, 2],
      metric: "accuracy",
      resamples: 2000,
      methods: [{ name: "naive" }],
    });
  });

  it("refuses what is unknown, missing, wrong or named twice, in one line", () => {
    const refused: readonly (readonly [object, string])[] = [
      [{ supervisor: weak }, 'study: unknown option "supervisor"; did you mean "supervisors"?'],
      [{ students: undefined }, 'study: "students" must be given'],
      [{ seeds: 0 }, 'study: "seeds" must be at least 1, got 0'],
      [
        { students: drawn(3) },
        'study: "students" must be probe(...), finetune(...), lora(...), prompt(...), chat(...), ' +
          "predictions(...), external(...) or reprobe(...), or a list of them",
      ],
      [
        { methods: [naive(), naive] },
        'study: "methods.1" must be a method such as naive(), got a function; call it: naive()',
      ],
      [
        { students: [strong, probe] },
        'study: "students.1" must be probe(...), finetune(...), lora(...), prompt(...), ' +
          "chat(...), predictions(...), external(...) or reprobe(...), got a function; call it: " +
          "probe(...)",
      ],
      [
        { supervisors: [told(weak)] },
        'study: "supervisors.0" must be a supervisor such as probe(...) or errors(...), not ' +
          "told(...), got an object",
      ],
      [
        { supervisors: drawn },
        'study: "supervisors" must be a supervisor such as probe(...) or errors(...), not ' +
          "told(...), or a list of them, got a function; call it: drawn(...)",
      ],
      [{ measures: [5] }, 'study: "measures.0" must be a measure(...), got 5'],
      [{ figures: [() => null] }, 'study: "figures.0" must be a figure(...), got a function'],
      [
        { task: [task, Promise.resolve(task)] },
        'study: "task.1" must be a task: table(...), choices(...), pairs(...) or answers(...), ' +
          "got a promise; await it",
      ],
      [
        { task: probe(drawn(4)) },
        'study: "task" must be a task: table(...), choices(...), pairs(...) or answers(...), or',
      ],
      [
        { methods: "naive" },
        'study: "methods" must be a method such as naive(), or a list of them, got "naive"',
      ],
      [{ metric: "f1" }, 'study: "metric" must be one of "accuracy", "auroc", got "f1"'],
      [{ name: "a b" }, 'study: "name" must be letters, digits, ".", "-" and "_", got "a b"'],
      [{ seeds: [1, 1] }, 'study: "seeds" has "1" twice'],
      [{ supervisors: [weak, probe(drawn(4))] }, 'study: "supervisors" has "drawn:4" twice'],
      [{ methods: [naive(), naive()] }, 'study: "methods" has "naive" twice'],
      [{ students: weak }, "study: the only student is its own supervisor, drawn:4; add another"],
    ];
    for (const [changes, message] of refused) {
      expect(() => make(changes), message).toThrow(message.replace(' and "_"', ' or "_"'));
      expect(() => make(changes)).toThrow(InputError);
    }
  });
});

describe("teaches", () => {
  it("chooses pairs; no student ever teaches itself", () => {
    const all = [4, 8, 16].map((width) => probe(drawn(width)));
    const made = make({
      supervisors: all,
      students: all,
      teaches: (one: { label: string }) => one !== all[2],
    });
    const pairs = all.flatMap((one) => all.map((other) => made.teaches(trained(one), other)));
    expect(pairs).toEqual([false, true, true, true, false, true, false, false, false]);
    expect(() => make({ teaches: () => false })).toThrow(
      'study: "teaches" leaves no supervisor for any student',
    );
    expect(() => make({ teaches: async () => false })).toThrow(
      'study: "teaches" must give true or false, got a promise; it cannot be async',
    );
    expect(() => make({ teaches: () => undefined })).toThrow(
      'study: "teaches" must give true or false, got nothing',
    );
    expect(() => make({ teaches: "all" })).toThrow(
      '"teaches" must be a function of a supervisor and a student',
    );
  });

  it("is asked about the very students that the study was given, told apart or not", () => {
    const [short, long] = [5, 50].map((epochs) => probe(drawn(4), { epochs }));
    const strong = [5, 50].map((epochs) => probe(drawn(16), { epochs }));
    const made = make({
      supervisors: [short, long],
      students: strong,
      teaches: (one: unknown, other: unknown) => one === short && other === strong[1],
    });
    expect(made.supervisors.map(({ label }) => label)).toEqual([
      "drawn:4 (epochs 5)",
      "drawn:4 (epochs 50)",
    ]);
    const pairs = made.supervisors.map((one) => made.students.map((s) => made.teaches(one, s)));
    expect(pairs).toEqual([
      [false, true],
      [false, false],
    ]);
  });

  it("is asked about these where settings were changed, twice and of any supervisor", () => {
    const weak = probe(drawn(4));
    const wrong = errors({ where: "random", rate: 0.2 });
    const strong = [8, 16].map((width) => probe(drawn(width)));
    const made = make({
      supervisors: [weak, wrong],
      students: strong,
      teaches: (one: unknown, other: unknown) =>
        one === weak ? other === strong[0] : one === wrong && other === strong[1],
    });
    const changed = overrideStudy(overrideStudy(made, "epochs", "3"), "learningRate", "0.1");
    expect(changed.students[0]).toMatchObject({ recipe: { epochs: 3, learningRate: 0.1 } });
    const pairs = changed.supervisors.map((one) =>
      changed.students.map((other) => changed.teaches(one, other)),
    );
    expect(pairs).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

describe("model", () => {
  it("names its layers, and is its last one where none is chosen", () => {
    const smollm2 = model("HuggingFaceTB/SmolLM2-135M");
    expect(probe(smollm2.layer(15)).label).toBe("SmolLM2-135M:15");
    expect(probe(model("x/y", { as: "Y", pooling: "last" })).label).toBe("Y:-1/last");
    expect(probe(smollm2.layer(0), { solver: "lbfgs", features: 10 }).label).toBe(
      "SmolLM2-135M:0 logistic first 10",
    );
  });

  it("refuses wrong options and layers", () => {
    expect(() => model("m", { pool: "mean" } as never)).toThrow('model "m": unknown option "pool"');
    expect(() => model("m").layer(1.5)).toThrow(
      'model "m": a layer must be a whole number, got 1.5',
    );
    expect(() => model(" ")).toThrow("model: needs a hub name or a folder");
  });
});

describe("finetune", () => {
  it("is a student like any other, named by what of it is trained", () => {
    const students = [finetune(model("a/M")), finetune(model("a/M").layer(4), { blocks: 2 })];
    expect(make({ students }).students.map(({ label }) => label)).toEqual([
      "M finetuned",
      "M:4 finetuned last 2",
    ]);
    expect(students[0]!.recipe).toMatchObject({ epochs: 2, batchSize: 32, learningRate: 5e-5 });
    // What the model says of its texts counts where the recipe says nothing.
    const options = model("a/M", { pooling: "first", maxTokens: 9 });
    expect(finetune(options).recipe).toMatchObject({ pooling: "first", maxTokens: 9 });
    expect(finetune(options, { labelWords: ["0", "1"], maxTokens: 5 }).recipe).toMatchObject({
      pooling: "last",
      maxTokens: 5,
    });
  });

  it("refuses the embeddings alone, and options that do not fit", () => {
    expect(() => finetune(model("m").layer(0))).toThrow(
      "finetune: needs a model(...), or a model(...).layer(k)",
    );
    expect(() => finetune(model("m"), { patience: 2, selection: "last" })).toThrow(
      'finetune: "patience" needs selection "agreement", "loss" or "oracle", got "last"',
    );
    expect(() => finetune(model("m"), { warmup: 1 })).toThrow(
      'finetune: "warmup" must be below 1, got 1',
    );
  });
});

describe("parseStudy", () => {
  const json = {
    task: { kind: "table", source: "reviews.tsv", text: "text", label: "label" },
    supervisors: { model: "m", layer: 0 },
    students: [
      { model: "m", layer: 3, as: "M", probe: { epochs: 7 } },
      { model: "m", layer: 2, finetune: { blocks: 1 } },
      { model: "m", lora: { rank: 4, targets: "all" } },
      { model: "m", as: "M", prompt: { shots: 5 } },
    ],
    methods: ["naive", { confidence: { alpha: 0.5 } }],
    seeds: [4, 5],
  };

  it("reads what the functions would make", () => {
    const parsed = parseStudy(json, "s.json");
    expect(parsed.tasks).toEqual([task]);
    expect(parsed.students[0]).toMatchObject({
      label: "M:3",
      recipe: { epochs: 7, batchSize: 128 },
    });
    expect(parsed.students[1]).toMatchObject({
      label: "m:2 finetuned last 1",
      recipe: { blocks: 1, epochs: 2 },
    });
    expect(parsed.students.slice(2).map(({ label }) => label)).toEqual([
      "m LoRA rank 4 all",
      "M 5-shot",
    ]);
    expect(parsed.methods.map(({ options }) => options)).toEqual([
      {},
      confidence({ alpha: 0.5 }).options,
    ]);
    expect(parsed.seeds).toEqual([4, 5]);
  });

  it("reads supervisors with errors on purpose, and students that are told their labels", () => {
    const { supervisors, students } = parseStudy(
      {
        ...json,
        supervisors: [
          { errors: { where: "longest", rate: 0.2 } },
          { errors: { where: "random", like: { model: "m", layer: 0 } } },
        ],
        students: [
          { model: "m", finetune: {}, told: true },
          { model: "m", finetune: {}, told: { words: ["no", "yes"], as: "told so" }, as: "M" },
        ],
      },
      "s.json",
    );
    expect(supervisors.map(({ label }) => label)).toEqual([
      "longest wrong, 20%",
      "random wrong, like m:0",
    ]);
    expect(students.map(({ label }) => label)).toEqual([
      "m finetuned, told",
      "M finetuned, told so",
    ]);
    expect(students[1]).toMatchObject({ told: { words: ["no", "yes"] } });
    const refused = (change: object) => () => parseStudy({ ...json, ...change }, "s.json");
    expect(refused({ students: { model: "m", prompt: {}, told: true } })).toThrow(
      "s.json: told: needs a student that is trained here, got m zero-shot",
    );
    expect(
      refused({ supervisors: { errors: { where: "random", rate: 0.1 }, model: "m" } }),
    ).toThrow('s.json: supervisors: beside "errors": unknown option "model"');
    expect(refused({ supervisors: { model: "m", finetune: {}, told: true } })).toThrow(
      "s.json: supervisors: a supervisor cannot be told its own label",
    );
  });

  it("says which file, and what is wrong in it", () => {
    const refused: readonly (readonly [unknown, string])[] = [
      [[], "s.json: study: must be an object"],
      [
        { ...json, methods: ["confidance"] },
        's.json: unknown method "confidance"; did you mean "confidence"?',
      ],
      [
        { ...json, students: [{ modl: "m" }] },
        's.json: students: unknown option "modl"; did you mean "model"?',
      ],
      [
        { ...json, students: [{ model: "m" }, { model: "m", layr: 1 }] },
        's.json: students.1: unknown option "layr"; did you mean "layer"?',
      ],
      [
        { ...json, students: [{ model: "m", prob: {} }] },
        's.json: students: unknown option "prob"; did you mean "probe"?',
      ],
      [
        { ...json, supervisors: [{ model: "m", layr: 1 }] },
        's.json: supervisors: unknown option "layr"; did you mean "layer"?',
      ],
      [{ ...json, supervisors: [{}] }, 's.json: supervisors: "model" must be given'],
      [
        { ...json, supervisors: { error: { where: "random" } } },
        's.json: supervisors: unknown option "error"; did you mean "errors"?',
      ],
      [
        { ...json, supervisors: ["errors"] },
        's.json: supervisors: must be an object, such as { "model": NAME } or { "errors": { ... ' +
          '} }, got "errors"',
      ],
      [
        {
          ...json,
          supervisors: [{ ensemble: { supervisors: [{ model: "m", layr: 1 }, { model: "n" }] } }],
        },
        's.json: ensemble: unknown option "layr"; did you mean "layer"?',
      ],
      [
        { ...json, supervisors: [{ labels: { sorce: "a.csv", label: "y" } }] },
        's.json: labels: unknown option "sorce"; did you mean "source"?',
      ],
      [
        { ...json, task: { kind: "table", text: "t", label: "l" } },
        's.json: table: "source" must be a path or a list of paths, got nothing',
      ],
      [{ ...json, resamples: 1e12 }, 's.json: study: "resamples" must be at most 1000000'],
      [{ ...json, figures: [{ kind: "x" }] }, 's.json: study: "figures.0" must be a figure(...)'],
      [
        { ...json, students: [{ model: "m", lora: {}, prompt: {} }] },
        's.json: students: give "lora" or "prompt", not both',
      ],
      [
        { ...json, students: [{ model: "m", layer: 1, prompt: {} }] },
        "s.json: prompt: needs a model(...) without a layer",
      ],
      [
        { ...json, task: { kind: "tabel", source: "x" } },
        's.json: task: "kind" must be "table", "choices", "pairs" or "answers"',
      ],
      [
        { ...json, methods: [{ confidence: { alpha: 2 } }] },
        's.json: confidence: "alpha" must be in [0, 1], got 2',
      ],
    ];
    for (const [value, message] of refused)
      expect(() => parseStudy(value, "s.json")).toThrow(message);
  });
});

describe("overrideStudy", () => {
  it("names students by what they now are, and refuses two that it makes alike", () => {
    const tuned = make({ students: [told(finetune(model("m"))), prompt(model("m"))] });
    const labels = (study: Study) => study.students.map(({ label }) => label);
    expect(labels(overrideStudy(tuned, "blocks", "2"))).toEqual([
      "m finetuned last 2, told",
      "m zero-shot",
    ]);
    expect(labels(overrideStudy(tuned, "shots", "5"))).toEqual(["m finetuned, told", "m 5-shot"]);
    const two = make({ students: [1, 2].map((blocks) => finetune(model("m"), { blocks })) });
    expect(() => overrideStudy(two, "blocks", "3")).toThrow(
      '"students" has "m finetuned last 3" twice',
    );
  });

  it("suggests settings that the study has, and none of others", () => {
    expect(() => overrideStudy(make(), "seed", "1")).toThrow(/no student .*; did you mean "seeds"/);
    expect(() => overrideStudy(make(), "layer", "1")).toThrow(
      /^unknown setting "layer"; known: name, seeds, /,
    );
    expect(() => overrideStudy(make(), "probe.epochs", "1")).toThrow(
      'setting "probe.epochs": say "epochs" alone, for all students that have it',
    );
  });

  it("names errors like a supervisor's by what it now is, unless they have their own name", () => {
    const like = finetune(model("m"));
    const supervisors = [
      errors({ where: "random", like }),
      errors({ where: "longest", like, as: "long ones" }),
    ];
    const changed = overrideStudy(make({ supervisors }), "blocks", "2");
    expect(changed.supervisors.map(({ label }) => label)).toEqual([
      "random wrong, like m finetuned last 2",
      "long ones",
    ]);
  });

  it("changes the study's own settings and every probe's recipe", () => {
    expect(overrideStudy(make(), "seeds", "5").seeds).toEqual([0, 1, 2, 3, 4]);
    expect(overrideStudy(make(), "seeds", "3,7").seeds).toEqual([3, 7]);
    expect(overrideStudy(make(), "labels", "soft,hard").labels).toEqual(["soft", "hard"]);
    expect(overrideStudy(make(), "name", "2024").name).toBe("2024");
    expect(overrideStudy(make(), "overlap", "true").overlap).toBe(true);
    expect(overrideStudy(make(), "arms", "untouched").arms).toEqual(["untouched"]);
    expect(overrideStudy(make(), "epochs", "9").students[0]!.recipe).toMatchObject({ epochs: 9 });
    expect(overrideStudy(make(), "solver", "lbfgs").supervisors[0]).toMatchObject({
      kind: "trained",
      student: { recipe: { solver: "lbfgs", C: 1 } },
    });
    const like = errors({ where: "random", like: probe(model("m").layer(1)) });
    expect(overrideStudy(make({ supervisors: like }), "epochs", "9").supervisors[0]).toMatchObject({
      like: { kind: "trained", student: { recipe: { epochs: 9 } } },
    });
    const mixed = make({ students: [finetune(model("m")), probe(model("m"))] });
    expect(overrideStudy(mixed, "clipNorm", "2").students).toMatchObject([
      { recipe: { clipNorm: 2 } },
      { recipe: probe(model("m")).recipe },
    ]);
    const tuned = make({ students: [lora(model("m")), prompt(model("m"))] });
    expect(overrideStudy(tuned, "rank", "2").students[0]).toMatchObject({
      recipe: { rank: 2, epochs: 2 },
    });
    expect(overrideStudy(tuned, "shots", "3").students[1]).toMatchObject({ recipe: { shots: 3 } });
  });

  it("refuses unknown settings and values that do not fit", () => {
    expect(() => overrideStudy(make(), "epoch", "9")).toThrow(
      'unknown setting "epoch"; did you mean "epochs"?',
    );
    expect(() => overrideStudy(make(), "epochs", "many")).toThrow(
      'probe: "epochs" must be a number, got "many"',
    );
    expect(() => overrideStudy(make(), "clipNorm", "2")).toThrow(
      'setting "clipNorm": no student of this study has it',
    );
    expect(() => overrideStudy(make({ methods: confidence() }), "alpha", "0.3")).toThrow(
      'unknown setting "alpha"; it is one of methods: say "confidence.alpha"',
    );
    for (const key of ["__proto__", "constructor", "toString"]) {
      expect(() => overrideStudy(make(), key, "1")).toThrow(`unknown setting "${key}"`);
      expect(() => overrideStudy(make(), `${key}.${key}`, "1")).toThrow(`unknown method "${key}"`);
    }
    expect(() => overrideStudy(make(), "metric", "f1")).toThrow(
      '"metric" must be one of "accuracy", "auroc"',
    );
  });
});
