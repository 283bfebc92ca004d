import { expect, it } from "vitest";
import { anOrder, NOW_MS } from "../live/samples";
import type { MyVoucherView, QuoteView } from "../types.gen";
import {
  chosen,
  claimedMinor,
  firstChoice,
  grouped,
  MOST_VOUCHERS,
  otherNotes,
  payable,
  reasonFor,
  usable,
  withOrder,
} from "./cart";

const voucher = (id: string, state: MyVoucherView["state"] = "ready") =>
  ({ terms: { id }, state }) as MyVoucherView;
const note = (code: string, voucher_id: string | null) =>
  ({ code, voucher_id, is_applied: true, text: code }) as QuoteView["notes"][number];

it("groups what is to be paid by currency, and leaves out what is over", () => {
  const orders = [
    anOrder({ id: "a" }),
    anOrder({ id: "b", currency: "JPY" }),
    anOrder({ id: "c", status: "awaiting_payment", hold_expires_at_ms: NOW_MS - 1 }),
    anOrder({ id: "d", hold_expires_at_ms: NOW_MS }),
    anOrder({ id: "e", status: "paid" }),
  ];
  const groups = grouped(orders, NOW_MS);
  expect(groups.map(({ currency }) => currency)).toEqual(["EUR", "JPY"]);
  expect(groups[0]?.orders.map(({ id }) => id)).toEqual(["a", "c"]);
  expect(payable(groups[0]?.orders ?? []).map(({ id }) => id)).toEqual(["a"]);
});

it("keeps the newer of two states, and takes in new claims only", () => {
  const known = [anOrder({ id: "a", version: 3 })];
  expect(withOrder(known, anOrder({ id: "a", version: 2, status: "paid" }), NOW_MS)).toEqual(known);
  expect(
    withOrder(known, anOrder({ id: "a", version: 4, status: "paid" }), NOW_MS)[0]?.status,
  ).toBe("paid");
  expect(withOrder(known, anOrder({ id: "b" }), NOW_MS).map(({ id }) => id)).toEqual(["b", "a"]);
  expect(withOrder(known, anOrder({ id: "b", status: "cancelled" }), NOW_MS)).toEqual(known);
});

it("tries at first all vouchers that can be used, as many as one checkout takes", () => {
  const mine = [voucher("w", "waiting"), voucher("u", "used"), voucher("r")];
  expect(usable(mine).map(({ terms }) => terms.id)).toEqual(["w", "r"]);
  expect(firstChoice(mine)).toEqual(["r"]);
  const many = Array.from({ length: 12 }, (_, place) => voucher(`v${place}`));
  expect(firstChoice(many)).toHaveLength(MOST_VOUCHERS);
});

it("changes the choice by one voucher at a time", () => {
  expect(chosen(["a"], "b", true)).toEqual(["a", "b"]);
  expect(chosen(["a", "b"], "a", false)).toEqual(["b"]);
  expect(chosen(["a"], "a", true)).toEqual(["a"]);
});

it("tells the reasons of one's vouchers apart from what else the quote says", () => {
  const quote = {
    notes: [note("price.deal", null), note("voucher.applied", "mine"), note("voucher.over", "all")],
  } as QuoteView;
  expect(reasonFor(quote, "mine")?.code).toBe("voucher.applied");
  expect(reasonFor(quote, "unasked")).toBeNull();
  expect(reasonFor(null, "mine")).toBeNull();
  const others = otherNotes(quote, [voucher("mine")]);
  expect(others.map(({ code }) => code)).toEqual(["price.deal", "voucher.over"]);
});

it("says what the claims cost before any discount", () => {
  const order = anOrder({ total_minor: 2_000, discount_minor: 500 });
  expect(claimedMinor([order, order])).toBe(5_000);
});
