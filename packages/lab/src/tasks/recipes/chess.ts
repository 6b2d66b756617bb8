// Chess puzzles as Lichess publishes them: the position that the solver sees, and the first move of
// the solution. The generative setting of Burns et al. 2023 (section 4.2), who give the moves that
// led to a position; Lichess' rows have the position itself.

import { InputError, shownValue } from "@w2s/base";
import { Chess } from "chess.js";
import { type PlacedRow, placedRows } from "./files.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const FILE = "puzzles.csv.gz";
const COLUMNS = ["PuzzleId", "FEN", "Moves", "Rating", "GameUrl"];

export const chess: TaskRecipe = {
  name: "chess",
  asks: "the best move in a position",
  releases: [
    filesNamed({ name: "published", files: { [FILE]: COLUMNS }, parts: { source: puzzles } }),
  ],
  task: {
    kind: "answers",
    options: {
      question: "{position}\nBest move:",
      answer: "move",
      alsoRight: "alsoRight",
      id: "PuzzleId",
      group: "game",
      facts: ["rating"],
    },
  },
  metric: "accuracy",
  source: "Lichess puzzles, as published with a header, compressed",
  licence: "CC0",
};

function* puzzles(folder: string): Generator<object> {
  for (const row of placedRows(folder, FILE)) {
    const { PuzzleId, FEN, Moves, Rating, GameUrl = "" } = row.values;
    const { position, move, alsoRight } = puzzleIn(row, FEN, Moves);
    // The page of a game, without whose side is seen and which move.
    const game = /\/([^/#]+)(?:\/black|\/white)?(?:#|$)/.exec(GameUrl)?.[1] ?? PuzzleId;
    yield { PuzzleId, position, move, alsoRight, game, rating: Number(Rating) };
  }
}

/**
 * The position after the first of the moves, which leads to it, and the second: the solver's. The
 * move as players write it is taught; as engines write it, it is right too, and so is another move
 * that mates, where the solution does.
 * @throws InputError for a position or a move that is none, with its file and line
 */
function puzzleIn({ place }: PlacedRow, fen = "", moves = "") {
  const board = boardOf(place, fen);
  const [before, solution] = moves.split(" ");
  play(board, before, place, moves);
  const position = board.fen().split(" ").slice(0, 4).join(" ");
  const { san, lan } = play(board, solution, place, moves);
  return { position, move: san, alsoRight: [...spellings(san, lan), ...matesBeside(board, san)] };
}

/** A move without the marks of check and mate, and as engines write it. */
const spellings = (san: string, lan: string): string[] => [san.replace(/[+#]$/, ""), lan];

/** The moves that mate too in the position before the last one, where that one does. */
function matesBeside(board: Chess, san: string): string[] {
  if (!san.endsWith("#")) return [];
  board.undo();
  const mates = board.moves({ verbose: true }).filter((move) => move.san.endsWith("#"));
  return mates.flatMap((move) => [move.san, ...spellings(move.san, move.lan)]);
}

function boardOf(place: string, fen: string): Chess {
  try {
    return new Chess(fen);
  } catch (cause) {
    throw new InputError(
      `${place}: "FEN" must be a position, got ${shownValue(fen)}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function play(board: Chess, move: string | undefined, place: string, moves: string) {
  const [, from, to, promotion] = /^([a-h][1-8])([a-h][1-8])([qrbn])?$/.exec(move ?? "") ?? [];
  try {
    return board.move({ from: from!, to: to!, ...(promotion && { promotion }) });
  } catch (cause) {
    const position = board.fen();
    throw new InputError(
      `${place}: "Moves" must begin with two legal moves, such as "e2e4 e7e5"; ` +
        `${shownValue(move ?? "nothing")} of ${shownValue(moves)} is none in ${position}; drop ` +
        "the row, or mend it",
      { cause },
    );
  }
}
