// A programme between the form, where it is text, and the wire, where it is numbers.

import { formatAmount, parseAmount } from "../lib/money";
import { t } from "../lib/words";
import type { NewProgramme, ProgrammeView } from "../types.gen";

export interface TierDraft {
  /** Only for the form: rows keep their identity while they move. */
  readonly key: number;
  readonly name: string;
  readonly percent: string;
  readonly perk: string;
  readonly points: string;
  /** In major units, as a person writes them. */
  readonly spend: string;
  /** `1.5` for half as many points again. */
  readonly times: string;
  readonly voucherId: string;
  /** In seconds. */
  readonly early: string;
  readonly shipsFree: boolean;
}

export interface OfferDraft {
  readonly key: number;
  readonly voucherId: string;
  readonly points: string;
}

export interface Draft {
  readonly tiers: readonly TierDraft[];
  readonly window: NonNullable<NewProgramme["window"]>;
  readonly windowDays: string;
  readonly downgrade: NonNullable<NewProgramme["downgrade"]>;
  readonly earnPoints: string;
  readonly earnStep: string;
  readonly returnDays: string;
  readonly expiresAfter: string;
  readonly noticeDays: string;
  /** Empty: points take nothing off. */
  readonly offPoints: string;
  readonly offAmount: string;
  readonly offFrom: string;
  readonly offPercent: string;
  readonly offers: readonly OfferDraft[];
}

/** What is wrong, by the name of the wire's field, as the server would say it: `tiers[1].name`. */
export type Errors = Readonly<Record<string, string>>;

export function draftOf(programme: ProgrammeView, currency: string): Draft {
  return {
    tiers: programme.tiers.map((tier, key) => ({
      key,
      name: tier.name,
      percent: String(tier.share_rate_bp / 100),
      perk: tier.perk,
      points: text(tier.points_from),
      spend: tier.spend_from_minor === null ? "" : formatAmount(tier.spend_from_minor, currency),
      times: String(tier.multiplier_bp / 10_000),
      voucherId: tier.entry_voucher_id ?? "",
      early: String(tier.early_access_s),
      shipsFree: tier.has_free_shipping,
    })),
    window: programme.window,
    windowDays: String(programme.window_days),
    downgrade: programme.downgrade,
    earnPoints: String(programme.earn_points),
    earnStep: formatAmount(programme.earn_step_minor, currency),
    returnDays: String(programme.return_days),
    expiresAfter: text(programme.expires_after_days),
    noticeDays: String(programme.notice_days),
    offPoints: programme.off_points === 0 ? "" : String(programme.off_points),
    offAmount: formatAmount(programme.off_minor, currency),
    offFrom: String(programme.off_from_points),
    offPercent: String(programme.off_most_bp / 100),
    offers: programme.redeemables.map(({ voucher_id, points }, key) => ({
      key,
      voucherId: voucher_id,
      points: String(points),
    })),
  };
}

/** A tier above the highest one. */
export function withTier(draft: Draft): Draft {
  const key = 1 + Math.max(-1, ...draft.tiers.map((tier) => tier.key));
  const last = draft.tiers.at(-1);
  const tier = {
    key,
    name: "",
    percent: last?.percent ?? "0",
    perk: "",
    points: "",
    spend: "",
    times: last?.times ?? "1",
    voucherId: "",
    early: last?.early ?? "0",
    shipsFree: last?.shipsFree ?? false,
  };
  return { ...draft, tiers: [...draft.tiers, tier] };
}

export function withOffer(draft: Draft, voucherId: string): Draft {
  const key = 1 + Math.max(-1, ...draft.offers.map((offer) => offer.key));
  return { ...draft, offers: [...draft.offers, { key, voucherId, points: "" }] };
}

