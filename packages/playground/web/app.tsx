// The page: what is chosen, how the student learns, what came of it.

import { useEffect, useState } from "react";
import {
  defaults,
  fromHash,
  refusalOf,
  type Settings,
  toHash,
  type Width,
} from "../src/settings.js";
import { lessMemory } from "./lab/fault.js";
import { About } from "./parts/about.js";
import { Choices } from "./parts/choices.js";
import { Examples } from "./parts/examples.js";
import { Gap, type Lack } from "./parts/gap.js";
import { Ladder } from "./parts/ladder.js";
import { Learning } from "./parts/learning.js";
import { type Held, Progress } from "./parts/progress.js";
import { Share } from "./parts/share.js";
import { Words } from "./parts/words.js";
import { useCutOff } from "./use-cut-off.js";
import { isUnderWay, type Running, useLab } from "./use-lab.js";
import { shownOf, useRungs } from "./use-rungs.js";

/** So long nothing is run while choices still change. */
const patienceMs = 300;

export function App() {
  const [{ settings, faults }, setLink] = useState(() => fromHash(location.hash));
  const { running, run, stop } = useLab();
  const { rungs, latest } = useRungs(running);
  const { cutOff, tryAgain } = useCutOff(running);
  /** Supervisors that are still to be run, when all are. */
  const [left, setLeft] = useState<readonly Width[]>([]);

  const hash = toHash(settings);
  const known = rungs.get(hash);
  const current = known ?? (running && toHash(running.settings) === hash ? running : undefined);
  const isKnown = known !== undefined;
  const refusal = refusalOf(settings);
  const held = heldBy(refusal, cutOff === hash);
  const isHeld = held !== undefined;

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
    if (isKnown || isHeld) return;
    const timer = setTimeout(() => run(settings), patienceMs);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [settings, isKnown, isHeld, run, stop]);
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
  /** Those that are not run yet, and at last the one that is chosen. */
  const runAll = (supervisors: readonly Width[]) => {
    const all = [...supervisors, settings.supervisor];
    if (current && isUnderWay(current)) return setLeft(all);
    setLeft(all.slice(1));
    if (all[0] === settings.supervisor) run(settings);
    else setLink({ settings: { ...settings, supervisor: all[0]! }, faults: [] });
  };
  const own = held ? undefined : shownOf(current);
  const shown = own ?? shownOf(latest);
  const lack = own ? undefined : lackOf(current, isHeld);
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
        <Progress
          running={current}
          held={held}
          stop={stop}
          again={() => (held ? tryAgain() : run(settings))}
        />
        <div className="pair">
          <Learning running={current} />
          <Gap shown={shown} lack={lack} />
        </div>
        <Ladder
          settings={settings}
          rungs={rungs}
          standing={held?.line ?? lack}
          isRunningAll={left.length > 0}
          choose={choose}
          runAll={runAll}
        />
        {shown && (
          <div className={lack && "before"} aria-busy={lack === "under way"}>
            <Words {...shown} />
            <Examples found={shown.found} />
          </div>
        )}
        <Share settings={settings} found={own?.found} />
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

/** Why what is chosen is not run. */
function heldBy(refusal: string | null, isCutOff: boolean): Held | undefined {
  if (refusal !== null) return { line: refusal, canTry: false };
  if (!isCutOff) return undefined;
  const line = `the browser ended this page while it ran, mostly for want of memory: ${lessMemory}`;
  return { line, canTry: true };
}

/** What became of a run that has found nothing. */
function lackOf(running: Running | undefined, isHeld: boolean): Lack {
  if (isHeld) return "not run";
  return running ? lacks[running.phase] : "under way";
}

const lacks: Readonly<Record<Running["phase"], Lack>> = {
  loading: "under way",
  running: "under way",
  done: "under way",
  stopped: "stopped",
  fault: "failed",
};
