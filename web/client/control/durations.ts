import { tn } from "../lib/words";

/** For how long a draw or a packet can be open, in seconds. */
export const DURATIONS: readonly [number, string][] = [30, 60, 120, 300, 600].map((seconds) => [
  seconds,
  seconds < 60
    ? tn("{count} second", "{count} seconds", seconds)
    : tn("{count} minute", "{count} minutes", seconds / 60),
]);
