// What an order by a link earns, in words.

import type { LinkView } from "../types.gen";
import { formatMoney, formatRate } from "./money";
import { tn } from "./words";

type Offer = Pick<LinkView, "reward_kind" | "reward_amount" | "rate_bp" | "currency">;

/** `5%`, `€5.00` or `50 points`; empty if it earns nothing. */
export function offerWords({ reward_kind, reward_amount, rate_bp, currency }: Offer): string {
  if (reward_kind === "fixed") return formatMoney(reward_amount, currency);
  if (reward_kind === "points") return tn("{count} point", "{count} points", reward_amount);
  return rate_bp > 0 ? formatRate(rate_bp) : "";
}
