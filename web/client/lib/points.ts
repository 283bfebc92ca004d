// Points and tiers in words.

import type { EntriesView, TierView, WalletView } from "../types.gen";
import { formatMoney } from "./money";
import { pageLanguage, t, tn } from "./words";

type Entry = EntriesView["entries"][number];

/** `1,200 points`, `1 point`. */
export function pointsText(points: number): string {
  return tn("{count} point", "{count} points", points);
}

/** What is missing for the next tier: `180 points and €40.00 more`; null if there is none to reach by buying. */
export function missingText({ progress, currency }: WalletView): string | null {
  if (!progress) return null;
  const parts = [
    progress.points_missing > 0 && pointsText(progress.points_missing),
    progress.spend_missing_minor > 0 && formatMoney(progress.spend_missing_minor, currency),
  ].filter((part) => part !== false);
  if (parts.length === 0) return t("You have all that it takes");
  return t("{missing} more", { missing: both(parts) });
}

/** What a tier asks for: `From 300 points and €500.00`; empty if it asks for nothing. */
export function thresholdText(tier: TierView, currency: string): string {
  const parts = [
    tier.points_from !== null && pointsText(tier.points_from),
    tier.spend_from_minor !== null && formatMoney(tier.spend_from_minor, currency),
  ].filter((part) => part !== false);
  return parts.length > 0 ? t("From {amount}", { amount: both(parts) }) : "";
}

function both([first = "", second]: string[]): string {
  return second === undefined ? first : t("{first} and {second}", { first, second });
}

/** What a tier brings besides its share rate: early access, and what its brand says of it. */
export function bringsText({ early_access_s, perk }: TierView): string {
  const early =
    early_access_s > 0 &&
    tn(
      "Deals {count} second before everyone",
      "Deals {count} seconds before everyone",
      early_access_s,
    );
  return [early, perk].filter(Boolean).join(" · ");
}

/** How much of the way to the next tier is done, from 0 to 1: of what is furthest from it. */
export function shareDone({ progress }: WalletView): number {
  if (!progress) return 1;
  const { tier, points, spend_minor } = progress;
  const shares = [
    tier.points_from === null ? 1 : points / tier.points_from,
    tier.spend_from_minor === null ? 1 : spend_minor / tier.spend_from_minor,
  ];
  return Math.min(1, Math.max(0, Math.min(...shares)));
}

/** Which purchases count. */
export function windowText({ window, window_days }: WalletView): string {
  if (window === "lifetime") return t("All that you buy counts.");
  if (window === "year") return t("What you buy within the calendar year counts.");
  return tn(
    "What you bought within the last day counts.",
    "What you bought within the last {count} days counts.",
    window_days,
  );
}

/** What a purchase earns: `You earn 1 point for each €1.00.`; empty if it earns none. */
export function earningText({ earn_points, earn_step_minor, currency, tier }: WalletView): string {
  if (earn_points === 0) return "";
  const times = tier.multiplier_bp / 10_000;
  const values = {
    points: pointsText(earn_points),
    amount: formatMoney(earn_step_minor, currency),
    times,
    tier: tier.name,
  };
  return times === 1
    ? t("You earn {points} for each {amount}.", values)
    : t("You earn {points} for each {amount}, times {times} as {tier}.", values);
}

/** What points take off an order: `100 points take €1.00 off`; empty if they take nothing off. */
export function offText({ off_points, off_minor, currency }: WalletView): string {
  if (off_points === 0) return "";
  const amount = formatMoney(off_minor, currency);
  return tn(
    "{count} point takes {amount} off at the checkout.",
    "{count} points take {amount} off at the checkout.",
    off_points,
    { amount },
  );
}

/** Why points went from one place to another. */
export function reasonText({ reason, taken_from }: Entry): string {
  switch (reason) {
    case "bought":
      return t("Earned, pending until they can no longer be returned");
    case "given":
      return t("A gift");
    case "matured":
      return t("Active: you can spend them");
    case "redeemed":
      return t("Spent");
    case "given_back":
      return t("Given back: the voucher could not be handed out");
    case "used":
      return t("Used at the checkout");
    case "returned":
      return t("Given back: the order was not paid, or was refunded");
    case "expired":
      return t("Expired");
    case "settled":
      return t("Paid for points that were spent before a refund");
    case "refunded":
      return taken_from === "owed"
        ? t("Refunded after the points were spent: the next ones pay for them")
        : t("Taken back by a refund");
  }
}

/** What an entry adds to what can be spent: `+120`, `−60`; of what is pending the number alone. */
export function effectText({ put_into, taken_from, points }: Entry): string {
  const number = points.toLocaleString(pageLanguage());
  if (put_into === "active") return `+${number}`;
  if (taken_from === "active" || taken_from === "owed") return `−${number}`;
  const signed = put_into === "pending" ? number : `−${number}`;
  return t("{points} pending", { points: signed });
}
