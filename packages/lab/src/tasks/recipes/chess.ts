// Chess puzzles as Lichess publishes them: the position that the solver sees, and the first move of
// the solution. The generative setting of Burns et al. 2023 (section 4.2), who give the moves that
// led to a position; Lichess' rows have the position itself.

import { InputError, shownValue } from "@w2s/base";
import { Chess } from "chess.js";
import * as z from "zod";
import { whole } from "./hub.js";
import { filesNamed, made } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const FILE = "puzzles.csv.gz";
const columns = z.object({
  PuzzleId: z.string(),
  FEN: z.string(),
  Moves: z.string(),
  Rating: whole,
  GameUrl: z.string(),
});

export const chess: TaskRecipe = {
  name: "chess",
  asks: "the best move in a position",
  releases: [
    filesNamed({
      name: "published",
      files: { [FILE]: Object.keys(columns.shape) },
      parts: { source: made([FILE], columns, puzzleIn) },
    }),
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

/**
 * The position after the first of the moves, which leads to it, and the second: the solver's. The
 * move as players write it is taught; as engines write it, it is right too, and so is another move
 * that mates, where the solution does.
 * @throws InputError for a position or a move that is none, with its file and line
 */
function puzzleIn(
  { PuzzleId, FEN, Moves, Rating, GameUrl }: z.output<typeof columns>,
  place: () => string,
) {
  const board = boardOf(place, FEN);
  const [before, solution] = Moves.trim().split(/\s+/);
  play(board, before, place, Moves);
  const position = board.fen().split(" ").slice(0, 4).join(" ");
  const { san, lan } = play(board, solution, place, Moves);
  const alsoRight = [...spellings(san, lan), ...matesBeside(board, san)];
  // The page of a game, without whose side is seen and which move.
  const game = /\/([^/#]+)(?:\/black|\/white)?(?:#|$)/.exec(GameUrl)?.[1] ?? PuzzleId;
  return { PuzzleId, position, move: san, alsoRight, game, rating: Rating };
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

function boardOf(place: () => string, fen: string): Chess {
  try {
    return new Chess(fen);
  } catch (cause) {
    throw new InputError(
      `${place()}: "FEN" must be a position, got ${shownValue(fen)}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function play(board: Chess, move: string | undefined, place: () => string, moves: string) {
  const [, from, to, promotion] = /^([a-h][1-8])([a-h][1-8])([qrbn])?$/.exec(move ?? "") ?? [];
  try {
    return board.move({ from: from!, to: to!, ...(promotion && { promotion }) });
  } catch (cause) {
    const position = board.fen();
    throw new InputError(
      `${place()}: "Moves" must begin with two legal moves, such as "e2e4 e7e5"; ` +
        `${shownValue(move ?? "nothing")} of ${shownValue(moves)} is none in ${position}; drop ` +
        "the row, or mend it",
      { cause },
    );
  }
}
