import { describe, expect, it } from "vitest";
import { parseStudy } from "../study/index.js";
import { fullMethodName } from "./index.js";

const methodsOf = (methods: unknown) =>
  parseStudy(
    {
      task: { kind: "table", source: "x.tsv", text: "text", label: "label" },
      supervisors: [{ model: "small", layer: 0 }],
      students: [{ model: "large", layer: 3 }],
      methods,
    },
    "a.json",
  ).methods;

describe("methods in a JSON study", () => {
  it("nest, with students and methods as a study writes them", () => {
    const [chain, several] = methodsOf([
      {
        bootstrapping: {
          through: [{ model: "middle", layer: 2, probe: { epochs: 9 } }],
          by: { surest: { keep: 0.5, by: "confidence" } },
        },
      },
      { "student-ensemble": { members: [{ model: "middle", layer: 2 }], combine: "product" } },
    ]);
    expect(fullMethodName(chain!)).toBe(
      "bootstrapping (through middle:2, by surest (keep 0.5, by confidence (alpha 0.5, " +
        "warmup 0.2, " +
        "prior half)), fresh true, ordered true)",
    );
    const links = "students" in chain! ? chain.students : [];
    expect(links.map(({ recipe }) => recipe)).toMatchObject([{ epochs: 9 }]);
    expect(several!.options).toMatchObject({ members: "middle:2", combine: "product" });
    expect(methodsOf([{ "student-ensemble": { members: 4 } }])[0]!.options.members).toBe(4);
  });

  it.each([
    [{ confidence: { alhpa: 0.5 } }, 'confidence: unknown option "alhpa"; did you mean "alpha"?'],
    [{ confidence: {}, gce: {} }, 'methods: "gce" stands beside "confidence"; each method is an'],
    [{ confidence: "0.5" }, 'confidence: options must be an object, got "0.5"'],
    [{ confidence: [0.5] }, "confidence: options must be an object, got [0.5]"],
    [{ confidence: { alpha: "0.5" } }, 'confidence: "alpha" must be a number, got "0.5"'],
    ["confidance", 'unknown method "confidance"; did you mean "confidence"?'],
    [{}, "methods: must name a method, got {}"],
    [7, 'methods: must be a name or { "name": { options } }, got 7'],
    [{ surest: { keep: 0.5, by: "naiv" } }, 'unknown method "naiv"; did you mean "naive"?'],
    [{ surest: { keep: 0.5, by: { gce: { r: 1 } } } }, 'gce: unknown option "r"'],
    [{ bootstrapping: { through: [{ modle: "x" }] } }, 'unknown option "modle"'],
  ])("refuse %j in one line with the file", (item, message) => {
    const refused = () => methodsOf([item]);
    expect(refused).toThrow(message);
    expect(refused).toThrow(/^a\.json: [^\n]+$/);
  });
});
