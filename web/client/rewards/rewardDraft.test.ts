import { describe, expect, it } from "vitest";
import type { RewardTermsView } from "../types.gen";
import { draftOf, read } from "./rewardDraft";

const NO_LIMITS = { per_day: null, per_friend: null, budget: null, spent: 0 };
const TIER = { rank: 1, name: "Bronze", share_rate_bp: 300, kind: "rate", amount: 0 } as const;
const TERMS: RewardTermsView = {
  tiers: [
    { ...TIER, friend_voucher_id: null },
    { ...TIER, rank: 2, kind: "fixed", amount: 550, friend_voucher_id: "v" },
    { ...TIER, rank: 3, kind: "points", amount: 80, friend_voucher_id: null },
  ],
  return_days: 14,
  least_payout_minor: 1_000,
  money: { per_day: 5_000, per_friend: null, budget: 100_000, spent: 20 },
  points: { ...NO_LIMITS, per_friend: 200 },
  version: 3,
};

describe("reward terms in a form", () => {
  it("are the same when nothing was changed", () => {
    const draft = draftOf(TERMS, "EUR");
    expect(draft.tiers.map(({ amount }) => amount)).toEqual(["", "5.50", "80"]);
    const { body, errors } = read(draft, "EUR", 3);
    expect(errors).toEqual({});
    expect(body).toEqual({
      tiers: [
        { rank: 1, kind: "rate", amount: 0, friend_voucher_id: null },
        { rank: 2, kind: "fixed", amount: 550, friend_voucher_id: "v" },
        { rank: 3, kind: "points", amount: 80, friend_voucher_id: null },
      ],
      return_days: 14,
      least_payout_minor: 1_000,
      money: { per_day: 5_000, per_friend: null, budget: 100_000 },
      points: { per_day: null, per_friend: 200, budget: null },
      version: 3,
    });
  });

  it("say what is no number, by the field", () => {
    const draft = draftOf(TERMS, "EUR");
    const tiers = draft.tiers.map((tier) => ({ ...tier, kind: "fixed" as const, amount: "x" }));
    const wrong = { ...draft, tiers, returnDays: "400", money: { ...draft.money, budget: "much" } };
    expect(Object.keys(read(wrong, "EUR", 0).errors)).toEqual([
      "tiers[0].amount",
      "tiers[1].amount",
      "tiers[2].amount",
      "return_days",
      "money.budget",
    ]);
  });
});
