// Asks for the readings once a second, unless paused or out of sight.

import { useEffect, useState } from "preact/hooks";
import { api, asProblem, type Problem } from "../lib/api";
import type { OperatorView } from "../types.gen";
import { type Point, pointOf, withPoint } from "./history";

const EVERY_MS = 1000;

export interface Readings {
  view: OperatorView | null;
  history: Point[];
  /** Why there is nothing newer. */
  problem: Problem | null;
}

const NONE: Readings = { view: null, history: [], problem: null };

export function useReadings(isPaused: boolean): Readings {
  const [readings, setReadings] = useState(NONE);
  useEffect(() => {
    if (isPaused) return;
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const problem = document.hidden ? null : await read(gone.signal, setReadings);
      // Who may not see this now will not a second later either.
      const isRefused = problem !== null && !problem.mayRetry;
      if (!gone.signal.aborted && !isRefused) timer = setTimeout(ask, EVERY_MS);
    };
    void ask();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [isPaused]);
  return readings;
}

async function read(
  signal: AbortSignal,
  set: (change: (known: Readings) => Readings) => void,
): Promise<Problem | null> {
  try {
    const view = await api.get<OperatorView>("/api/operator/metrics", { signal });
    set(({ history }) => ({ view, history: withPoint(history, pointOf(view)), problem: null }));
    return null;
  } catch (error) {
    const problem = asProblem(error);
    if (!signal.aborted) set((known) => ({ ...known, problem }));
    return problem;
  }
}
