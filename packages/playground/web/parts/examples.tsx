// Single test examples: where the student overruled its supervisor, rightly and wrongly, and where
// it repeated an error.

import { plural } from "@w2s/base";
import { decimal } from "@w2s/report";
import { useState } from "react";
import { tasks } from "../../src/settings.js";
import type { Example, Found, Shares, ShownKind } from "../lab/protocol.js";

const kinds: Readonly<Record<ShownKind, { readonly title: string; readonly about: string }>> = {
  "overruled-right": {
    title: "Overruled, rightly",
    about: "The student disagrees with its supervisor, and is right.",
  },
  "overruled-wrong": {
    title: "Overruled, wrongly",
    about: "The student disagrees with its supervisor, and is wrong.",
  },
  "copied-errors": {
    title: "Errors copied",
    about: "The student repeats its supervisor's error.",
  },
};
const names = Object.keys(kinds) as ShownKind[];
const first = 8;

export function Examples({ found }: { readonly found: Found }) {
  const [kind, setKind] = useState<ShownKind>("overruled-right");
  const [isAll, setAll] = useState(false);
  const { examples, outcome } = found;
  const { shown } = examples[kind];
  const visible = isAll ? shown : shown.slice(0, first);
  return (
    <section className="card">
      <h2>Where it overruled its supervisor</h2>
      <fieldset className="kinds">
        <legend className="hidden">Which examples</legend>
        {names.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="kind"
              checked={kind === name}
              onChange={() => {
                setKind(name);
                setAll(false);
              }}
            />
            {kinds[name].title} <b>{examples[name].found}</b>
          </label>
        ))}
      </fieldset>
      <p className="soft">
        The question: {asked(outcome.task)} {kinds[kind].about} Test examples, those of most seeds
        first.
      </p>
      {visible.length === 0 ? (
        <p>There are none.</p>
      ) : (
        <ul className="examples">
          {visible.map((example) => (
            <Shown key={example.id} example={example} ofSeeds={outcome.seeds.length} />
          ))}
        </ul>
      )}
      {shown.length > first && !isAll && (
        <button type="button" onClick={() => setAll(true)}>
          {shown.length - first} more
        </button>
      )}
    </section>
  );
}

const asked = (task: string): string => tasks[task as keyof typeof tasks];

function Shown({ example, ofSeeds }: { readonly example: Example; readonly ofSeeds: number }) {
  const { text, truth, options, weak, student, ceiling, seeds } = example;
  const said = (shares: Shares) => {
    const most = Math.max(...shares);
    return { option: options[shares.indexOf(most)]!, sure: decimal(most, 2) };
  };
  const all = [
    ["supervisor", said(weak)],
    ["student", said(student)],
    ["ceiling", said(ceiling)],
  ] as const;
  return (
    <li>
      <div className="text">
        <code>{text}</code>
        <small>
          {seeds} of {plural(ofSeeds, "seed")}
        </small>
      </div>
      <dl>
        <div>
          <dt>truth</dt>
          <dd>{truth}</dd>
        </div>
        {all.map(([role, { option, sure }]) => (
          <div key={role} className={option === truth ? "right" : "wrong"}>
            <dt>{role}</dt>
            <dd>
              {option} <small>{sure}</small>
              <span className="hidden">{option === truth ? ", right" : ", wrong"}</span>
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
