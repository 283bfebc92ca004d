// How long a show was on air.

import { formatDuration } from "../lib/dates";

/** To the minute, unless it was shorter. */
export function airTime(startedMs: number, endedMs: number): string {
  const seconds = Math.max(0, Math.round((endedMs - startedMs) / 1000));
  return formatDuration(seconds < 60 ? seconds : seconds - (seconds % 60));
}
