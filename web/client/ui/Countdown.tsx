// A countdown that follows the clock it is given, for instance the server's.

import { useEffect, useRef, useState } from "preact/hooks";
import { formatCountdown, speakCountdown } from "../lib/dates";

const SECOND = 1000;
const URGENT_MS = 30 * SECOND;

export interface CountdownProps {
  untilMs: number;
  now?: () => number;
  /** Called once when the time is over. */
  onEnd?: () => void;
  class?: string;
}

export function Countdown({ untilMs, now = Date.now, onEnd, class: extra }: CountdownProps) {
  const leftMs = useTimeLeft(untilMs, now, onEnd);
  const names = ["countdown"];
  if (extra) names.push(extra);
  if (leftMs > 0 && leftMs <= URGENT_MS) names.push("is-urgent");
  return (
    <span class={names.join(" ")} role="timer" aria-label={speakCountdown(leftMs)}>
      {formatCountdown(leftMs)}
    </span>
  );
}

/** Milliseconds until then, renewed whenever the shown second changes; never below 0. */
function useTimeLeft(untilMs: number, now = Date.now, onEnd?: () => void): number {
  const [leftMs, setLeftMs] = useState(() => Math.max(0, untilMs - now()));
  const ended = useRef(onEnd);
  ended.current = onEnd;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isOver = untilMs <= now();
    const tick = () => {
      const left = Math.max(0, untilMs - now());
      setLeftMs(left);
      if (left === 0 && !isOver) ended.current?.();
      isOver = left === 0;
      // It goes on after the end, because the clock may yet be found to have been fast.
      timer = setTimeout(tick, left % SECOND || SECOND);
    };
    tick();
    return () => clearTimeout(timer);
  }, [untilMs, now]);
  return leftMs;
}
