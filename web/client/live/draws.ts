// What a draw is at this moment, by the server's clock.

import { pageLanguage, t, tn } from "../lib/words";
import type { DrawView } from "../types.gen";

/** Between the last entry and the result there is a moment. */
export type DrawPhase = "open" | "deciding" | "decided";

/** How long a result is shown in the room; its page stays. */
const RESULT_SHOWN_MS = 10 * 60_000;

export function drawPhase(draw: DrawView, nowMs: number): DrawPhase {
  if (draw.status === "decided") return "decided";
  return nowMs < draw.closes_at_ms ? "open" : "deciding";
}

export function isShown(draw: DrawView, nowMs: number): boolean {
  return draw.status === "open" || nowMs < draw.closes_at_ms + RESULT_SHOWN_MS;
}

/** `Won by ana and ben.`, or that nobody entered. */
export function resultText({ winners }: DrawView): string {
  if (winners.length === 0) return t("Nobody entered, so nobody won.");
  const names = winners.map(({ handle }) => handle);
  return t("Won by {names}.", { names: new Intl.ListFormat(pageLanguage()).format(names) });
}

/** `1 entry`, `1,200 entries`. */
export function entriesText(entrants: number): string {
  return tn("{count} entry", "{count} entries", entrants);
}
