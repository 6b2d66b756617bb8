// What protocols asked, showed, claimed and checked of single examples, with the truth beside
// every turn.

import { plural } from "@w2s/base";
import type { TranscriptRow, Turn } from "@w2s/lab";
import { useState } from "react";
import { Fault, Waiting } from "../frame/asked.js";
import { Pager } from "../frame/pager.js";
import { Choice } from "../frame/pick.js";
import { useJson } from "../frame/use-json.js";
import { decimal } from "../runs/format.js";
import { Quote } from "./quote.js";

interface Answer {
  readonly rows: readonly TranscriptRow[];
  readonly next: number | null;
}

const kinds = {
  "": "all",
  right: "came out right",
  wrong: "came out wrong",
  misjudged: "a check was wrong",
} as const;

/** The view with its filters. */
export function TranscriptsView({ address }: { readonly address: string }) {
  const [filter, setFilter] = useState<Readonly<Record<string, string>>>({});
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const query = new URLSearchParams({ ...filter, from: String(starts.at(-1)) });
  const { value, error } = useJson<Answer>(`${address}/transcripts?${query}`);
  const set = (name: string, chosen: string) => {
    setStarts([0]);
    setFilter((before) => ({ ...before, [name]: chosen }));
  };
  if (error !== undefined) return <Fault line={error} />;
  if (value === undefined) return <Waiting what="transcripts" />;
  const { rows, next } = value;
  return (
    <>
      <form
        className="filters"
        aria-label="Filter the transcripts"
        onSubmit={(event) => event.preventDefault()}
      >
        <Choice
          title="kind"
          titles={kinds}
          chosen={filter.kind ?? ""}
          choose={(chosen) => set("kind", chosen)}
        />
        <label>
          example
          <input
            type="search"
            placeholder="its id, whole"
            defaultValue={filter.id ?? ""}
            onBlur={(event) => set("id", event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") set("id", event.currentTarget.value);
            }}
          />
        </label>
      </form>
      {rows.length === 0 && <p className="soft">No such transcripts.</p>}
      {rows.map((row) => (
        <Transcript
          key={`${row.task} ${row.protocol} ${row.supervisor} ${row.seed} ${row.id}`}
          row={row}
        />
      ))}
      <Pager starts={starts} next={next} turn={setStarts} />
    </>
  );
}

function Transcript({ row }: { readonly row: TranscriptRow }) {
  const { protocol, supervisor, task, seed, id, texts, truth, said, optionNames, turns, budget } =
    row;
  const option = (k: number) => apart(optionNames[k] ?? String(k));
  const answer = said.indexOf(Math.max(...said));
  const isRight = answer === truth;
  return (
    <article className="transcript">
      <p className="soft small">
        {protocol} · <bdi>{supervisor}</bdi> · <bdi>{task}</bdi>, <bdi>{id}</bdi>, seed {seed}
      </p>
      {texts.map((text, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: options stand in their order
        <Quote key={i} text={text} />
      ))}
      <div className="turns">
        <p className="turns-head">said</p>
        <p className="turns-head">in truth</p>
        {turns.map((turn, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns stand in their order
          <TurnLine key={i} turn={turn} before={turns[i - 1]} option={option} />
        ))}
        <p>
          <strong>label: {option(answer)}</strong> {decimal(said[answer]!, 2)}
        </p>
        <p className={isRight ? "right" : "wrong"}>
          {isRight ? "✓ right" : `✗ it is ${option(truth)}`}
        </p>
      </div>
      <p className="soft small">
        {plural(budget.questions, "question")}, {plural(budget.turns, "turn")},{" "}
        {plural(budget.tokens, "token")} read, {plural(budget.checks, "exact check")}
      </p>
    </article>
  );
}

interface LineProps {
  readonly turn: Turn;
  readonly before: Turn | undefined;
  readonly option: (k: number) => string;
}

/** What was said, and what is so. */
interface Told {
  readonly said: string;
  readonly truth: string;
  readonly isRight: boolean | null;
}

function TurnLine({ turn, before, option }: LineProps) {
  const tell = tellers[turn.does] as (
    turn: Turn,
    before: Turn | undefined,
    option: LineProps["option"],
  ) => Told;
  const { said, truth, isRight } = tell(turn, before, option);
  const mark = isRight === null ? "" : isRight ? "right" : "wrong";
  return (
    <>
      <p>
        <span className="who">{turn.who}</span> {said}
      </p>
      <p className={mark}>
        {isRight === null ? "" : isRight ? "✓ " : "✗ "}
        {truth}
      </p>
    </>
  );
}

/** A text within a sentence, whichever way it is written. */
const apart = (text: string) => `\u2068${text}\u2069`;
const surest = (said: readonly number[]) => said.indexOf(Math.max(...said));
const yesNo = (k: number) => (k === 1 ? "yes" : "no");

type Teller<K extends Turn["does"]> = (
  turn: Extract<Turn, { does: K }>,
  before: Turn | undefined,
  option: LineProps["option"],
) => Told;

const tellers: { [K in Turn["does"]]: Teller<K> } = {
  asks: ({ text, said, truth, part, wrong }, _, option) => {
    const name = part ? yesNo : option;
    const answer = surest(said);
    const sure = decimal(said[answer]!, 2);
    const turned = wrong ? " (turned round on purpose)" : "";
    return {
      said: `is asked “${apart(text)}” and says ${name(answer)} ${sure}${turned}`,
      truth: name(truth),
      isRight: answer === truth,
    };
  },
  argues: ({ option: side, position, said }, _, option) => ({
    said: `argues for ${option(side)} (${position})`,
    truth: `believes ${option(surest(said))} itself`,
    isRight: null,
  }),
  shows: ({ text, option: side, said }, _, option) => ({
    said: `shows “${apart(text)}” for ${option(side)}`,
    truth: `believes ${option(surest(said))} itself`,
    isRight: null,
  }),
  writes: ({ text, option: side, quotes }, _, option) => {
    const found = quotes.filter((quote) => quote.found).length;
    return {
      said: `writes for ${option(side)}: “${apart(text)}”`,
      truth: quotes.length === 0 ? "quotes nothing" : `${found} of ${quotes.length} quotes found`,
      isRight: quotes.length === 0 ? null : found === quotes.length,
    };
  },
  claims: ({ text, proves, truth }, _, option) => ({
    said: `claims “${apart(text)}”, which proves ${option(proves)}`,
    truth: truth ? "it holds" : "it does not hold",
    isRight: truth,
  }),
  checks: ({ holds }, before) => {
    const truth = before?.does === "claims" ? before.truth : null;
    return {
      said: `checks: ${holds ? "it holds" : "it does not hold"}`,
      truth: truth === null ? "" : truth === holds ? "so it is" : "it is otherwise",
      isRight: truth === null ? null : truth === holds,
    };
  },
};
