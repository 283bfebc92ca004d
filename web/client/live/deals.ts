// Questions about a room's deals that both the room and the control panel ask.

import { t } from "../lib/words";
import type { BrandView, DealView } from "../types.gen";
import type { Room } from "./room";

export type Phase = "queued" | "live" | "ended";

/** By the server's clock: a deal whose window has passed is over before the frame that says so arrives. */
export function phaseOf(deal: DealView, nowMs: number): Phase {
  if (deal.status === "live" && deal.closes_at_ms !== null && deal.closes_at_ms <= nowMs) {
    return "ended";
  }
  return deal.status;
}

function allDeals(room: Room): DealView[] {
  return [...room.deals.values()].map(({ view }) => view);
}

/** What has dropped, as viewers see it: the pinned deal, then live ones by newest drop, then ended ones. */
export function shownDeals(room: Room, nowMs: number): DealView[] {
  return allDeals(room)
    .filter((deal) => deal.status !== "queued")
    .map((deal) => ({ deal, place: placeOf(deal, nowMs) }))
    .sort((one, other) => one.place - other.place || newestDropFirst(one.deal, other.deal))
    .map(({ deal }) => deal);
}

/** The host's order: live deals, then the queue as it was made, then what is over. */
export function runSheet(room: Room, nowMs: number): DealView[] {
  const phases: Phase[] = ["live", "queued", "ended"];
  const deals = allDeals(room).map((deal) => ({ deal, phase: phaseOf(deal, nowMs) }));
  return phases.flatMap((phase) => {
    const those = deals.filter((entry) => entry.phase === phase).map(({ deal }) => deal);
    return phase === "queued" ? those.sort(oldestIdFirst) : those.sort(newestDropFirst);
  });
}

export function pinnedDeal(room: Room, nowMs: number): DealView | null {
  const pinned = allDeals(room).filter((deal) => deal.is_pinned && phaseOf(deal, nowMs) === "live");
  return pinned.sort(newestDropFirst)[0] ?? null;
}

/** Above every tier: a deal is of this rank while only those see it whom a campaign gave early access. */
export const EARLY_RANK = 10;

export function tierNameOf(brand: BrandView, rank: number): string {
  if (rank === EARLY_RANK) return t("Early access");
  return brand.tiers.find((tier) => tier.rank === rank)?.name ?? t("tier {rank}", { rank });
}

/** When it opened to someone of this rank: later than its drop, if others came first. */
export function openedAtMs(
  { steps, opened_at_ms, is_early }: DealView,
  rank: number,
): number | null {
  if (is_early) return opened_at_ms;
  return steps.find((step) => step.min_tier_rank <= rank)?.at_ms ?? opened_at_ms;
}

/** To whom a live deal opens next, if it is not open to all for whom it is. */
export function nextStep({ status, steps, min_tier_rank }: DealView) {
  if (status !== "live") return null;
  return steps.find((step) => step.min_tier_rank < min_tier_rank) ?? null;
}

function placeOf(deal: DealView, nowMs: number): number {
  if (phaseOf(deal, nowMs) === "ended") return 2;
  return deal.is_pinned ? 0 : 1;
}

function newestDropFirst(one: DealView, other: DealView): number {
  return (other.opened_at_ms ?? 0) - (one.opened_at_ms ?? 0) || oldestIdFirst(one, other);
}

function oldestIdFirst(one: DealView, other: DealView): number {
  return one.id < other.id ? -1 : Number(one.id > other.id);
}
