// Who may come into a show, as its gate tells it. The server decides; this says why, and when to knock again.

import { t } from "../lib/words";
import type { AccessView, ShowView } from "../types.gen";

export type Gate =
  | { readonly kind: "open" }
  /** The person's tier, or that they have none, keeps them out. */
  | { readonly kind: "members" }
  /** Others come in first. Null: the show has not begun, and nobody knows when exactly it will. */
  | { readonly kind: "first"; readonly opensAtMs: number | null };

export function gateOf(show: ShowView, rank: number, nowMs: number): Gate {
  const { min_tier_rank, first_tier_rank, head_start_s } = show.access;
  if (rank < min_tier_rank) return { kind: "members" };
  const isOver = show.status === "ended" || show.status === "cancelled";
  if (isOver || head_start_s === 0 || rank >= first_tier_rank) return { kind: "open" };
  if (show.started_at_ms === null) return { kind: "first", opensAtMs: null };
  const opensAtMs = show.started_at_ms + head_start_s * 1000;
  return nowMs >= opensAtMs ? { kind: "open" } : { kind: "first", opensAtMs };
}

/** What lists say of a show that is not simply open; null if it is. */
export function accessLabel(access: AccessView): string | null {
  if (access.min_tier_rank === 1) return t("Members only");
  if (access.min_tier_rank > 1)
    return t("{minTierName} members only", { minTierName: access.min_tier_name });
  return access.first_tier_rank > 0
    ? t("{firstTierName} members first", { firstTierName: access.first_tier_name })
    : null;
}

/** `30` gives `30 seconds`, `60` `a minute`, `300` `5 minutes`. */
export function headStartText(seconds: number): string {
  if (seconds < 60) return t("{seconds} seconds", { seconds });
  const minutes = seconds / 60;
  if (minutes === 1) return t("a minute");
  return Number.isInteger(minutes)
    ? t("{minutes} minutes", { minutes })
    : t("{round} seconds", { round: Math.round(seconds) });
}
