// Which page an address shows. Every page is a function here; the frame is around all of them.

import { Redirect, Route, Switch } from "wouter";
import { ComparePage } from "./compare/compare-page.js";
import { Frame } from "./frame/frame.js";
import { home } from "./frame/only.js";
import { Page } from "./frame/page.js";
import { LabelPages } from "./label/pages.js";
import { MakePage } from "./making/make-page.js";
import { RunPage } from "./runs/run-page.js";
import { RunsPage } from "./runs/runs-page.js";

/** The whole application. */
export function App() {
  return (
    <Frame>
      <Switch>
        <Route path="/">
          <Redirect to={home} replace />
        </Route>
        <Route path="/runs">
          <RunsPage />
        </Route>
        <Route path="/runs/:run/:view?">
          {({ run, view }) => <RunPage key={run} run={runIn(location.pathname)} view={view} />}
        </Route>
        <Route path="/compare">
          <ComparePage />
        </Route>
        <Route path="/make">
          <MakePage />
        </Route>
        <Route path="/label" nest>
          <LabelPages />
        </Route>
        <Route>
          <Page title="Nothing here">
            <p>No page has this address.</p>
          </Page>
        </Route>
      </Switch>
    </Frame>
  );
}

/** The run that /runs/RUN names; the router has decoded some of it, but not all. */
function runIn(path: string): string {
  const part = path.split("/")[2] ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
