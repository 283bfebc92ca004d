// What a challenge is at this moment, by the server's clock.

import { pageLanguage, t } from "../lib/words";
import type { ChallengeView } from "../types.gen";

/** Between its end and the split of the pot there is a moment. */
export type ChallengePhase = "open" | "splitting" | "settled" | "cancelled";

/** How long a result is shown in the room; its page stays. */
const RESULT_SHOWN_MS = 30 * 60_000;

export function challengePhase(challenge: ChallengeView, nowMs: number): ChallengePhase {
  if (challenge.status !== "open") return challenge.status;
  return nowMs < challenge.ends_at_ms ? "open" : "splitting";
}

/** A challenge of a show that is over stays beside its replay. */
export function isShown(challenge: ChallengeView, nowMs: number, isReplay: boolean): boolean {
  if (challenge.status === "open") return true;
  return isReplay || nowMs < challenge.ends_at_ms + RESULT_SHOWN_MS;
}

export function resultText(challenge: ChallengeView): string {
  if (challenge.status === "cancelled") return t("The host called it off. Nobody is given points.");
  const winners = challenge.teams.filter(({ members }) => members.some(({ points }) => points > 0));
  if (winners.length === 0) return t("No team had a score, so nobody won.");
  const names = winners.map(({ name }) => name);
  return t("{points} points go to {teams}.", {
    points: challenge.pot,
    teams: new Intl.ListFormat(pageLanguage()).format(names),
  });
}
