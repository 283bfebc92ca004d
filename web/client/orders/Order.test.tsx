import { expect, it } from "vitest";
import type { OrderView } from "../types.gen";
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

it("tells staff until when unpaid units are held", () => {
  const words = settledWords({ ...order, status: "held" }, false);
  expect(words.text).toMatch(/held for the buyer until \d\d:\d\d/);
});
