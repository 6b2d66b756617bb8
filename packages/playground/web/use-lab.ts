// The worker's news as the page's state.

import { useCallback, useEffect, useRef, useState } from "react";
import type { Settings } from "../src/settings.js";
import { connect, type Lab } from "./lab/connect.js";
import type { Fault, Found, News, Point } from "./lab/protocol.js";

/** A run as the page shows it. */
export interface Running {
  readonly id: number;
  readonly settings: Settings;
  readonly phase: "loading" | "running" | "done" | "fault" | "stopped";
  /** What is being done, and how much of it. */
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** Steps of the plan that are done, and all that are to run. */
  readonly stepsDone: number;
  readonly stepsToRun: number;
  /** Evaluations so far, those of trainings that this visit did before among them. */
  readonly points: readonly Point[];
  readonly found: Found | undefined;
  readonly fault: Fault | undefined;
}

/** Whether a run goes on. */
export const isUnderWay = ({ phase }: Running): boolean =>
  phase === "loading" || phase === "running";

const begun = (id: number, settings: Settings): Running => ({
  id,
  settings,
  phase: "loading",
  label: "loading",
  done: 0,
  total: 0,
  stepsDone: 0,
  stepsToRun: 0,
  points: [],
  found: undefined,
  fault: undefined,
});

/** The state after some news of its run. */
function after(running: Running, news: News): Running {
  switch (news.kind) {
    case "loading":
      return { ...running, phase: "loading", label: `loading ${news.what}` };
    case "plan":
      return { ...running, phase: "running", label: "planned", stepsToRun: news.toRun };
    case "work": {
      const { label, total, stepsDone } = news;
      return { ...running, phase: "running", label, done: 0, total, stepsDone };
    }
    case "progress":
      return { ...running, done: news.done };
    case "points":
      return { ...running, points: [...running.points, ...news.points] };
    case "found":
      return { ...running, phase: "done", found: news.found };
    case "fault":
      return { ...running, phase: "fault", fault: news };
    case "stopped":
      return { ...running, phase: "stopped" };
  }
}

/** The latest run, and the ways to begin and end one. News is taken in once a frame. */
export function useLab() {
  const [running, setRunning] = useState<Running>();
  const lab = useRef<Lab>(undefined);
  const heard = useRef<News[]>([]);

  useEffect(() => {
    const takeIn = () => {
      const all = heard.current;
      heard.current = [];
      setRunning((now) =>
        all.reduce((state, news) => (state?.id === news.id ? after(state, news) : state), now),
      );
    };
    lab.current = connect((news) => {
      // A page in the background has no frames.
      if (heard.current.length === 0) {
        if (document.hidden) setTimeout(takeIn);
        else requestAnimationFrame(takeIn);
      }
      heard.current.push(news);
    });
  }, []);

  const run = useCallback((settings: Settings) => {
    const id = lab.current!.run(settings);
    setRunning(begun(id, settings));
  }, []);
  const stop = useCallback(() => lab.current!.stop(), []);
  return { running, run, stop };
}
