// Debates of a finished run, for people to judge: who argued for what, and what they put forward,
// by its transcripts. What the run's judge asked and found is left out, and so is the truth.

import { InputError, plain } from "@w2s/base";
import { type Example, findRun, openEvidence, openTranscripts, type Turn } from "@w2s/lab";
import { refuseOtherTexts } from "./other-texts.js";
import type { DebateTurn } from "./world-debate.js";

/**
 * The debates of a run about a task's examples, by id: under its first seed that has one.
 * @param supervisor which of the run's debates; undefined: the only one
 * @throws InputError for a run without debates, where there are several, and where the run is about
 * other texts
 */
export async function runDebates(
  which: string,
  { task, supervisor }: { readonly task: string; readonly supervisor: string | undefined },
  examples: ReadonlyMap<string, Example>,
  cwd: string,
): Promise<ReadonlyMap<string, readonly DebateTurn[]>> {
  const { folder } = await findRun(which, cwd);
  const texts = (await openEvidence(folder))?.about.texts;
  const rows = await openTranscripts(folder, "all", { task, supervisor, protocol: "debate" });
  const found = new Map<string, { readonly seed: number; readonly turns: DebateTurn[] }>();
  const debates = new Set<string>();
  for await (const row of rows ?? []) {
    const example = examples.get(row.id);
    if (example === undefined) continue;
    if (texts === "texts") refuseOtherTexts("--debates", which, example, row.texts);
    debates.add(row.supervisor);
    if ((found.get(row.id)?.seed ?? Number.POSITIVE_INFINITY) <= row.seed) continue;
    found.set(row.id, { seed: row.seed, turns: heardTurns(row.turns, row.optionNames) });
  }
  if (debates.size === 1) return new Map([...found].map(([id, { turns }]) => [id, turns]));
  throw new InputError(
    debates.size === 0
      ? `--debates: run "${plain(which)}" has no transcripts of a debate about task ${plain(task)}`
      : `--debates: run "${plain(which)}" has ${debates.size} debates ` +
          `(${[...debates].slice(0, 3).map(plain).join("; ")}); choose by --debate`,
  );
}

/** What was put forward, in order, each thing once; a side that put forward nothing says so. */
function heardTurns(turns: readonly Turn[], names: readonly string[]): DebateTurn[] {
  const sides = new Map<string, number>();
  const heard: DebateTurn[] = [];
  const hear = (said: DebateTurn) => {
    if (!heard.some(({ who, text }) => who === said.who && text === said.text)) heard.push(said);
  };
  for (const turn of turns) {
    if (turn.does === "argues") sides.set(turn.who, turn.option);
    if (turn.does === "writes") hear({ who: turn.who, option: turn.option, text: turn.text });
    if (turn.does !== "claims") continue;
    const option = sides.get(turn.who) ?? turn.proves;
    hear({ who: turn.who, option, text: `${turn.text}. So: ${names[turn.proves]}` });
  }
  for (const [who, option] of sides) {
    if (heard.some((turn) => turn.who === who)) continue;
    heard.push({ who, option, text: `I put nothing forward for "${names[option]}".` });
  }
  return heard;
}
