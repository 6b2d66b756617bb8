// The page: what is chosen, how the student learns, what came of it.

import { useEffect } from "react";
import { refusalOf, type Settings, toHash } from "../src/settings.js";
import { lessMemory } from "./lab/fault.js";
import { About } from "./parts/about.js";
import { Choices } from "./parts/choices.js";
import { Examples } from "./parts/examples.js";
import { Foot, Top } from "./parts/frame.js";
import { Gap, type Lack } from "./parts/gap.js";
import { Ladder } from "./parts/ladder.js";
import { Learning } from "./parts/learning.js";
import { type Held, Progress } from "./parts/progress.js";
import { Share } from "./parts/share.js";
import { Words } from "./parts/words.js";
import { useCutOff } from "./use-cut-off.js";
import { type Running, useLab } from "./use-lab.js";
import { useLink } from "./use-link.js";
import { useRunAll } from "./use-run-all.js";
import { shownOf, useRungs } from "./use-rungs.js";

/** So long nothing is run while choices still change. */
const patienceMs = 300;

export function App() {
  const { faults, ...link } = useLink();
  const lab = useChosen(link);
  const { settings, rungs, current, latest, held, stop, again } = lab;
  const { isRunningAll, runAll, runNoMore } = useRunAll({ ...link, ...lab });
  const choose = (chosen: Partial<Settings>) => {
    runNoMore();
    link.choose(chosen);
  };
  const own = held ? undefined : shownOf(current);
  const shown = own ?? shownOf(latest);
  const lack = own ? undefined : lackOf(current, held !== undefined);
  const standing = held?.line ?? lack;
  return (
    <>
      <Top />
      <main>
        <Choices settings={settings} choose={choose} />
        {faults.map((fault) => (
          <p className="fault" key={fault}>
            {fault}
          </p>
        ))}
        <Progress running={current} held={held} stop={stop} again={again} />
        <div className="pair">
          <Learning running={current} />
          <Gap shown={shown} lack={lack} />
        </div>
        <Ladder {...{ settings, rungs, standing, isRunningAll, choose, runAll }} />
        {shown && (
          <div className={lack && "before"} aria-busy={lack === "under way"}>
            <Words {...shown} />
            <Examples found={shown.found} />
          </div>
        )}
        <Share settings={settings} found={own?.found} />
        <About />
      </main>
      <Foot />
    </>
  );
}

/** Runs what is chosen, unless it was run before or is held; and all that is known of it. */
function useChosen({ settings, hash }: { readonly settings: Settings; readonly hash: string }) {
  const { running, run, stop } = useLab();
  const { rungs, latest } = useRungs(running);
  const { cutOff, tryAgain } = useCutOff(running);
  const known = rungs.get(hash);
  const current = known ?? (running && toHash(running.settings) === hash ? running : undefined);
  const held = heldBy(refusalOf(settings), cutOff === hash);
  const isLeft = known !== undefined || held !== undefined;
  useEffect(() => {
    if (isLeft) return;
    const timer = setTimeout(() => run(settings), patienceMs);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [settings, isLeft, run, stop]);
  const again = () => (held ? tryAgain() : run(settings));
  return { settings, rungs, current, latest, held, run, stop, again };
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
