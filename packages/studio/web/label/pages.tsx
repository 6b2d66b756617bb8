// The pages below /label; addresses in here begin after it.

import { type ReactNode, useState } from "react";
import { Link, Route, Switch, useParams } from "wouter";
import type { About, Seat } from "../../src/label/messages.js";
import { Fault } from "../frame/asked.js";
import { isLabelOnly } from "../frame/only.js";
import { Page } from "../frame/page.js";
import { useJson } from "../frame/use-json.js";
import { ItemsPage } from "./items-page.js";
import "./label.css";
import { LabelPage } from "./label-page.js";
import { ResultsPage } from "./results-page.js";
import { SeatPage } from "./seat-page.js";

/** Where people label. */
export function LabelPages() {
  return (
    <Switch>
      <Route path="/">
        <Projects />
      </Route>
      <Route path="/:project/:part?/:place?">
        <Project />
      </Route>
    </Switch>
  );
}

function Projects() {
  const { value, error } = useJson<{ readonly projects: readonly string[] }>("/api/label");
  return (
    <Page
      title="Label"
      actions={
        !isLabelOnly && (
          <Link href="~/make" className="button">
            Make a project
          </Link>
        )
      }
    >
      {error !== undefined && <Fault line={error} />}
      {value?.projects.length === 0 && (
        <p>
          No labelling project is here yet.
          {!isLabelOnly && " Make one by the button above, or in a terminal: "}
          {!isLabelOnly && <code>w2s label init STUDY --to labelling/NAME</code>}
        </p>
      )}
      <ul className="projects">
        {value?.projects.map((name) => (
          <li key={name}>
            <Link href={`/${encodeURIComponent(name)}`} className="card">
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function Project() {
  const { project = "", part, place } = useParams();
  const { value: about, error } = useJson<About>(`/api/label/${encodeURIComponent(project)}`);
  if (error !== undefined) {
    return (
      <Page title="Label" above={<Link href="/">Label</Link>}>
        <p className="fault" role="alert">
          {error}
        </p>
      </Page>
    );
  }
  if (!about) return <Page title="Label">{null}</Page>;
  if (part === "results") return <ResultsPage project={project} about={about} />;
  return (
    <Seated project={project} about={about}>
      {(seat) =>
        part === "items" && place === undefined ? (
          <ItemsPage project={project} about={about} seat={seat} />
        ) : (
          <LabelPage project={project} about={about} seat={seat} first={numberIn(place)} />
        )
      }
    </Seated>
  );
}

const numberIn = (place: string | undefined): number | undefined =>
  place !== undefined && /^\d+$/.test(place) ? Number(place) : undefined;

interface SeatedProps {
  readonly project: string;
  readonly about: About;
  children(seat: Seat): ReactNode;
}

/** Asks who labels, once. */
function Seated({ project, about, children }: SeatedProps) {
  const [seat, setSeat] = useState<Seat>();
  if (seat !== undefined) return children(seat);
  return <SeatPage project={project} about={about} onSeat={setSeat} />;
}
