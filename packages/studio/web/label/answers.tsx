// The keys below an item, as buttons: answers, then how sure, skip, undo.

import type { About, Said } from "../../src/label/messages.js";
import { sureness } from "./keys.js";

interface AnswersProps {
  readonly about: About;
  readonly chosen: number | undefined;
  /** What was said of the item before. */
  readonly said: Said | undefined;
  readonly disabled: boolean;
  choose(option: number): void;
  sure(share: number): void;
  skip(): void;
  undo(): void;
}

/** Everything that can be said of an item. */
export function Answers({ about, chosen, said, disabled, ...does }: AnswersProps) {
  return (
    <div className="answers">
      <fieldset disabled={disabled}>
        <legend className="hidden">Answer</legend>
        {about.options.map((name, k) => (
          <button
            key={name}
            type="button"
            className={chosen === k ? "answer main" : "answer"}
            aria-pressed={chosen === k || (chosen === undefined && said?.label === k)}
            aria-keyshortcuts={String(k + 1)}
            onClick={() => does.choose(k)}
          >
            <kbd>{k + 1}</kbd> {name}
          </button>
        ))}
      </fieldset>
      {about.settings.confidence && (
        <fieldset disabled={disabled || chosen === undefined} className="sureness">
          <legend>{chosen === undefined ? "Then: how sure?" : "How sure?"}</legend>
          {sureness.map(({ key, name, share }) => (
            <button
              key={key}
              type="button"
              aria-keyshortcuts={key}
              onClick={() => does.sure(share)}
            >
              <kbd>{key}</kbd> {name}
            </button>
          ))}
        </fieldset>
      )}
      <fieldset disabled={disabled} className="others">
        <legend className="hidden">Other</legend>
        <button type="button" aria-keyshortcuts="0" onClick={does.skip}>
          <kbd>0</kbd> skip
        </button>
        <button type="button" aria-keyshortcuts="u" onClick={does.undo}>
          <kbd>u</kbd> undo
        </button>
      </fieldset>
    </div>
  );
}
