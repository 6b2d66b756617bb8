// What one takes along: a link that gives the same run, its results, and the study for Node.

import { useState } from "react";
import { type Settings, toHash } from "../../src/settings.js";
import { studyText } from "../../src/study-text.js";
import type { Found } from "../lab/protocol.js";

interface Props {
  readonly settings: Settings;
  readonly found: Found | undefined;
}

export function Share({ settings, found }: Props) {
  const [said, setSaid] = useState("");
  const text = studyText(settings);
  const copy = async (what: string, content: string) => {
    const isCopied = await navigator.clipboard.writeText(content).then(
      () => true,
      () => false,
    );
    setSaid(isCopied ? `${what} is copied` : `this browser lets nothing be copied: ${content}`);
  };
  const link = () => new URL(`#${toHash(settings)}`, location.href).href;
  return (
    <section className="card">
      <h2>Take it along</h2>
      <div className="actions">
        <button type="button" onClick={() => copy("the link", link())}>
          Copy the link
        </button>
        <button type="button" onClick={() => copy("the study", text)}>
          Copy the study
        </button>
        <button type="button" disabled={found === undefined} onClick={() => save(found!)}>
          Save the results
        </button>
        <span aria-live="polite">{said}</span>
      </div>
      <p>
        The link holds every choice, and whoever opens it gets the same numbers, within rounding.
        The study runs in Node, too: <code>npm install w2s</code>, save this as{" "}
        <code>playground.study.ts</code>, and <code>npx w2s run playground.study.ts</code>.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it is scrolled by keys. */}
      <pre tabIndex={0}>{text}</pre>
    </section>
  );
}

/** As a file; it never leaves this machine. */
function save(found: Found): void {
  const json = `${JSON.stringify(found, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = "playground.json";
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
