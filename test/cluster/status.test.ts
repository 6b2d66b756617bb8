import { describe, expect, it } from "vitest";
import { Board } from "../../packages/cluster/src/passes/board.js";
import { StatusKeeper } from "../../packages/cluster/src/status/status.js";
import { namedPasses, wavesOf } from "../../packages/lab/src/engine/index.js";
import { makeStep } from "../../packages/lab/src/engine/step.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";

/** Two passes that are handed out. */
function handedOut() {
  const steps = [1, 2].map((n) => makeStep(fakeKind(`fit${n}`), { n }, {}, `fit ${n}`));
  const board = new Board(namedPasses(wavesOf(steps)));
  const about = { study: "one", executor: "queue", device: "cpu" };
  return { status: new StatusKeeper(undefined, about, board), first: board.next(), board };
}

describe("StatusKeeper", () => {
  it("counts what lies in a queue, with nobody at it, as waiting", () => {
    const { status, first, board } = handedOut();
    board.next();
    expect(status.status("running").passes).toMatchObject({ running: 2, waiting: 0 });
    status.isAt = (pass) => pass === first;
    expect(status.status("running").passes).toMatchObject({ running: 1, waiting: 1 });
  });

  it("counts nothing as running once the run has ended", () => {
    const { status } = handedOut();
    for (const state of ["interrupted", "failed"] as const) {
      expect(status.status(state).passes).toMatchObject({ running: 0, waiting: 2, total: 2 });
    }
  });
});
