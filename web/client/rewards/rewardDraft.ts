// A brand's reward terms between the form, where they are text, and the wire, where they are numbers.

import { formatAmount, parseAmount } from "../lib/money";
import { t } from "../lib/words";
import type { NewRewardTerms, RewardTermsView } from "../types.gen";

type Kind = RewardTermsView["tiers"][number]["kind"];

export interface TierDraft {
  readonly rank: number;
  readonly name: string;
  readonly rateBp: number;
  readonly kind: Kind;
  /** In major units or points. */
  readonly amount: string;
  readonly voucherId: string;
}

export interface LimitsDraft {
  readonly perDay: string;
  readonly perFriend: string;
  readonly budget: string;
}

export interface Draft {
  readonly tiers: readonly TierDraft[];
  readonly returnDays: string;
  readonly leastPayout: string;
  readonly money: LimitsDraft;
  readonly points: LimitsDraft;
}

/** What is wrong, by the name of the wire's field, as the server would say it: `tiers[1].amount`. */
export type Errors = Readonly<Record<string, string>>;

export function draftOf(terms: RewardTermsView, currency: string): Draft {
  const money = (minor: number | null) => (minor === null ? "" : formatAmount(minor, currency));
  const points = (count: number | null) => (count === null ? "" : String(count));
  return {
    tiers: terms.tiers.map((tier) => ({
      rank: tier.rank,
      name: tier.name,
      rateBp: tier.share_rate_bp,
      kind: tier.kind,
      amount: tier.amount === 0 ? "" : (tier.kind === "points" ? points : money)(tier.amount),
      voucherId: tier.friend_voucher_id ?? "",
    })),
    returnDays: String(terms.return_days),
    leastPayout: terms.least_payout_minor === 0 ? "" : money(terms.least_payout_minor),
    money: limitsOf(terms.money, money),
    points: limitsOf(terms.points, points),
  };
}

export function read(
  draft: Draft,
  currency: string,
  version: number,
): { body: NewRewardTerms; errors: Errors } {
  const money = (written: string) => parseAmount(written, currency) ?? Number.NaN;
  const body = {
    tiers: draft.tiers.map(({ rank, kind, amount, voucherId }) => ({
      rank,
      kind,
      amount: kind === "rate" ? 0 : (kind === "points" ? count : money)(amount),
      friend_voucher_id: voucherId || null,
    })),
    return_days: count(draft.returnDays),
    least_payout_minor: draft.leastPayout.trim() ? money(draft.leastPayout) : 0,
    money: limits(draft.money, money),
    points: limits(draft.points, count),
    version,
  } as NewRewardTerms;
  return { body, errors: errorsOf(body) };
}

/** What is no number or too large. Whether the terms fit together the server says. */
function errorsOf(body: NewRewardTerms): Errors {
  const errors: Record<string, string> = {};
  const need = (field: string, isFine: boolean, message: string) => {
    if (!isFine) errors[field] = message;
  };
  body.tiers?.forEach(({ kind, amount }, place) => {
    const isFine = kind === "rate" || (amount ?? 0) > 0;
    need(`tiers[${place}].amount`, isFine, t("Enter how much an order earns."));
  });
  const days = body.return_days ?? 0;
  need("return_days", days >= 0 && days <= 365, t("Enter 0 to 365 days."));
  need("least_payout_minor", isAmount(body.least_payout_minor), AMOUNT);
  for (const unit of ["money", "points"] as const) {
    for (const [name, value] of Object.entries(body[unit] ?? {})) {
      need(`${unit}.${name}`, value === null || isAmount(value), AMOUNT);
    }
  }
  return errors;
}

const AMOUNT = t("Enter an amount, or leave it empty.");

function limitsOf(
  of: RewardTermsView["money"],
  text: (amount: number | null) => string,
): LimitsDraft {
  return {
    perDay: text(of.per_day),
    perFriend: text(of.per_friend),
    budget: text(of.budget),
  };
}

function limits(draft: LimitsDraft, number: (written: string) => number) {
  const read = (written: string) => (written.trim() ? number(written) : null);
  return {
    per_day: read(draft.perDay),
    per_friend: read(draft.perFriend),
    budget: read(draft.budget),
  };
}

/** False for what is no number. */
function isAmount(value: number | undefined): boolean {
  return value !== undefined && value >= 0;
}

/** NaN for what is no whole number. */
function count(written: string): number {
  return /^\d{1,9}$/.test(written.trim()) ? Number(written) : Number.NaN;
}
