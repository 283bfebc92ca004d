import { expect, it } from "vitest";
import type { MyVoucherView, VoucherTerms } from "../types.gen";
import { shelves, standingText } from "./holdings";

function voucher(id: string, state: MyVoucherView["state"], ends_at_ms = 5_000): MyVoucherView {
  const terms = { id, starts_at_ms: 1_000, ends_at_ms } as VoucherTerms;
  return { terms, state, uses_left: 1, places_left: null };
}

it("sorts vouchers by what can be done with them, and by when they end", () => {
  const all = [
    voucher("a", "over", 1),
    voucher("b", "ready", 9_000),
    voucher("c", "used", 2),
    voucher("d", "ready", 8_000),
    voucher("e", "reserved"),
  ];
  const shown = shelves(all).map(({ title, vouchers }) => [title, vouchers.map(idOf).join("")]);
  expect(shown).toEqual([
    ["To use now", "db"],
    ["In your orders", "e"],
    ["Used, taken or over", "ca"],
  ]);
  expect(shelves([])).toEqual([]);
});

it("says until when, or why not now", () => {
  expect(standingText(voucher("a", "ready"))).toMatch(/^Until .*\d\.$/);
  expect(standingText({ ...voucher("a", "ready"), uses_left: 3 })).toMatch(/, 3 times\.$/);
  expect(standingText(voucher("a", "waiting"))).toMatch(/^Not yet: from/);
  expect(standingText(voucher("a", "reserved"))).toMatch(/waits for its payment/);
});

function idOf({ terms }: MyVoucherView): string {
  return terms.id;
}
