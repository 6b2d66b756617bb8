// One contract for every kind of method, programs and losses: its declaration, its page, its JSON,
// and a study of it. What losses promise besides stands in methods.test.ts.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { link, strong, TinyStores, tinyPairs, tinyStudy, tinyTask } from "../../test/tiny-study.js";
import type { StudentSpec } from "../students/index.js";
import {
  fullMethodName,
  isMethod,
  losses,
  type Method,
  methodFromJson,
  methods,
  naive,
} from "./index.js";

const stores = new TinyStores();

interface Kind {
  readonly name: string;
  readonly schema: z.ZodObject;
  from(options: unknown): Method;
}
const kinds: Readonly<Record<string, Kind>> = methods;

/** Options that a kind needs, and fit to a tiny study; default: none. */
const needed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  bootstrapping: { through: [link] },
  surest: { keep: 0.5 },
  knn: { k: 5 },
  topological: { k: 5 },
  logistic: { folds: 2 },
};
/** Kinds for students whose model is trained; tuned-programs.test.ts runs them. */
const tunedOnly = new Set(["generative", "lpft"]);

const optionsOf = (name: string) => needed[name] ?? {};
const nested = { student: (item: unknown) => item as StudentSpec };

/** What a page says of each option: its default as code would have it; undefined: none. */
function documented(name: string): Record<string, string> {
  const page = readFileSync(
    new URL(`../../../../docs/methods/${name}.md`, import.meta.url),
    "utf8",
  );
  const lines = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)];
  return Object.fromEntries(lines.map(([, option, value]) => [option!, value!.trim()]));
}

/** A default as pages write it: .5, "half", true, naive(), none, required. */
function shown(value: unknown, isRequired: boolean): string {
  if (isRequired) return "required";
  if (value === undefined) return "none";
  if (isMethod(value)) return `${value.name}()`;
  return JSON.stringify(value).replace(/^0\./, ".");
}

describe.each(Object.entries(kinds))("%s", (name, kind) => {
  const make = (): Method => {
    const made = kind.from(optionsOf(name));
    if (isMethod(made)) return made;
    throw new TypeError(`${name}: makes what is no method`);
  };

  it("is called so in the map, in tables and by itself", () => {
    expect(kind.name).toBe(name);
    expect(make().name).toBe(name);
  });

  it("has a page whose table has every option with its default", () => {
    const defaults = kind.schema.safeParse(optionsOf(name)).data as Record<string, unknown>;
    const expected = Object.entries(kind.schema.shape).map(([key, option]) => {
      const isRequired = !option.safeParse(undefined).success;
      const value = Object.hasOwn(optionsOf(name), key)
        ? option.safeParse(undefined).data
        : defaults[key];
      return [key, shown(value, isRequired)];
    });
    expect(documented(name)).toEqual(Object.fromEntries(expected));
  });

  it("refuses an option that it does not have, with the near miss, in JSON too", () => {
    const [known = "none"] = Object.keys(kind.schema.shape);
    const wrong = { ...optionsOf(name), [`${known}x`]: 1 };
    const message = `${name}: unknown option "${known}x"`;
    expect(() => kind.from(wrong)).toThrow(message);
    expect(() => methodFromJson({ [name]: wrong }, nested)).toThrow(message);
    if (known !== "none") {
      expect(() => kind.from(wrong)).toThrow("did you mean");
    }
  });

  it("is the same from JSON", () => {
    const { by, ...rest } = kind.schema.safeParse(optionsOf(name)).data as { by?: Method };
    const json = { [name]: { ...rest, ...(by && { by: by.name }) } };
    expect(fullMethodName(methodFromJson(json, nested))).toBe(fullMethodName(make()));
    if (Object.keys(optionsOf(name)).length > 0) return;
    expect(fullMethodName(methodFromJson(name, nested))).toBe(fullMethodName(make()));
  });

  if (tunedOnly.has(name)) {
    it("refuses probes by name when a study of them is planned", async () => {
      await expect(stores.plan(tinyStudy({ methods: make() }))).rejects.toThrow(
        new RegExp(`^${name}: .*strong:30`),
      );
    });
    return;
  }

  const tasks: [string, typeof tinyTask][] = [
    ["texts", tinyTask],
    ["pairs of texts", tinyPairs],
  ];
  it.each(name in losses ? tasks.slice(0, 1) : tasks)(
    "teaches students of %s, to the same bytes each time",
    async (_, task) => {
      const given = () => tinyStudy({ task: task(), methods: make() });
      const [one, other] = [await stores.run(given()), await stores.run(given())];
      const { student, ceiling } = one.plan.cells[0]!.trials[0]!;
      const said = await one.result(student.step);
      const again = await other.result(other.plan.cells[0]!.trials[0]!.student.step);
      expect(again.probabilities).toEqual(said.probabilities);
      expect(student.step.name).not.toBe(ceiling.step.name);
      const { data } = said.probabilities;
      for (let i = 0; i < data.length; i += 2) expect(data[i]! + data[i + 1]!).toBeCloseTo(1, 5);
    },
  );

  it("shares with another method whatever both need", async () => {
    const steps = async (list: Method[]) =>
      (await stores.plan(tinyStudy({ methods: list }))).summary.steps;
    const alone = (await steps([naive()])) + (await steps([make()]));
    // Examples' features, the supervisor with its labels, and the ceiling are there once.
    if (name !== "naive") {
      expect(await steps([naive(), make()])).toBeLessThanOrEqual(alone - 6);
    }
    expect((await stores.plan(tinyStudy({ methods: make() }))).cells[0]!.student).toBe(
      strong.label,
    );
  });
});
