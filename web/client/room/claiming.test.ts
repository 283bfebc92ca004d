import { describe, expect, it } from "vitest";
import { EARLY_RANK } from "../live/deals";
import { aBrand, aDeal, anOrder, aShow, aViewer, NOW_MS } from "../live/samples";
import { type Claimant, offerOf } from "./claiming";

function claimant(changes: Partial<Claimant> = {}): Claimant {
  const show = aShow();
  const nobody = { orders: [], place: null };
  return { you: aViewer(), ...nobody, show, brand: aBrand(), nowMs: NOW_MS, ...changes };
}

const PAID = anOrder({ status: "paid", version: 2 });

describe("what a deal offers", () => {
  it("is to claim up to the limit of a buyer", () => {
    expect(offerOf(aDeal(), claimant())).toEqual({ kind: "open", most: 2, held: 0 });
  });

  it("is never more than what is left", () => {
    const deal = aDeal({ per_buyer_limit: 9, stock_left: 3 });
    expect(offerOf(deal, claimant())).toMatchObject({ most: 3 });
  });

  it("counts what this person already has", () => {
    const offer = offerOf(aDeal(), claimant({ orders: [PAID] }));
    expect(offer).toEqual({ kind: "open", most: 1, held: 1 });
  });

  it("is over when this person has all that one may have", () => {
    const deal = aDeal({ per_buyer_limit: 1 });
    expect(offerOf(deal, claimant({ orders: [PAID] }))).toEqual({
      kind: "bought",
      held: 1,
      isReserved: false,
    });
  });

  it("goes on after the show where the deal sells on", () => {
    const over = claimant({ show: aShow({ status: "ended" }) });
    expect(offerOf(aDeal({ sells_on: true }), over)).toMatchObject({ kind: "open" });
    expect(offerOf(aDeal({ sells_on: true, status: "ended" }), over)).toEqual({ kind: "ended" });
    expect(offerOf(aDeal(), over)).toEqual({ kind: "ended" });
  });

  it("is to pay as long as units are held, even when the deal is over", () => {
    const order = anOrder();
    const deal = aDeal({ status: "ended", stock_left: 0 });
    expect(offerOf(deal, claimant({ orders: [order] }))).toEqual({ kind: "pay", order });
  });

  it("is free again when the hold has run out", () => {
    const late = claimant({ orders: [anOrder()], nowMs: NOW_MS + 600_000 });
    const deal = aDeal({ closes_at_ms: NOW_MS + 900_000 });
    expect(offerOf(deal, late)).toEqual({ kind: "open", most: 2, held: 0 });
  });

  it("does not count orders that gave their units back", () => {
    const orders = [anOrder({ status: "expired" }), anOrder({ id: "o2", status: "cancelled" })];
    expect(offerOf(aDeal(), claimant({ orders }))).toMatchObject({ most: 2 });
  });

  it("is to sign in for a guest", () => {
    const you = aViewer({ account_id: null });
    expect(offerOf(aDeal(), claimant({ you }))).toEqual({ kind: "sign_in" });
  });

  it("is to join for someone who is no member of a members' deal", () => {
    const offer = offerOf(aDeal({ min_tier_rank: 1 }), claimant());
    expect(offer).toEqual({ kind: "join", tierName: "Silver" });
  });

  it("names the tier that a lower member lacks", () => {
    const you = aViewer({ rank: 1, tier_name: "Silver" });
    const offer = offerOf(aDeal({ min_tier_rank: 2 }), claimant({ you }));
    expect(offer).toEqual({ kind: "tier", tierName: "Gold" });
  });

  it("is open before others to whom a campaign gave early access", () => {
    const early = { min_tier_rank: EARLY_RANK, is_early: true };
    expect(offerOf(aDeal(early), claimant())).toMatchObject({ kind: "open" });
  });

  it("says that it is sold out, or over, before it asks anyone to sign in", () => {
    const guest = claimant({ you: null });
    expect(offerOf(aDeal({ stock_left: 0 }), guest)).toEqual({ kind: "sold_out", most: 1 });
    expect(offerOf(aDeal({ closes_at_ms: NOW_MS }), guest)).toEqual({ kind: "ended" });
    const ended = claimant({ you: null, show: aShow({ status: "ended" }) });
    expect(offerOf(aDeal(), ended)).toEqual({ kind: "ended" });
  });

  it("is a place in line when it is sold out, for as many as one may still have", () => {
    const deal = aDeal({ stock_left: 0 });
    expect(offerOf(deal, claimant({ orders: [PAID] }))).toEqual({ kind: "sold_out", most: 1 });
    const inLine = claimant({ place: 3 });
    expect(offerOf(deal, inLine)).toEqual({ kind: "in_line", place: 3 });
    expect(offerOf({ ...deal, status: "ended" }, inLine)).toEqual({ kind: "in_line", place: 3 });
    const below = offerOf(aDeal({ stock_left: 0, min_tier_rank: 1 }), claimant());
    expect(below).toEqual({ kind: "join", tierName: "Silver" });
  });

  it("waits for the show", () => {
    const show = aShow({ status: "scheduled" });
    expect(offerOf(aDeal(), claimant({ show }))).toEqual({ kind: "waiting" });
  });
});
