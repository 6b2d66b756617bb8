import { describe, expect, it } from "vitest";
import type { Transcript, Turn } from "../../outcome/index.js";
import { swayIn } from "./sway.js";

const asks = (said: number[], part?: true): Turn => ({
  ...{ does: "asks", who: "judge", text: "t", said, truth: 0 },
  ...(part && { part }),
});
const shows = (option: number): Turn => ({
  ...{ does: "shows", who: "assistant", text: "t", option, said: [0.1, 0.9] },
});
const argues = (option: number): Turn => ({
  ...{ does: "argues", who: "debater 1", option, position: "chosen", said: [0.1, 0.9] },
});
const of = (said: number[], ...turns: Turn[]): Transcript => ({
  ...{ protocol: "p", turns, said, budget: { questions: 1, turns: 1, tokens: 1, checks: 0 } },
});

describe("swayIn", () => {
  it("is how far the judge followed a lie that was told", () => {
    expect(swayIn(of([0.2, 0.8], shows(1), asks([0.2, 0.8])), 0)).toEqual({
      ...{ option: 1, share: 0.8 },
    });
    // Of two sides the first is the one that chose.
    const both = of([0.9, 0.06, 0.04], asks([0.5, 0.2, 0.3]), argues(1), argues(0));
    expect(swayIn(both, 0)).toEqual({ option: 1, share: 0.06 });
  });

  it("is where the truth was told what the judge was nearest to by itself", () => {
    const heard = of([0.99, 0.01, 0], asks([0.5, 0.2, 0.3]), argues(0), argues(1));
    expect(swayIn(heard, 0)).toEqual({ option: 2, share: 0.3 });
    expect(swayIn(of([0.7, 0.3], shows(0), asks([0.7, 0.3])), 0)).toEqual({
      ...{ option: 1, share: 0.3 },
    });
  });

  it("is what the judge came to where nobody spoke, parts aside", () => {
    expect(swayIn(of([0.6, 0.4], asks([0, 1], true)), 0)).toEqual({ option: 1, share: 0.4 });
  });
});
