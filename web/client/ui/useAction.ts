// One action at a time: busy while it runs, and its problem when it is refused.

import { useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../lib/api";

export interface Action<A extends unknown[]> {
  run: (...given: A) => Promise<void>;
  isBusy: boolean;
  problem: Problem | null;
  clear: () => void;
}

/** Wrap `work` for a button or form: a second run waits for nothing, it is ignored while the first is under way. */
export function useAction<A extends unknown[]>(work: (...given: A) => Promise<void>): Action<A> {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const run = async (...given: A) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await work(...given);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, isBusy, problem, clear: () => setProblem(null) };
}
