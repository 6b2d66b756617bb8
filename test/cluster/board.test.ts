import { describe, expect, it } from "vitest";
import { Board } from "../../packages/cluster/src/passes/board.js";
import { assertAllDone } from "../../packages/cluster/src/passes/ending.js";
import { namedPasses, wavesOf } from "../../packages/lab/src/engine/index.js";
import { makeStep, type Step } from "../../packages/lab/src/engine/step.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";

const kind = fakeKind("fit");
const step = (n: number, ...from: Step[]) => makeStep(kind, { n }, { from }, `fit ${n}`);
const boardOf = (...steps: Step[]) => new Board(namedPasses(wavesOf(steps)));

/** Two roots; a chain of three on the second, which a last one joins with the first. */
const [a, b] = [step(0), step(1)];
const c = step(2, b);
const d = step(3, c);
const e = step(4, a, d);
const all = [a, b, c, d, e];
const stepsOf = (board: Board) => () => board.next()?.steps[0];

describe("Board", () => {
  it("hands out what most stands behind first, and what is ready alone", () => {
    const board = boardOf(...all);
    const next = stepsOf(board);
    expect([next(), next(), next()]).toEqual([b, a, undefined]);
    const [pass] = [...board.out];
    board.done(pass!);
    expect(next()).toBe(c);
    expect(board.waiting).toBe(2);
  });

  it("is over when all is done, each once", () => {
    const board = boardOf(...all);
    const seen: Step[] = [];
    for (let pass = board.next(); pass !== undefined; pass = board.next()) {
      seen.push(pass.steps[0]!);
      board.done(pass);
      board.done(pass);
    }
    expect(new Set(seen)).toEqual(new Set(all));
    expect(seen).toHaveLength(5);
    expect(board).toMatchObject({ isOver: true, doneSteps: 5, donePasses: 5, waiting: 0 });
    expect(() => assertAllDone(board, 3)).not.toThrow();
  });

  it("hands out again what was put back, and skips all behind what failed", () => {
    const board = boardOf(...all);
    const pass = board.next()!;
    board.putBack(pass);
    expect(board.next()).toBe(pass);
    board.failedFor(pass, "no memory");
    const skipped = board.skipped.map((one) => [one.pass.steps[0], one.upstream.steps[0]]);
    expect(skipped).toEqual([c, d, e].map((one) => [one, b]));
    expect(board.isOver).toBe(false);
    board.done(board.next()!);
    expect(board.next()).toBeUndefined();
    expect(board.isOver).toBe(true);
    expect(() => assertAllDone(board, 3)).toThrow(
      "a pass failed after 3 tries, 3 behind skipped: fit: no memory",
    );
  });

  it("names a pass once that names itself", () => {
    const board = boardOf(step(1));
    board.failedFor(board.next()!, "fit: python3 ended with code 7");
    expect(() => assertAllDone(board, 1)).toThrow(/1 try: fit: python3 ended with code 7; w2s/);
  });

  it("takes a plan of 100,000 passes in little time", () => {
    const roots = Array.from({ length: 50_000 }, (_, n) => step(n));
    const board = boardOf(...roots, ...roots.map((root, n) => step(n + 50_000, root)));
    const started = performance.now();
    let count = 0;
    for (let pass = board.next(); pass !== undefined; pass = board.next()) {
      board.done(pass);
      count += 1;
    }
    expect(count).toBe(100_000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
