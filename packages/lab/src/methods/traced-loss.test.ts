import {
  add,
  argMax,
  cast,
  expandDims,
  gather,
  logSoftmax,
  matmul,
  max,
  mean,
  mul,
  neg,
  reshape,
  scalar,
  slice,
  softmax,
  sub,
  sum,
  type Tensor,
  transpose,
} from "@w2s/grad";
import { describe, expect, it } from "vitest";
import {
  checkLoss,
  type Loss,
  losses,
  method,
  methodHash,
  naive,
  type StateAxis,
} from "./index.js";

const crossEntropies: Loss = ({ logits, labels }) => neg(sum(mul(labels, logSoftmax(logits)), 2));
const check = (loss: Loss, options = 2) => checkLoss(method("mine", {}, loss), options);

/** What a user without types may return. */
const untyped =
  (value: unknown): Loss =>
  () =>
    value as Tensor;

describe("checkLoss", () => {
  it("takes every method that comes with w2s, and a loss in its most natural form", () => {
    for (const make of Object.values(losses)) {
      for (const options of [2, 3, 5]) expect(() => checkLoss(make(), options)).not.toThrow();
    }
    expect(() => check(crossEntropies)).not.toThrow();
  });

  it("refuses what is not one number an example and student, with both shapes", () => {
    const wanted =
      'method "mine": its loss must return [batch, students], one number an example and student';
    expect(() => check((context) => mean(crossEntropies(context)))).toThrow(
      `${wanted}, got float32[]`,
    );
    expect(() => check((context) => mean(crossEntropies(context), 0))).toThrow(
      `${wanted}, got float32[students]`,
    );
    expect(() => check(({ logits }) => logits)).toThrow(
      `${wanted}, got float32[batch, students, 2]`,
    );
    expect(() => check((context) => cast(crossEntropies(context), "float64"))).toThrow(
      `${wanted}, got float64[batch, students]`,
    );
    expect(() => check(untyped(0.5))).toThrow(`${wanted}, got 0.5, which is no tensor`);
    expect(() => check(untyped(undefined))).toThrow(`${wanted}, got nothing, which is no tensor`);
    expect(() => check(untyped([1]))).toThrow(`${wanted}, got a list, which is no tensor`);
  });

  it("names the method and the options where a loss cannot be traced", () => {
    expect(() => check(({ logits }) => sum(logits, 7))).toThrow(
      'method "mine": its loss fails for 2 options: sum: axis must be in [-3, 3) for rank 3, got 7',
    );
    expect(() => check(({ logits }) => sum(slice(logits, 2, 2, 3), 2), 2)).toThrow(
      'method "mine": its loss fails for 2 options: slice',
    );
    expect(() => check(({ logits }) => sum(slice(logits, 2, 2, 3), 2), 3)).not.toThrow();
  });

  const flat = (x: Tensor) => reshape(x, [-1]);
  const mixed: Readonly<Record<string, Loss>> = {
    "the mean over students": (context) => {
      const losses = crossEntropies(context);
      return sub(losses, mean(losses, 1, true));
    },
    "a softmax over students": (context) => softmax(crossEntropies(context), 1),
    "the largest of all": (context) => sub(crossEntropies(context), max(crossEntropies(context))),
    "a product with itself": (context) => {
      const losses = crossEntropies(context);
      return matmul(losses, matmul(transpose(losses), losses));
    },
    "the answer of the best student": ({ logits, ...context }) => {
      const best = argMax(sum(logits, 2), 1);
      return add(crossEntropies({ logits, ...context }), expandDims(cast(best, "float32"), 1));
    },
    "another student's place": (context) => {
      const losses = crossEntropies(context);
      return gather(losses, cast(mul(context.uniform, 0), "int64"), 1);
    },
    "all in one row": (context) => add(crossEntropies(context), sum(flat(context.logits))),
  };

  it.each(Object.keys(mixed))("refuses students that are mixed by %s", (name) => {
    expect(() => check(mixed[name]!)).toThrow(
      /^method "mine": (a student's loss must depend on its own scores alone, got one that mixes students|its loss must return \[batch, students\])/,
    );
  });

  it("allows the mean over the batch, which is each student's own", () => {
    expect(() =>
      check((context) => sub(crossEntropies(context), mean(crossEntropies(context), 0, true))),
    ).not.toThrow();
  });

  it("tells what else a loss reads", () => {
    expect([...check(crossEntropies).reads]).toEqual([]);
    const more = check(({ prior, index, features, forward }) =>
      add(mul(cast(expandDims(index, 1), "float32"), sum(prior, 1)), sum(forward(features), 2)),
    );
    expect([...more.reads].sort()).toEqual(["features", "forward", "index", "prior"]);
  });

  it("refuses a state that is not what was declared", () => {
    const axes: readonly StateAxis[] = ["students"];
    const keeping = (next: (state: Tensor) => Readonly<Record<string, Tensor>>, own = axes) =>
      method(
        "mine",
        {},
        (context) => ({ losses: crossEntropies(context), state: next(context.state.mean!) }),
        { mean: { axes: own } },
      );
    expect(() =>
      checkLoss(
        keeping((mean) => ({ mean: mul(mean, 0.9) })),
        2,
      ),
    ).not.toThrow();
    expect(() =>
      checkLoss(
        keeping(() => ({})),
        2,
      ),
    ).toThrow('method "mine": its loss must return the next values of its state, mean, got none');
    expect(() =>
      checkLoss(
        keeping((mean) => ({ mean: expandDims(mean, 0) })),
        2,
      ),
    ).toThrow('method "mine": state "mean" must stay float32[students], got float32[1, students]');
    expect(() =>
      checkLoss(
        keeping((mean) => ({ mean }), ["examples"]),
        2,
      ),
    ).toThrow('method "mine": state "mean" must have the axis "students"');
    expect(() =>
      checkLoss(
        keeping((mean) => ({ mean: mul(sum(mean, 0, true), mean) })),
        2,
      ),
    ).toThrow("mixes students");
  });
});

describe("methodHash", () => {
  it("asks what a loss computes, not what it is called", () => {
    const own = method("naive", {}, ({ logits, labels, progress }) =>
      mul(naive().loss({ logits, labels, progress }), scalar(2)),
    );
    expect(methodHash(own, 2)).not.toBe(methodHash(naive(), 2));
    expect(methodHash(method("other", { a: 1 }, naive().loss), 2)).toBe(methodHash(naive(), 2));
  });

  it("refuses a loss that cannot train students", () => {
    expect(() =>
      methodHash(
        method("mine", {}, () => scalar(1)),
        2,
      ),
    ).toThrow('method "mine": its loss must return [batch, students]');
  });
});
