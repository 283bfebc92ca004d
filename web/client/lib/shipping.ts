// What shipping costs, in words: the brands' fees of a quote, what would make them free, and a brand's terms.

import type { QuoteView, ShippingTermsView } from "../types.gen";
import { formatMoney } from "./money";
import { t } from "./words";

type Note = QuoteView["notes"][number];

/** What is paid besides the goods; 0 is free. */
export interface Charge {
  key: string;
  title: string;
  amountMinor: number;
}

const DECIDED = ["shipping.fee", "shipping.free_from", "shipping.free_for_tier"];

/** What each brand charges that has terms, for nothing where it is free. */
export function chargesOf({ notes }: QuoteView): Charge[] {
  return notes
    .filter(({ code }) => DECIDED.includes(code))
    .map(({ code, title, amount_minor }) => ({
      key: title,
      title: t("Shipping by {brand}", { brand: title }),
      amountMinor: code === "shipping.fee" ? amount_minor : 0,
    }));
}

/** What would make shipping free, or when it is paid: what is worth knowing before one pays. */
export function hintsOf({ notes, currency }: QuoteView): string[] {
  return notes
    .filter(({ code }) => code.startsWith("shipping.") && !DECIDED.includes(code))
    .map((note) => noteText(note, currency));
}

/** The note as a sentence; those of prices and vouchers have theirs from the server. */
export function noteText(note: Note, currency: string): string {
  const { code, title: brand, other: tier } = note;
  const amount = formatMoney(note.amount_minor, currency);
  const base = formatMoney(note.base_minor, currency);
  switch (code) {
    case "shipping.fee":
      return note.amount_minor === note.base_minor
        ? t("{brand} ships for {amount}.", { brand, amount })
        : t("{brand} ships for {base}. This order's part is {amount}.", { brand, base, amount });
    case "shipping.free_from":
      return t("{brand} ships for free from {base} on. You save {amount}.", {
        brand,
        base,
        amount,
      });
    case "shipping.free_for_tier":
      return t("{brand} ships for free to you as {tier}. You save {amount}.", {
        brand,
        tier,
        amount,
      });
    case "shipping.with_balance":
      return t("Shipping by {brand}, {amount} at most, is paid with the balance.", {
        brand,
        amount,
      });
    case "shipping.below_free":
      return t("Spend {amount} more with {brand} for free shipping.", { amount, brand });
    case "shipping.tier_too_low":
      return t("{brand} ships for free from the tier {tier} on.", { brand, tier });
    default:
      return note.text;
  }
}

/** What a brand charges, as brand.html says it too. */
export function termsText({ fee_minor, free_from_minor, currency }: ShippingTermsView): string {
  if (fee_minor === 0) return t("Shipping is free.");
  const fee = formatMoney(fee_minor, currency);
  if (free_from_minor === null) {
    return t("Shipping costs {fee}, once for all that you buy together.", { fee });
  }
  const worth = formatMoney(free_from_minor, currency);
  return t(
    "Shipping costs {fee}, once for all that you buy together, and nothing from {worth} on.",
    { fee, worth },
  );
}
