// What people have beside an item: nothing, a model's answer, a debate; of several, each item draws
// one for each annotator.

import { useState } from "react";
import type { Offers } from "../../src/making/offers.js";
import { useJson } from "../frame/use-json.js";
import type { RowsAnswer } from "../runs/types.js";

interface HelpFieldsProps {
  readonly offers: Offers;
  /** Whether test alone is labelled: then students assist, else supervisors. */
  readonly isTest: boolean;
}

/** The fields; their names are those that `wishOf` reads. */
export function HelpFields({ offers, isTest }: HelpFieldsProps) {
  const [arms, setArms] = useState<readonly string[]>(["alone"]);
  const turn = (arm: string) => () =>
    setArms(arms.includes(arm) ? arms.filter((one) => one !== arm) : [...arms, arm]);
  return (
    <fieldset className="card">
      <legend>What they have beside an item</legend>
      <fieldset className="row" aria-label="Arms">
        {Object.entries(armTitles).map(([arm, title]) => (
          <label key={arm} className="tick">
            <input
              type="checkbox"
              name="arms"
              value={arm}
              checked={arms.includes(arm)}
              onChange={turn(arm)}
            />
            {title}
          </label>
        ))}
      </fieldset>
      {arms.includes("assisted") && (
        <RunFields
          title="whose answers: a run with evidence"
          name="assist"
          runs={offers.assistants}
          who={isTest ? studentFields : supervisorFields}
        />
      )}
      {arms.includes("debate") && (
        <RunFields
          title="whose debates: a run with transcripts"
          name="debates"
          runs={offers.debates}
          who={debateFields}
          otherwise="claims of the world, true ones first"
        />
      )}
    </fieldset>
  );
}

const armTitles = {
  alone: "nothing",
  assisted: "a model's answer",
  debate: "a debate",
} as const;

type Who = Readonly<Record<string, "supervisor" | "student" | "method">>;
const supervisorFields: Who = { supervisor: "supervisor" };
const studentFields: Who = { student: "student", method: "method", supervisor: "supervisor" };
const debateFields: Who = { debate: "supervisor" };

interface RunFieldsProps {
  readonly title: string;
  readonly name: string;
  readonly runs: readonly string[];
  /** Names of fields that choose within the run, and the rows' words that they choose among. */
  readonly who: Who;
  /** What no run means; undefined: one must be chosen. */
  readonly otherwise?: string;
}

function RunFields({ title, name, runs, who, otherwise }: RunFieldsProps) {
  const [run, setRun] = useState("");
  return (
    <>
      <label>
        {title}
        <select
          name={name}
          required={otherwise === undefined}
          value={run}
          onChange={(event) => setRun(event.target.value)}
        >
          <option value="">
            {otherwise ?? (runs.length === 0 ? "no run here has any" : "choose a run")}
          </option>
          {runs.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      {run !== "" && <WhoFields run={run} who={who} />}
    </>
  );
}

function WhoFields({ run, who }: { readonly run: string; readonly who: Who }) {
  const { value } = useJson<RowsAnswer>(`/api/runs/${encodeURIComponent(run)}/rows`);
  return Object.entries(who).map(([field, word]) => (
    <label key={field}>
      which {field} of {run}
      <select name={field}>
        <option value="">the only one</option>
        {value?.options[word].map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  ));
}
