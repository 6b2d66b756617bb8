// Settings at places of a study: one student's, one supervisor's, a task's.

import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { finetune, model, predictions, probe, reprobe } from "../index.js";
import { confidence, naive } from "../methods/index.js";
import { drawn } from "../reading/index.js";
import { errors } from "../supervisors/index.js";
import { choices, recipe, table } from "../tasks/index.js";
import { overrideStudy, type Study, type StudyOptions, study, vary } from "./index.js";

const films = table("films.tsv", { text: "text", label: "label", splits: { test: 0.4 } });
const quiz = choices("quiz.jsonl", { question: "q", choices: "list", answer: "a" });
const weak = probe(drawn(4, { as: "weak" }));
const wrong = errors({ where: "random", rate: 0.1 });
const strong = probe(drawn(8, { as: "strong" }));
const tuned = finetune(model("m"));

const make = (options: Partial<StudyOptions> = {}): Study =>
  study({
    task: [films, quiz],
    supervisors: [weak, wrong, errors({ where: "longest", like: weak })],
    students: [strong, tuned],
    methods: [naive(), confidence()],
    ...options,
  });
const epochs = ({ students }: Pick<Study, "students">) =>
  students.map(({ recipe }) => (recipe as { epochs?: number }).epochs);

describe("--set at a place", () => {
  it("changes one student, all of them, or everybody", () => {
    const [of0 = 0, of1 = 0] = epochs(make());
    expect(epochs(overrideStudy(make(), "students.0.epochs", "7"))).toEqual([7, of1]);
    expect(epochs(overrideStudy(make(), "students.1.epochs", "7"))).toEqual([of0, 7]);
    const all = overrideStudy(make(), "students.epochs", "7");
    expect(epochs(all)).toEqual([7, 7]);
    expect(all.supervisors).toEqual(make().supervisors);
    const lone = make({ students: strong });
    expect(epochs(overrideStudy(lone, "students.0.epochs", "7"))).toEqual([7]);
    expect(() => overrideStudy(lone, "students.1.epochs", "7")).toThrow(
      'setting "students.1.epochs": "students.0" is the only one, counted from 0',
    );
    const tunedOnly = overrideStudy(make(), "students.blocks", "2");
    expect(tunedOnly.students[1]!.label).toBe("m finetuned last 2");
    expect(tunedOnly.students[0]).toEqual(make().students[0]);
  });

  it("changes what one supervisor is made of", () => {
    const changed = overrideStudy(make(), "supervisors.2.epochs", "7");
    expect(changed.supervisors[2]).toMatchObject({ like: { student: { recipe: { epochs: 7 } } } });
    expect(changed.supervisors.slice(0, 2)).toEqual(make().supervisors.slice(0, 2));
    expect(changed.students).toEqual(make().students);
    const all = overrideStudy(make(), "supervisors.epochs", "7");
    expect(all.supervisors[0]).toMatchObject({ student: { recipe: { epochs: 7 } } });
    expect(all.supervisors[2]).toMatchObject({ like: { student: { recipe: { epochs: 7 } } } });
  });

  it("changes tasks, those whose kind has it, inside of options too", () => {
    const options = (given: Study) => given.tasks.map((one) => one.options as object);
    const few = overrideStudy(make(), "task.limit", "200");
    expect(options(few)).toMatchObject([{ limit: 200 }, { limit: 200 }]);
    expect(few.tasks.map(({ name }) => name)).toEqual(["films", "quiz"]);
    expect(options(overrideStudy(make(), "task.balance", "false"))).toMatchObject([
      { balance: false },
      { answer: "a" },
    ]);
    expect(overrideStudy(make(), "task.balance", "false").tasks[1]).toBe(quiz);
    const split = overrideStudy(make(), "task.0.splits.supervise", "50");
    expect(options(split)[0]).toMatchObject({ splits: { test: 0.4, supervise: 50 } });
    expect(split.tasks[1]).toBe(quiz);
    const mapped = overrideStudy(make(), "task.0.labels", '{"no": 0, "yes": 1}');
    expect(options(mapped)[0]).toMatchObject({ labels: { no: 0, yes: 1 } });
    const facts = overrideStudy(make(), "task.facts", "level,kind");
    expect(options(facts)[1]).toMatchObject({ facts: ["level", "kind"] });
  });

  it("is no place where a student has an option of that name", () => {
    const theirs = make({ students: [predictions("a.jsonl"), strong] });
    const changed = overrideStudy(theirs, "task", "set");
    expect(changed.students[0]!.recipe).toMatchObject({ task: "set" });
    expect(changed.tasks).toEqual(theirs.tasks);
    expect(overrideStudy(theirs, "students.0.task", "set").students).toEqual(changed.students);
  });

  it("asks who teaches whom of the objects that the study was given", () => {
    const teaches = (_: unknown, student: unknown) => student === strong;
    const one = overrideStudy(make({ teaches }), "students.0.epochs", "7");
    const taught = one.students.map((student) => one.teaches(one.supervisors[1]!, student));
    expect(taught).toEqual([true, false]);
  });

  it("is varied at a place of students, and never of tasks", () => {
    const varied = vary(make(), { "students.1.epochs": [3, 5] });
    expect(varied.variations.map((one) => epochs(one.study))).toEqual([
      [epochs(make())[0], 3],
      [epochs(make())[0], 5],
    ]);
    expect(() => vary(make(), { "task.limit": 5 })).toThrow(
      'vary: "task.limit" is one for all rows of a study; vary a setting of students or methods',
    );
  });

  it("changes the head of a reprobed student, and not the body that it reads", () => {
    const both = make({ students: [tuned, reprobe(tuned)] });
    const changed = overrideStudy(both, "students.1.epochs", "7");
    expect(epochs(changed)).toEqual([epochs(both)[0], 7]);
    expect(changed.students[1]).toMatchObject({ body: { recipe: tuned.recipe } });
  });

  it("refuses the binary form of a recipe, which the recipe alone knows", () => {
    const known = make({ task: recipe("boolq", "data/boolq") });
    expect(() => overrideStudy(known, "task.as", "binary")).toThrow(
      'setting "task.as": the form of two classes of "boolq" is its recipe\'s; say it in the study',
    );
    expect(overrideStudy(known, "task.seed", "3").tasks[0]!.options.seed).toBe(3);
  });

  it.each([
    ["students", /^setting "students": name a setting in it: say "students.0.epochs" for one/],
    ["students.0", /^setting "students.0": name a setting in it: .*, "epochs" for all$/],
    ["task", /say "task.0.limit" for one, "task.limit" for all$/],
    ["students.2.epochs", 'setting "students.2.epochs": "students.1" is the last of 2, counted'],
    ["students.0.epoch", 'no student in "students.0" has "epoch"; did you mean "epochs"?'],
    ["students.0.layer", /"students.0" has "layer"; known: solver, .*epochs/],
    ["students.-1.epochs", 'must be a place and one setting, got "-1.epochs"; say "students.0.ep'],
    ["students.rank", 'no student in "students" has "rank"'],
    ["supervisors.1.epochs", 'setting "supervisors.1.epochs": no student in "supervisors.1" has'],
    ["task.limt", 'setting "task.limt": no task of this study has it; did you mean "limit"?'],
    ["task.1.balance", 'setting "task.1.balance": "task.1" does not have it; known: question, '],
    ["task.0.text.x", 'setting "task.0.text.x": "text" is one value, say "task.text" alone'],
    ["task.__proto__", 'setting "task.__proto__": no task of this study has it; known: '],
    ["task.splits.__proto__", 'table: unknown option "splits.__proto__"'],
    ["task.splits.tset", 'table: unknown option "splits.tset"; did you mean "test"?'],
    ["task.name", 'study: "task" has "7" twice'],
    ["limit", 'unknown setting "limit"; it is one of tasks: say "task.limit"'],
    ["student.0.epochs", 'unknown method "student"; did you mean "students"?'],
    ["tasks", 'unknown setting "tasks"; did you mean "task"?'],
    ["methods.0.alpha", 'say it by the method\'s name, as in "confidence.alpha"'],
    ["finetune.epochs", 'for all students that have it, or "students.0.epochs" for one'],
  ])("refuses %s in a line that says what can be set", (key, message) => {
    let said = "nothing was refused";
    try {
      overrideStudy(make(), key, "7");
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      said = (error as Error).message;
    }
    if (typeof message === "string") expect(said).toContain(message);
    else expect(said).toMatch(message);
    expect(said).not.toContain("\n");
  });

  it("refuses values that do not fit, as the study file would", () => {
    expect(() => overrideStudy(make(), "students.0.epochs", "many")).toThrow(
      'probe: "epochs" must be a number, got "many"',
    );
    expect(() => overrideStudy(make(), "task.limit", "0")).toThrow(
      'table: "limit" must be at least 1, got 0',
    );
  });
});

describe("study", () => {
  it("takes lists that nobody may change, and leaves them as they are", () => {
    const lists = {
      task: [films, quiz] as readonly (typeof films | typeof quiz)[],
      supervisors: [weak, wrong] as const,
      students: [strong, tuned] as const,
      methods: [naive(), confidence()] as const,
      labels: ["soft", "hard"] as const,
      seeds: [4, 5] as const,
      arms: ["untouched"] as const,
    };
    const frozen = Object.freeze(lists);
    const made = study(frozen);
    expect(made.seeds).toEqual([4, 5]);
    expect(made.tasks).toEqual([films, quiz]);
    expect(made.methods).toEqual(lists.methods);
    const own = [4, 5];
    study({ ...frozen, seeds: own });
    own.push(6);
    expect(own).toEqual([4, 5, 6]);
    expect(() => study({ ...frozen, seeds: [] as const })).toThrow('"seeds" must have at least 1');
  });
});
