import { expect, it } from "vitest";
import type { MyVoucherView, ShowVoucherView, VoucherTerms } from "../types.gen";
import { shownVouchers } from "./vouchers";

const NOW_MS = 1_000;

function terms(id: string, ends_at_ms = 2_000): VoucherTerms {
  return { id, title: id, ends_at_ms } as VoucherTerms;
}

function mine(id: string, state: MyVoucherView["state"], places_left: number | null = 5) {
  return { terms: terms(id), state, uses_left: 1, places_left };
}

function live(...vouchers: ShowVoucherView[]) {
  return new Map(vouchers.map((voucher) => [voucher.terms.id, voucher]));
}

function states(own: MyVoucherView[], ...vouchers: ShowVoucherView[]) {
  const shown = shownVouchers(own, live(...vouchers), NOW_MS);
  return shown.map(({ terms, state, places_left }) => [terms.id, state, places_left]);
}

it("shows what the page came with until the room is live", () => {
  expect(states([mine("a", "open"), mine("b", "ready")])).toEqual([
    ["a", "open", 5],
    ["b", "ready", 5],
  ]);
});

it("follows how many are left, and leaves what somebody has", () => {
  const none = ["a", "b"].map((id) => ({ terms: terms(id), places_left: 0, version: 9 }));
  expect(states([mine("a", "open"), mine("b", "ready")], ...none)).toEqual([
    ["a", "gone", 0],
    ["b", "ready", 0],
  ]);
  const back = { terms: terms("a"), places_left: 1, version: 10 };
  expect(states([mine("a", "gone", 0)], back)).toEqual([["a", "open", 1]]);
});

it("shows a voucher that is issued during the show, and that one is over", () => {
  const issued = { terms: terms("c"), places_left: null, version: 1 };
  const ended = { terms: terms("a", NOW_MS), places_left: 4, version: 2 };
  expect(states([mine("a", "open")], ended, issued)).toEqual([
    ["a", "over", 4],
    ["c", "open", null],
  ]);
});
