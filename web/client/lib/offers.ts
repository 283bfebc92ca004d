// What an order by a link earns, in words.

import type { LinkView, TermsView, TierView } from "../types.gen";
import { formatMoney, formatRate } from "./money";
import { tn } from "./words";

type Offer = Pick<LinkView, "reward_kind" | "reward_amount" | "rate_bp" | "currency">;

/** `5%`, `€5.00` or `50 points`; empty if it earns nothing. */
export function offerWords({ reward_kind, reward_amount, rate_bp, currency }: Offer): string {
  if (reward_kind === "fixed") return formatMoney(reward_amount, currency);
  if (reward_kind === "points") return tn("{count} point", "{count} points", reward_amount);
  return rate_bp > 0 ? formatRate(rate_bp) : "";
}

/** What links of a tier's members earn in place of its rate, by rank. */
export type TierOffers = TermsView["offers"];

export interface TierEarns {
  /** `5%`, `€5.00` or `50 points`. */
  readonly amount: string;
  /** Whether it is a part of what friends buy; else it is for each order. */
  readonly isByRate: boolean;
}

/** What links of a tier's members earn, wherever it is told. */
export function tierEarns(
  tier: Pick<TierView, "rank" | "share_rate_bp">,
  offers: TierOffers = {},
  currency: string,
): TierEarns {
  const offer = offers[tier.rank];
  if (!offer) return { amount: formatRate(tier.share_rate_bp), isByRate: true };
  const { kind: reward_kind, amount: reward_amount } = offer;
  return {
    amount: offerWords({ reward_kind, reward_amount, rate_bp: 0, currency }),
    isByRate: false,
  };
}
