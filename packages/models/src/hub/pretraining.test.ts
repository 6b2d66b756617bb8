import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { readPretraining } from "./pretraining.js";

const folder = scratchFolder("pretraining");
const read = (card: string) => {
  writeFileSync(join(folder, "card.json"), card);
  return readPretraining(folder);
};

describe("readPretraining", () => {
  it("gives tokens and operations where a card says them", () => {
    expect(read('{ "name": "tiny", "tokens": 4e6, "flop": 6e11 }')).toEqual({
      tokens: 4e6,
      flop: 6e11,
    });
  });

  it("gives nothing without a card, for another kind of card or impossible numbers", () => {
    expect(readPretraining(join(folder, "elsewhere"))).toBeNull();
    expect(read('{ "license": "mit" }')).toBeNull();
    expect(read("{")).toBeNull();
    expect(read('{ "tokens": 0, "flop": 1 }')).toBeNull();
  });
});
