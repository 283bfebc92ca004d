// A new voucher between the form, where its terms are text, and the wire, where they are numbers.

import { fromLocalInput, toLocalInput } from "../lib/dates";
import { parseAmount } from "../lib/money";
import { t } from "../lib/words";
import type { BrandView, NewVoucher, ShowView } from "../types.gen";

const DAY = 86_400_000;

/** Whose vouchers are issued: a brand's, in its currency, or the operator's for all brands, in one of several. */
export interface Issuer {
  readonly name: string;
  readonly isForAll: boolean;
  readonly currencies: readonly string[];
  /** Of the API. */
  readonly path: string;
}

export function issuerOf(brand: BrandView): Issuer {
  const { name, currency, slug } = brand;
  return { name, isForAll: false, currencies: [currency], path: `/api/brands/${slug}/vouchers` };
}

/** The operator, for the whole festival. */
export function festival(currencies: readonly string[]): Issuer {
  return { name: t("the festival"), isForAll: true, currencies, path: "/api/vouchers" };
}

/** Where a voucher can be collected. */
export type VoucherShow = Pick<ShowView, "id" | "title" | "status">;

export interface Draft {
  readonly title: string;
  readonly currency: string;
  readonly kind: NewVoucher["kind"];
  /** In major units, as a person writes them. */
  readonly amount: string;
  readonly percent: string;
  readonly step: string;
  readonly cap: string;
  readonly threshold: string;
  readonly category: string;
  readonly how: NewVoucher["how"];
  readonly code: string;
  readonly showId: string;
  readonly perPerson: string;
  readonly total: string;
  readonly budget: string;
  readonly ends: string;
  readonly stacking: NonNullable<NewVoucher["stacking"]>;
}

/** What is wrong, by the name of the wire's field. */
export type Errors = Readonly<Partial<Record<keyof NewVoucher, string>>>;

/** A tenth off for a week, once each, for who collects it in the first of the shows. */
export function proposedDraft(nowMs: number, showId: string, currency: string): Draft {
  return {
    title: "",
    currency,
    kind: "percent",
    amount: "",
    percent: "10",
    step: "",
    cap: "",
    threshold: "",
    category: "",
    how: showId ? "collect" : "code",
    code: "",
    showId,
    perPerson: "1",
    total: "",
    budget: "",
    ends: toLocalInput(nowMs + 7 * DAY),
    stacking: "level",
  };
}

export function read(
  draft: Draft,
  isForAll: boolean,
  nowMs: number,
): { body: NewVoucher; errors: Errors } {
  const money = (text: string) =>
    text.trim() ? (parseAmount(text, draft.currency) ?? Number.NaN) : null;
  const body: NewVoucher = {
    title: draft.title.trim(),
    kind: draft.kind,
    amount_minor: draft.kind === "percent" ? 0 : (money(draft.amount) ?? Number.NaN),
    rate_bp: draft.kind === "percent" ? basisPoints(draft.percent) : 0,
    step_minor: draft.kind === "each" ? (money(draft.step) ?? Number.NaN) : 0,
    cap_minor: draft.kind === "fixed" ? null : money(draft.cap),
    threshold_minor: money(draft.threshold) ?? 0,
    scope: draft.category.trim() ? "category" : isForAll ? "platform" : "brand",
    ...(isForAll && { currency: draft.currency }),
    category: draft.category.trim() || null,
    stacking: draft.stacking,
    how: draft.how,
    code: draft.how === "code" ? draft.code.trim() || null : null,
    show_id: draft.how === "collect" ? draft.showId || null : null,
    per_person: count(draft.perPerson) ?? Number.NaN,
    total_limit: count(draft.total),
    budget_minor: money(draft.budget),
    starts_at_ms: nowMs,
    ends_at_ms: fromLocalInput(draft.ends) ?? Number.NaN,
  };
  return { body, errors: errorsOf(body, nowMs) };
}

function errorsOf(body: NewVoucher, nowMs: number): Errors {
  const errors: Partial<Record<keyof NewVoucher, string>> = {};
  const need = (field: keyof NewVoucher, isFine: boolean, message: string) => {
    if (!isFine) errors[field] = message;
  };
  const { amount_minor = 0, rate_bp = 0, step_minor = 0, per_person = 0 } = body;
  need("title", body.title !== "", t("Name it as buyers will see it."));
  if (body.kind === "percent")
    need("rate_bp", isWithin(rate_bp, 1, 10_000), t("Enter 0.01 to 100."));
  else need("amount_minor", amount_minor >= 1, t("Enter the amount that it takes."));
  if (body.kind === "each") {
    need("step_minor", step_minor >= amount_minor, t("Enter at least the amount that it takes."));
  }
  need("cap_minor", body.cap_minor === null || isPositive(body.cap_minor), NO_AMOUNT);
  need("threshold_minor", !Number.isNaN(body.threshold_minor), NO_AMOUNT);
  need("budget_minor", body.budget_minor === null || isPositive(body.budget_minor), NO_AMOUNT);
  need("per_person", isWithin(per_person, 1, 100), t("Enter a whole number from 1 to 100."));
  need("total_limit", body.total_limit === null || isPositive(body.total_limit), NO_COUNT);
  need("show_id", body.how !== "collect" || body.show_id !== null, t("Choose the show."));
  need("ends_at_ms", body.ends_at_ms > nowMs, t("Choose a time that is still to come."));
  return errors;
}

const NO_AMOUNT = t("Enter an amount, or leave it empty.");
const NO_COUNT = t("Enter a whole number, or leave it empty.");

/** False for what is no number, too. */
function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function isPositive(value: number | null | undefined): boolean {
  return (value ?? 0) >= 1;
}

function basisPoints(text: string): number {
  const normal = text.trim().replace(",", ".");
  return /^\d{1,3}(\.\d{1,2})?$/.test(normal) ? Math.round(Number(normal) * 100) : Number.NaN;
}

/** Null for nothing, NaN for what is no whole number. */
function count(text: string): number | null {
  if (!text.trim()) return null;
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
