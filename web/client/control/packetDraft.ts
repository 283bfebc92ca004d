// A packet between its form and the wire.

import { t } from "../lib/words";
import type { NewPacket } from "../types.gen";

export const MOST_POINTS = 100_000;
const MOST_SHARES = 1_000;

export interface PacketDraft {
  greeting: string;
  points: string;
  shares: string;
  split: "lucky" | "equal";
  openForS: number;
  minTierRank: number;
}

export type PacketErrors = Partial<Record<"greeting" | "points" | "shares", string>>;

export function newDraft(): PacketDraft {
  return {
    greeting: t("Good luck!"),
    points: "1000",
    shares: "50",
    split: "lucky",
    openForS: 60,
    minTierRank: 1,
  };
}

/** What is wrong; `left` is what the show's budget has left, if it is known. */
export function errorsOf(draft: PacketDraft, left: number | null): PacketErrors {
  const points = wholeNumber(draft.points, 1, MOST_POINTS);
  const shares = wholeNumber(draft.shares, 1, MOST_SHARES);
  return {
    ...(draft.greeting.trim() === "" && { greeting: t("Write a few words to go with it.") }),
    ...(shares === null && { shares: t("Give a whole number from 1 to 1,000.") }),
    ...pointsError(points, shares, left),
  };
}

export function bodyOf(draft: PacketDraft): NewPacket {
  return {
    greeting: draft.greeting.trim(),
    points: Number(draft.points),
    shares: Number(draft.shares),
    split: draft.split,
    open_for_s: draft.openForS,
    min_tier_rank: draft.minTierRank,
  };
}

/** The number that was typed; null if it is none between these. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  const number = Number(text.trim());
  const isGood = /^\d{1,9}$/.test(text.trim()) && number >= least && number <= most;
  return isGood ? number : null;
}

function pointsError(
  points: number | null,
  shares: number | null,
  left: number | null,
): PacketErrors {
  if (points === null) return { points: t("Give a whole number from 1 to 100,000.") };
  if (shares !== null && points < shares) {
    return { points: t("There must be a point for each share at least.") };
  }
  if (left !== null && points > left) {
    return { points: t("{left} points are left of this show's budget.", { left }) };
  }
  return {};
}