export function read(
  draft: Draft,
  currency: string,
  version: number,
): { body: NewProgramme; errors: Errors } {
  const money = (written: string) =>
    written.trim() ? (parseAmount(written, currency) ?? Number.NaN) : null;
  const body: NewProgramme = {
    tiers: draft.tiers.map((tier) => ({
      name: tier.name.trim(),
      share_rate_bp: scaled(tier.percent, 100),
      perk: tier.perk.trim(),
      points_from: count(tier.points),
      spend_from_minor: money(tier.spend),
      multiplier_bp: scaled(tier.times, 10_000),
      entry_voucher_id: tier.voucherId || null,
      early_access_s: count(tier.early) ?? 0,
      has_free_shipping: tier.shipsFree,
    })) as NewProgramme["tiers"],
    window: draft.window,
    window_days: count(draft.windowDays) ?? Number.NaN,
    downgrade: draft.downgrade,
    earn_points: count(draft.earnPoints) ?? 0,
    earn_step_minor: money(draft.earnStep) ?? Number.NaN,
    return_days: count(draft.returnDays) ?? Number.NaN,
    expires_after_days: count(draft.expiresAfter),
    notice_days: count(draft.noticeDays) ?? Number.NaN,
    off_points: count(draft.offPoints) ?? 0,
    off_minor: money(draft.offAmount) ?? Number.NaN,
    off_from_points: count(draft.offFrom) ?? Number.NaN,
    off_most_bp: scaled(draft.offPercent, 100),
    redeemables: draft.offers.map(({ voucherId, points }) => ({
      voucher_id: voucherId,
      points: count(points) ?? Number.NaN,
    })) as NonNullable<NewProgramme["redeemables"]>,
    version,
  };
  return { body, errors: errorsOf(body) };
}

/** What is no number or too large. Whether the rules fit together the server says. */
function errorsOf(body: NewProgramme): Errors {
  const errors: Record<string, string> = {};
  const need = (field: string, isFine: boolean, message: string) => {
    if (!isFine) errors[field] = message;
  };
  body.tiers.forEach((tier, place) => {
    const at = `tiers[${place}]`;
    need(`${at}.name`, tier.name !== "", t("Name the tier."));
    need(`${at}.share_rate_bp`, isWithin(tier.share_rate_bp, 0, 10_000), t("Enter 0 to 100."));
    need(`${at}.points_from`, isUnset(tier.points_from) || isPositive(tier.points_from), NO_COUNT);
    need(
      `${at}.spend_from_minor`,
      isUnset(tier.spend_from_minor) || isPositive(tier.spend_from_minor),
      t("Enter an amount, or leave it empty."),
    );
    need(
      `${at}.early_access_s`,
      isWithin(tier.early_access_s, 0, 3600),
      t("Enter 0 to 3600 seconds."),
    );
    need(`${at}.multiplier_bp`, isWithin(tier.multiplier_bp, 0, 100_000), t("Enter 0 to 10."));
  });
  need("window_days", isWithin(body.window_days, 1, MOST_DAYS), DAYS);
  need("earn_points", isWithin(body.earn_points, 0, 10_000), t("Enter 0 to 10000."));
  need("earn_step_minor", isPositive(body.earn_step_minor), t("Enter an amount."));
  need("return_days", isWithin(body.return_days, 0, 365), t("Enter 0 to 365 days."));
  need(
    "expires_after_days",
    isUnset(body.expires_after_days) || isWithin(body.expires_after_days, 1, MOST_DAYS),
    t("{days} Leave it empty for points without end.", { days: DAYS }),
  );
  need("notice_days", isWithin(body.notice_days, 1, 365), t("Enter 1 to 365 days."));
  need("off_points", isWithin(body.off_points, 0, MOST_POINTS), NO_COUNT);
  need("off_minor", isPositive(body.off_minor), t("Enter an amount."));
  need("off_from_points", isPositive(body.off_from_points), t("Enter a whole number from 1."));
  need("off_most_bp", isWithin(body.off_most_bp, 1, 10_000), t("Enter more than 0, up to 100."));
  body.redeemables?.forEach(({ voucher_id, points }, place) => {
    need(`redeemables[${place}].voucher_id`, voucher_id !== "", t("Choose a voucher."));
    need(`redeemables[${place}].points`, isPositive(points), t("Enter how many points it costs."));
  });
  return errors;
}

const MOST_DAYS = 3650;
const MOST_POINTS = 1_000_000_000;
const DAYS = t("Enter 1 to {most} days.", { most: String(MOST_DAYS) });
const NO_COUNT = t("Enter a whole number, or leave it empty.");

function text(value: number | null): string {
  return value === null ? "" : String(value);
}

function isUnset(value: number | null | undefined): boolean {
  return value === null || value === undefined;
}

/** False for what is no number, too. */
function isWithin(value: number | null | undefined, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

function isPositive(value: number | null | undefined): boolean {
  return (value ?? 0) >= 1;
}

/** A decimal number times a factor, in whole units; NaN for anything else. */
function scaled(written: string, factor: number): number {
  const normal = written.trim().replace(",", ".");
  return /^\d{1,3}(\.\d{1,2})?$/.test(normal) ? Math.round(Number(normal) * factor) : Number.NaN;
}

/** Null for nothing, NaN for what is no whole number. */
function count(written: string): number | null {
  if (!written.trim()) return null;
  return /^\d{1,9}$/.test(written.trim()) ? Number(written) : Number.NaN;
}
