// Rows as Lichess publishes them, a few by hand: what is asked, what is right, what is refused.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { loadTask } from "../load.js";
import { recipe } from "./recipe.js";

const HEADER =
  "PuzzleId,FEN,Moves,Rating,RatingDeviation,Popularity,NbPlays,Themes,GameUrl,OpeningTags";
const folder = scratchFolder("chess");

/** Lines of a file as published; the header among them unless it is given. */
async function load(lines: readonly string[], header = HEADER) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "puzzles.csv.gz"), gzipSync([header, ...lines, ""].join("\n")));
  return loadTask(recipe("chess", folder), { baseDir: folder });
}

const line = (id: string, fen: string, moves: string, game = id) =>
  `${id},${fen},${moves},1200,75,90,100,short,https://lichess.org/${game}/black#48,`;

const START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";
const BACK_RANK = "6k1/5ppp/8/8/8/8/1q6/R5K1 b - - 0 1";

describe("recipe chess", () => {
  it("asks the solver's move in the position that the solver sees", async () => {
    const { examples } = await load([line("a", START, "e2e4 e7e5 g1f3")]);
    expect(examples[0]).toMatchObject({
      id: "a",
      inputs: ["rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq -\nBest move:"],
      right: ["e5", "e7e5"],
      group: "a",
      facts: { rating: 1200 },
    });
  });

  it("takes a move without its mark, as engines write it, and any that mates", async () => {
    // The queen can step between.
    const one = await load([line("a", BACK_RANK, "b2b3 a1a8")]);
    expect(one.examples[0]!.right).toEqual(["Ra8+", "Ra8", "a1a8"]);
    // Two ladders of rooks: either mates.
    const two = await load([line("b", "7k/R7/8/8/8/8/8/1R1R3K b - - 0 1", "h8g8 b1b8")]);
    expect(two.examples[0]!.right).toEqual(["Rb8#", "Rb8", "b1b8", "Rd8#", "Rd8", "d1d8"]);
  });

  it("takes a byte order mark, a file that is not packed, and blanks around moves", async () => {
    mkdirSync(folder, { recursive: true });
    const content = `\ufeff${HEADER}\n${line("a", START, " e2e4  e7e5 ")}\n`;
    writeFileSync(join(folder, "puzzles.csv.gz"), content);
    const { examples } = await loadTask(recipe("chess", folder), { baseDir: folder });
    expect(examples[0]).toMatchObject({ id: "a", right: ["e5", "e7e5"] });
  });

  it("keeps puzzles of one game together", async () => {
    const both = [line("a", START, "e2e4 e7e5", "g"), line("b", START, "d2d4 d7d5", "g")];
    const { examples } = await load(both);
    expect(examples.map(({ group }) => group)).toEqual(["g", "g"]);
  });

  const refused = async (lines: readonly string[], header?: string) => {
    const error: unknown = await load(lines, header).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  };

  it.each([
    ["an illegal move of the solver", "e2e4 e7e4", '"e7e4"'],
    ["an illegal first move", "e2e5 e7e5", '"e2e5"'],
    ["a move that is none", "e2e4 castles", '"castles"'],
    ["no second move", "e2e4", '"nothing"'],
  ])("refuses %s with file and line", async (_, moves, shown) => {
    const message = await refused([line("a", START, "e2e4 e7e5"), line("b", START, moves)]);
    expect(message).toContain(`puzzles.csv.gz:3: "Moves" must begin with two legal moves`);
    expect(message).toContain(`${shown} of "${moves}" is none in rnbqkbnr/`);
    expect(message).not.toContain("\n");
  });

  it("refuses a position that is none, and a file of another shape", async () => {
    expect(await refused([line("a", "8/8/8/8 w - - 0 1", "e2e4 e7e5")])).toContain(
      'puzzles.csv.gz:2: "FEN" must be a position, got "8/8/8/8 w - - 0 1"',
    );
    const rated = line("a", START, "e2e4 e7e5").replace("1200", "");
    expect(await refused([rated])).toMatch(
      /puzzles\.csv\.gz:2: "Rating" must be a whole number, got ""$/,
    );
    const twice = line("a", START, "e2e4 e7e5");
    expect(await refused([twice, twice])).toMatch(
      /puzzles\.csv\.gz:3: ids must be unique, got "a" again after .*puzzles\.csv\.gz:2$/,
    );
    expect(await refused(["1,x"], "id,moves")).toContain(
      'puzzles.csv.gz: of another release: its columns are "id", "moves"',
    );
  });
});
