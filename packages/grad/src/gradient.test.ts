import { describe, expect, it } from "vitest";
import { ndarray } from "./array.js";
import { gradients } from "./gradient.js";
import { checkGradients } from "./gradient-check.js";
import { mul } from "./ops/binary.js";
import { sum } from "./ops/broadcast.js";
import { placeholder } from "./ops/source.js";
import { exp } from "./ops/unary.js";
import { apply, applyOne, defineOp, type Op, type Tensor } from "./tensor.js";

const x = () => placeholder("x", "float32", [2, 3]);

/** The square, by a rule of the test's own. */
const squareBy = (gradient: Op<null>["gradient"]) =>
  defineOp<null>({
    name: "mySquare",
    infer: ([a]) => [a!],
    emit: (emitter, [a]) => emitter.add("Mul", [a!, a!]),
    gradient,
  });

/** e^x whose rule reads a second output, e^x too, and takes no cotangent of it. */
const expWithRest = (claims: { readonly carriesAll?: true }) =>
  defineOp<null>({
    name: "myExp",
    infer: ([a]) => [a!, a!],
    emit: (emitter, [a]) => [emitter.one("Exp", [a!]), emitter.one("Exp", [a!])],
    gradient: ({ outputs: [, y] }, [g]) => [g && mul(g, y!)],
    ...claims,
  });

const by = (op: Op<null>, inputs: readonly Tensor[]) => () =>
  gradients(sum(applyOne(op, inputs, null)), [inputs[0]!]);

describe("gradients", () => {
  it("refuses a rule with fewer cotangents than inputs, which would drop gradient", () => {
    const [a, b] = [x(), x()];
    expect(
      by(
        squareBy((_, [g]) => [g]),
        [a, b],
      ),
    ).toThrow("gradients: the rule of mySquare must give one cotangent an input, got 1 for 2");
  });

  it("refuses a cotangent of another shape or dtype than its input", () => {
    expect(
      by(
        squareBy((_, [g]) => [sum(g!, 0)]),
        [x()],
      ),
    ).toThrow(
      "gradients: the rule of mySquare must give float32[2, 3] for input 0, got float32[3]",
    );
  });

  it("refuses what flows into an op without a gradient", () => {
    expect(by(squareBy("refused"), [x()])).toThrow("gradients: mySquare has no gradient");
  });

  it("refuses second derivatives where nothing flows back from an output a rule reads", () => {
    const a = x();
    const [slope] = gradients(sum(apply(expWithRest({}), [a], null)[0]!), [a]);
    expect(() => gradients(sum(slope!), [a])).toThrow(
      "gradients: myExp cannot be differentiated twice: its rule reads output 1, from which " +
        "nothing flows back; have the rule take its cotangent, and set carriesAll",
    );
  });
});

describe("checkGradients", () => {
  const values = ndarray(Float64Array.of(0.3, -1.2, 0.7), [3]);

  it("finds right gradients of both orders within rounding", async () => {
    const right = await checkGradients((a) => mul(exp(a), a), [values]);
    expect(right.first).toBeLessThan(1e-8);
    expect(right.second).toBeLessThan(1e-8);
  });

  it("finds a wrong first gradient", async () => {
    // The rule says x where the square's derivative is 2 x: off by half of it.
    const half = squareBy(({ inputs: [a] }, [g]) => [mul(g!, a!)]);
    const { first } = await checkGradients((a) => applyOne(half, [a], null), [values]);
    expect(first).toBeGreaterThan(0.2);
  });

  it("finds a second gradient that is dropped in part", async () => {
    // The gradient is g y, with y the second output: its own gradient g y is dropped.
    const build = (a: Tensor) => apply(expWithRest({ carriesAll: true }), [a], null)[0]!;
    const { first, second } = await checkGradients(build, [values]);
    expect(first).toBeLessThan(1e-8);
    expect(second).toBeGreaterThan(0.05);
    expect((await checkGradients(build, [values], { order: 1 })).second).toBe(0);
  });
});
