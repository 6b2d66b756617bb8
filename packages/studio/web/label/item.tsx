// An item: its text or texts, and what its arm has to read beside it.

import { useEffect, useRef } from "react";
import type { About, ShownItem } from "../../src/label/messages.js";

interface ItemProps {
  readonly item: ShownItem;
  readonly about: About;
  /** The option that is chosen and not stored yet. */
  readonly chosen: number | undefined;
}

/** The item; it has the focus when it comes, so that whoever listens hears it. */
export function Item({ item, about, chosen }: ItemProps) {
  const place = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once an item
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
  }, [item.id]);
  return (
    <article
      className="item"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long one scrolls within itself, by keys
      tabIndex={0}
      ref={place}
      aria-label={`Item ${item.place + 1} of ${about.items}`}
    >
      {about.shape === "compare" ? (
        <ol className="texts">
          {item.texts.map((text, k) => (
            <li key={about.options[k]} className={chosen === k ? "text chosen" : "text"}>
              <b className="soft">{about.options[k]}</b>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      ) : (
        <p className="text">{item.texts[0]}</p>
      )}
      {item.assistance && <Assisted assistance={item.assistance} options={about.options} />}
      {item.debate && <Debate debate={item.debate} options={about.options} />}
    </article>
  );
}

function Assisted({
  assistance: { by, said },
  options,
}: {
  readonly assistance: NonNullable<ShownItem["assistance"]>;
  readonly options: readonly string[];
}) {
  const best = said.indexOf(Math.max(...said));
  return (
    <section className="help" aria-label="A model's answer">
      <h2>
        A model says: {options[best]} <span className="soft">({percent(said[best]!)} sure)</span>
      </h2>
      <p className="soft">{by}. It can be wrong.</p>
    </section>
  );
}

function Debate({
  debate,
  options,
}: {
  readonly debate: NonNullable<ShownItem["debate"]>;
  readonly options: readonly string[];
}) {
  return (
    <section className="help" aria-label="A debate">
      <h2>A debate</h2>
      <ol className="debate">
        {debate.map(({ who, option, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns never move
          <li key={i} className={option === 0 ? "first" : "second"}>
            <b>
              {who}, for {options[option]}
            </b>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p className="soft">One of them may be wrong, and claims may be false.</p>
    </section>
  );
}

const percent = (share: number): string => `${Math.round(100 * share)}%`;
