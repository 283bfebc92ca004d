import { expect, it } from "vitest";
import type { OrderView } from "../types.gen";
import { wordsFor } from "./GiveUp";
import { settledWords } from "./Order";

const order = {
  status: "paid",
  card_last4: "4242",
  hold_expires_at_ms: 0,
  fulfilled_at_ms: null,
} as OrderView;

it("thanks the buyer, and names the card", () => {
  expect(settledWords(order, true).title).toBe("Thank you, it is yours");
  expect(settledWords(order, true).text).toContain("ending in 4242");
});

it("tells a buyer what to do when the time is over", () => {
  expect(settledWords({ ...order, status: "expired" }, true).text).toContain("claim it again");
});

it("tells who paid too late that the money goes back", () => {
  const payment = { status: "succeeded", failure: null, was_late: true } as const;
  const words = settledWords({ ...order, status: "expired", payment }, true);
  expect(words.text).toContain("goes back to the card");
});

it("tells whose the deposit is when a pre-sale comes to nothing", () => {
  const presale = { deposit_minor: 1_000, deposit_paid_at_ms: 1 } as OrderView["presale"];
  const withdrawn = settledWords({ ...order, status: "cancelled", presale }, true);
  expect(withdrawn.text).toContain("your deposit goes back");
  const lost = settledWords({ ...order, status: "forfeited", presale }, true);
  expect(lost.text).toContain("the deposit stays with the brand");
});

it("says what giving up costs before it is done", () => {
  const presale = { deposit_minor: 1_000, deposit_paid_at_ms: 1 } as OrderView["presale"];
  const reserved = { ...order, currency: "EUR", status: "deposit_paid", presale } as const;
  expect(wordsFor(reserved).text).toContain("Your deposit of €10.00 is not returned");
  expect(wordsFor({ ...reserved, presale: null }).verb).toBe("cancellation");
});

it("tells staff until when unpaid units are held", () => {
  const words = settledWords({ ...order, status: "held" }, false);
  expect(words.text).toMatch(/held for the buyer until \d\d:\d\d/);
});
