// The pages below /label; addresses in here begin after it.

import { Page } from "../frame/page.js";

/** Where people label. */
export function LabelPages() {
  return (
    <Page title="Label">
      <p className="soft">No session is open.</p>
    </Page>
  );
}
