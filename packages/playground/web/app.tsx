// The page: what is chosen, how the student learns, what came of it.

import { useEffect, useState } from "react";
import { defaults, fromHash, type Settings, toHash, type Width } from "../src/settings.js";
import { About } from "./parts/about.js";
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
  const { rungs, latest } = useRungs(running);
  /** Supervisors that are still to be run, when all are. */
  const [left, setLeft] = useState<readonly Width[]>([]);

  const hash = toHash(settings);
  const known = rungs.get(hash);
  const current = known ?? (running && toHash(running.settings) === hash ? running : undefined);
  const isKnown = known !== undefined;

  useEffect(() => {
    const follow = () => setLink(fromHash(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    const isUntouched = location.hash === "" && hash === toHash(defaults);
    if (!isUntouched) history.replaceState(null, "", `#${hash}`);
  }, [hash]);
  useEffect(() => {
    if (isKnown) return;
    const timer = setTimeout(() => run(settings), patienceMs);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [settings, isKnown, run, stop]);
  useEffect(() => {
    const [next, ...rest] = left;
    const { phase } = current ?? {};
    if (next === undefined || phase === undefined) return;
    if (phase === "fault" || phase === "stopped") setLeft([]);
    if (phase !== "done") return;
    setLeft(rest);
    setLink({ settings: { ...settings, supervisor: next }, faults: [] });
  }, [left, current, settings]);

  const choose = (chosen: Partial<Settings>) => {
    setLeft([]);
    setLink({ settings: { ...settings, ...chosen }, faults: [] });
  };
  const found = current?.found;
  const shown = found ?? latest;
  return (
    <>
      <header className="top">
        <h1>Can a weak model teach a strong one?</h1>
        <p>
          A small model labels what it half understands. A larger one learns from those labels
          alone. Ground truth, on questions that neither has seen, tells what came of it. All of it
          happens in this page: <strong>nothing is sent anywhere</strong>.
        </p>
      </header>
      <main>
        <Choices settings={settings} choose={choose} />
        {faults.map((fault) => (
          <p className="fault" key={fault}>
            {fault}
          </p>
        ))}
        <Progress running={current} stop={stop} again={() => run(settings)} />
        <div className="pair">
          <Learning running={current} />
          <Gap found={shown} isBefore={found === undefined} />
        </div>
        <Ladder
          settings={settings}
          rungs={rungs}
          isRunningAll={left.length > 0}
          choose={choose}
          runAll={(all) => setLeft([...all, settings.supervisor])}
        />
        {shown && (
          <div className={found ? undefined : "before"} aria-busy={found === undefined}>
            <Words found={shown} />
            <Examples found={shown} />
          </div>
        )}
        <Share settings={settings} found={found} />
        <About />
      </main>
      <footer className="soft">
        <p>
          The models are those of the w2s zoo, small language models of an invented world with exact
          ground truth: what is seen here need not hold for large models.{" "}
          <a href="./licenses.md">Whose code this page holds.</a>
        </p>
      </footer>
    </>
  );
}
