import { expect, test } from "vitest";
import type { EntriesView, WalletView } from "../types.gen";
import {
  bringsText,
  earningText,
  effectText,
  missingText,
  offText,
  pointsText,
  shareDone,
  thresholdText,
} from "./points";

const TIER = {
  rank: 1,
  name: "Bronze",
  share_rate_bp: 300,
  perk: "",
  multiplier_bp: 10_000,
  early_access_s: 0,
  has_free_shipping: false,
};
const GOLD = { ...TIER, rank: 2, name: "Gold", points_from: 400, spend_from_minor: 20_000 };

function wallet(changes: Partial<WalletView> = {}): WalletView {
  return {
    brand_id: "b",
    brand_slug: "lumen",
    brand_name: "Lumen",
    hue: 0,
    currency: "EUR",
    tier: { ...TIER, points_from: null, spend_from_minor: null },
    kept_until_ms: null,
    is_by_hand: false,
    window: "lifetime",
    window_days: 365,
    progress: {
      tier: GOLD,
      points: 300,
      spend_minor: 10_000,
      points_missing: 100,
      spend_missing_minor: 10_000,
    },
    pending: 0,
    active: 0,
    expiring: 0,
    expires_at_ms: null,
    earn_points: 1,
    earn_step_minor: 100,
    return_days: 14,
    off_points: 100,
    off_minor: 100,
    redeemables: [],
    version: 1,
    ...changes,
  };
}

test("points are counted in words", () => {
  expect([0, 1, -1, 1200].map(pointsText)).toEqual([
    "0 points",
    "1 point",
    "-1 point",
    "1,200 points",
  ]);
});

test("what is missing names all that the next tier asks for", () => {
  expect(missingText(wallet())).toBe("100 points and €100.00 more");
  expect(missingText(wallet({ progress: null }))).toBeNull();
});

test("a tier says what it asks for", () => {
  expect(thresholdText(GOLD, "EUR")).toBe("From 400 points and €200.00");
  expect(thresholdText({ ...GOLD, points_from: null, spend_from_minor: null }, "EUR")).toBe("");
});

test("the way that is done is that of what is furthest from the tier", () => {
  expect(shareDone(wallet())).toBe(0.5);
  expect(shareDone(wallet({ progress: null }))).toBe(1);
});

test("what a purchase earns names the tier's multiplier", () => {
  expect(earningText(wallet())).toBe("You earn 1 point for each €1.00.");
  const gold = { ...GOLD, multiplier_bp: 15_000 };
  expect(earningText(wallet({ tier: gold }))).toBe(
    "You earn 1 point for each €1.00, times 1.5 as Gold.",
  );
  expect(earningText(wallet({ earn_points: 0 }))).toBe("");
});

test("points say what they take off, if anything", () => {
  expect(offText(wallet())).toBe("100 points take €1.00 off at the checkout.");
  expect(offText(wallet({ off_points: 0 }))).toBe("");
});

test("an entry says what it does to the points that can be spent", () => {
  const entry: EntriesView["entries"][number] = {
    id: "e",
    at_ms: 0,
    reason: "bought",
    taken_from: null,
    put_into: "pending",
    points: 1200,
    title: "",
    order_id: null,
  };
  expect(effectText(entry)).toBe("1,200 pending");
  expect(effectText({ ...entry, taken_from: "pending", put_into: "active" })).toBe("+1,200");
  expect(effectText({ ...entry, taken_from: "pending", put_into: "reversed" })).toBe(
    "−1,200 pending",
  );
  expect(effectText({ ...entry, taken_from: "owed", put_into: "reversed" })).toBe("−1,200");
  expect(effectText({ ...entry, taken_from: "active", put_into: "spent" })).toBe("−1,200");
});

test("a tier says what it brings", () => {
  const tier = { ...GOLD, early_access_s: 60, has_free_shipping: true, perk: "Tea" };
  expect(bringsText(tier)).toBe("Deals 60 seconds before everyone · Free shipping · Tea");
  expect(bringsText(GOLD)).toBe("");
});
