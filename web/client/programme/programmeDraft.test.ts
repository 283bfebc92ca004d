import { expect, test } from "vitest";
import type { ProgrammeView } from "../types.gen";
import { draftOf, read, withOffer, withTier } from "./programmeDraft";

const PROGRAMME: ProgrammeView = {
  tiers: [
    {
      name: "Bronze",
      share_rate_bp: 350,
      perk: "",
      points_from: null,
      spend_from_minor: null,
      multiplier_bp: 10_000,
      entry_voucher_id: null,
      early_access_s: 0,
      has_free_shipping: false,
    },
    {
      name: "Gold",
      share_rate_bp: 800,
      perk: "Tea",
      points_from: 300,
      spend_from_minor: 50_050,
      multiplier_bp: 15_000,
      entry_voucher_id: "v1",
      early_access_s: 60,
      has_free_shipping: true,
    },
  ],
  window: "year",
  window_days: 365,
  downgrade: "period_end",
  earn_points: 1,
  earn_step_minor: 100,
  return_days: 14,
  expires_after_days: null,
  notice_days: 14,
  off_points: 100,
  off_minor: 150,
  off_from_points: 200,
  off_most_bp: 5_000,
  redeemables: [{ voucher_id: "v1", title: "Five off", points: 200 }],
  version: 3,
};

test("what was not changed is sent as it was", () => {
  const { body, errors } = read(draftOf(PROGRAMME, "EUR"), "EUR", 3);
  expect(errors).toEqual({});
  const redeemables = [{ voucher_id: "v1", points: 200 }];
  expect(body).toEqual({ ...PROGRAMME, redeemables });
});

test("what is wrong is said by the field of its row", () => {
  const draft = withOffer(withTier(draftOf(PROGRAMME, "EUR")), "");
  const { errors } = read(
    { ...draft, earnStep: "nothing", noticeDays: "0", windowDays: "" },
    "EUR",
    3,
  );
  expect(Object.keys(errors).sort()).toEqual([
    "earn_step_minor",
    "notice_days",
    "redeemables[1].points",
    "redeemables[1].voucher_id",
    "tiers[2].name",
    "window_days",
  ]);
});
