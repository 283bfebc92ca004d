import { expect, test } from "vitest";
import type { QuoteView } from "../types.gen";
import { chargesOf, hintsOf, noteText, termsText } from "./shipping";

type Note = QuoteView["notes"][number];

function note(code: string, changes: Partial<Note> = {}): Note {
  return {
    code,
    is_applied: true,
    title: "Lumen",
    text: "as the server says it",
    line: null,
    voucher_id: null,
    amount_minor: 490,
    base_minor: 490,
    points: 0,
    other: "",
    ...changes,
  };
}

const quote = (...notes: Note[]) => ({ notes, currency: "EUR" }) as QuoteView;

test("each brand that charges has a row, for nothing where it is free", () => {
  const fee = note("shipping.fee", { amount_minor: 294 });
  const free = note("shipping.free_for_tier", { title: "Oak", other: "Gold" });
  expect(chargesOf(quote(note("price.deal"), fee, free))).toEqual([
    { key: "Lumen", title: "Shipping by Lumen", amountMinor: 294 },
    { key: "Oak", title: "Shipping by Oak", amountMinor: 0 },
  ]);
});

test("what would make it free is said before one pays", () => {
  const below = note("shipping.below_free", { amount_minor: 1_200, base_minor: 5_000 });
  const tier = note("shipping.tier_too_low", { other: "Gold" });
  expect(hintsOf(quote(note("shipping.fee"), below, tier))).toEqual([
    "Spend €12.00 more with Lumen for free shipping.",
    "Lumen ships for free from the tier Gold on.",
  ]);
});

test("a note says a part of a fee, and what is none of shipping as the server does", () => {
  expect(noteText(note("shipping.fee"), "EUR")).toBe("Lumen ships for €4.90.");
  expect(noteText(note("shipping.fee", { amount_minor: 294 }), "EUR")).toBe(
    "Lumen ships for €4.90. This order's part is €2.94.",
  );
  expect(noteText(note("price.deal"), "EUR")).toBe("as the server says it");
});

test("terms are said in a sentence", () => {
  const terms = { fee_minor: 490, free_from_minor: 5_000, currency: "EUR" };
  expect(termsText(terms)).toBe(
    "Shipping costs €4.90, once for all that you buy together, and nothing from €50.00 on.",
  );
  expect(termsText({ ...terms, free_from_minor: null })).toBe(
    "Shipping costs €4.90, once for all that you buy together.",
  );
  expect(termsText({ ...terms, fee_minor: 0, free_from_minor: null })).toBe("Shipping is free.");
});
