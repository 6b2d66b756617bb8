// The page: what is chosen, how the student learns, what came of it.

import { useEffect, useState } from "react";
import { defaults, fromHash, ladder, type Settings, toHash } from "../src/settings.js";
import { Choices } from "./parts/choices.js";
import { Examples } from "./parts/examples.js";
import { Gap } from "./parts/gap.js";
import { Ladder } from "./parts/ladder.js";
import { Learning } from "./parts/learning.js";
import { Progress } from "./parts/progress.js";
import { Share } from "./parts/share.js";
import { Words } from "./parts/words.js";
import { useLab } from "./use-lab.js";
import { useRungs } from "./use-rungs.js";

/** So long nothing is run while choices still change. */
const patienceMs = 300;

export function App() {
  const [{ settings, faults }, setLink] = useState(() => fromHash(location.hash));
  const { running, run, stop } = useLab();
  const rungs = useRungs(running);
  /** Supervisors that are still to be run, when all are. */
  const [left, setLeft] = useState<readonly Settings["supervisor"][]>([]);

  useEffect(() => {
    const follow = () => setLink(fromHash(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    const hash = toHash(settings);
    if (hash !== location.hash.slice(1))
      history.replaceState(null, "", hash === "" ? location.pathname : `#${hash}`);
    const timer = setTimeout(() => run(settings), patienceMs);
    return () => clearTimeout(timer);
  }, [settings, run]);
  useEffect(() => {
    const next = left[0];
    if (next === undefined || running?.phase !== "done" || running.settings !== settings) return;
    setLeft(left.slice(1));
    setLink({ settings: { ...settings, supervisor: next }, faults: [] });
  }, [left, running, settings]);

  const choose = (chosen: Partial<Settings>) => {
    setLeft([]);
    setLink({ settings: { ...settings, ...chosen }, faults: [] });
  };
  const isBusy = running?.phase === "loading" || running?.phase === "running";
  const shown = running?.found;
  return (
    <>
      <header className="top">
        <h1>Can a weak model teach a strong one?</h1>
        <p>
          A small model labels what it half understands. A larger one learns from those labels
          alone. Ground truth, which neither of them saw, tells what came of it. All of it happens
          in this page: <strong>nothing is sent anywhere</strong>.
        </p>
      </header>
      <main>
        <Choices settings={settings} choose={choose} />
        {faults.map((fault) => (
          <p className="fault" key={fault}>
            {fault}
          </p>
        ))}
        <Progress running={running} stop={stop} again={() => run(settings)} />
        <div className="pair">
          <Learning running={running} />
          <Gap outcome={shown?.outcome} />
        </div>
        {shown && <Words found={shown} />}
        <Ladder
          settings={settings}
          rungs={rungs}
          isBusy={isBusy || left.length > 0}
          choose={choose}
          runAll={() => {
            setLeft(ladder.filter((width) => width < settings.student));
          }}
        />
        {shown && <Examples examples={shown.examples} outcome={shown.outcome} />}
        <Share settings={settings} found={shown} />
      </main>
      <footer className="soft">
        <p>
          The models are those of the w2s zoo, small language models of an invented world with exact
          ground truth: what is seen here need not hold for large models.
          {settings === defaults ? "" : " The address holds all choices."}
        </p>
      </footer>
    </>
  );
}
