// Which page an address shows. Every page is a function here; the frame is around all of them.

import { Redirect, Route, Switch } from "wouter";
import { Frame } from "./frame/frame.js";
import { Page } from "./frame/page.js";
import { LabelPages } from "./label/pages.js";

/** The whole application. */
export function App() {
  return (
    <Frame>
      <Switch>
        <Route path="/">
          <Redirect to="/runs" replace />
        </Route>
        <Route path="/runs">
          <Page title="Runs">
            <p className="soft">None yet.</p>
          </Page>
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
