// Makes a labelling project: of which examples, how people are asked, and what they have beside an
// item.

import { type FormEvent, useState } from "react";
import { Link, useLocation } from "wouter";
import type { Offers } from "../../src/making/offers.js";
import { Fault, Waiting } from "../frame/asked.js";
import { Page } from "../frame/page.js";
import { askJson, useJson } from "../frame/use-json.js";
import { HelpFields } from "./help-fields.js";
import "./making.css";
import { nameFor, wishOf } from "./wish-of.js";

/** /make. */
export function MakePage() {
  const { value: offers, error } = useJson<Offers | null>("/api/making");
  return (
    <Page title="Make a labelling project" above={<Link href="/label">Label</Link>}>
      {error !== undefined && <Fault line={error} />}
      {offers === undefined && error === undefined && <Waiting what="the folder" />}
      {offers === null && (
        <p>
          This studio makes no projects. In a terminal:{" "}
          <code>w2s label init STUDY --to labelling/NAME</code>
        </p>
      )}
      {offers && <MakeForm offers={offers} />}
    </Page>
  );
}

function MakeForm({ offers }: { readonly offers: Offers }) {
  const [splits, setSplits] = useState<readonly string[]>(["transfer", "validation"]);
  const { submit, error, isBusy } = useMaking(splits);
  return (
    <form className="making" onSubmit={submit}>
      <WhichExamples offers={offers} splits={splits} setSplits={setSplits} />
      <HowAsked />
      <HelpFields offers={offers} isTest={splits.join() === "test"} />
      {error !== undefined && <Fault line={error} />}
      <div className="actions">
        <button type="submit" className="main" disabled={isBusy || splits.length === 0}>
          {isBusy ? "making it …" : "make it"}
        </button>
      </div>
    </form>
  );
}

/** Asks for the project that a form describes, and opens its page. */
function useMaking(splits: readonly string[]) {
  const [, go] = useLocation();
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wish = wishOf(new FormData(event.currentTarget), splits);
    setBusy(true);
    setError(undefined);
    const headers = { "content-type": "application/json" };
    const sent = { method: "POST", headers, body: JSON.stringify(wish) };
    askJson<{ readonly project: string }>("/api/making", sent).then(
      ({ project }) => go(`/label/${encodeURIComponent(project)}`),
      (fault: Error) => {
        setError(fault.message);
        setBusy(false);
      },
    );
  };
  return { submit, error, isBusy };
}

interface ExamplesProps {
  readonly offers: Offers;
  readonly splits: readonly string[];
  readonly setSplits: (splits: readonly string[]) => void;
}

function WhichExamples({ offers, splits, setSplits }: ExamplesProps) {
  const [what, setWhat] = useState("");
  return (
    <fieldset className="card">
      <legend>Which examples</legend>
      <label>
        study, file or task
        <select name="what" required value={what} onChange={(event) => setWhat(event.target.value)}>
          <option value="">choose one</option>
          <Group title="studies in this folder" names={offers.studies} />
          <Group title="files in this folder" names={offers.files} />
          <Group title="the world" names={offers.tasks} />
        </select>
      </label>
      {offers.studies.includes(what) && (
        <label>
          which of its tasks, where it has several
          <input name="task" autoComplete="off" />
        </label>
      )}
      <Splits splits={splits} setSplits={setSplits} />
      <label>
        at most this many items, drawn at random
        <input name="items" type="number" min={1} placeholder="all" />
      </label>
      <label>
        name of the project
        <input
          key={what}
          name="name"
          required
          maxLength={80}
          pattern="[A-Za-z0-9_][A-Za-z0-9_.\-]*"
          title="letters, digits, - _ ."
          autoComplete="off"
          defaultValue={nameFor(what)}
        />
      </label>
    </fieldset>
  );
}

function Splits({ splits, setSplits }: Pick<ExamplesProps, "splits" | "setSplits">) {
  const turn = (split: string) => () =>
    setSplits(splits.includes(split) ? splits.filter((one) => one !== split) : [...splits, split]);
  return (
    <fieldset className="row" aria-label="Splits">
      {Object.entries(splitTitles).map(([split, title]) => (
        <label key={split} className="tick">
          <input type="checkbox" checked={splits.includes(split)} onChange={turn(split)} />
          {split} <span className="soft">{title}</span>
        </label>
      ))}
    </fieldset>
  );
}

function HowAsked() {
  return (
    <fieldset className="card">
      <legend>How people are asked</legend>
      <label>
        annotators per item
        <input name="perItem" type="number" min={1} required defaultValue={1} />
      </label>
      <label>
        seconds per item
        <input name="limitSeconds" type="number" min={1} placeholder="no limit" />
      </label>
      <label>
        who may label: names, with commas between
        <input name="annotators" placeholder="anybody" autoComplete="off" />
      </label>
      <label className="tick">
        <input name="confidence" type="checkbox" defaultChecked /> also ask how sure they are
      </label>
      <label className="whole">
        guidelines, in Markdown
        <textarea name="guidelines" rows={5} placeholder="A page that names the options." />
      </label>
    </fieldset>
  );
}

const splitTitles: Readonly<Record<string, string>> = {
  transfer: "what students learn from",
  validation: "what chooses among their epochs",
  test: "what they are scored on",
  supervise: "what trains supervisors",
};

function Group({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <optgroup label={title}>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </optgroup>
  );
}
