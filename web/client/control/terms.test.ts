import { describe, expect, it } from "vitest";
import { aDeal } from "../live/samples";
import type { ProductView } from "../types.gen";
import { type Draft, draftForProduct, draftOf, durationDraft, read, readLive } from "./terms";

const DRAFT: Draft = {
  price: "24.50",
  stock: "20",
  perBuyer: "2",
  tierRank: "1",
  duration: "10",
  unit: "min",
  tiersFirst: true,
  sellsOn: true,
  isLowestPrice: true,
  isPresale: false,
  windowId: "",
  deposit: "",
  isForTeams: false,
  teamPrice: "",
  teamSize: "2",
  teamMinutes: "30",
  worth: "",
};
const IN_ADVANCE = { isPresale: true, windowId: "window1", deposit: "2.45", worth: "4.90" };

function errorsOf(changes: Partial<Draft>, currency = "EUR"): string[] {
  return Object.keys(read({ ...DRAFT, ...changes }, currency).errors);
}

describe("a deal's terms", () => {
  it("are read into the wire's numbers", () => {
    expect(read(DRAFT, "EUR")).toEqual({
      terms: {
        price_minor: 2_450,
        stock: 20,
        per_buyer_limit: 2,
        min_tier_rank: 1,
        duration_s: 600,
        tiers_first: true,
        sells_on: true,
        is_lowest_price: true,
        presale: null,
        team: null,
      },
      errors: {},
    });
  });

  it("may be those of a pre-sale", () => {
    const { terms, errors } = read({ ...DRAFT, ...IN_ADVANCE }, "EUR");
    expect(errors).toEqual({});
    expect(terms.presale).toEqual({
      sale_window_id: "window1",
      deposit_minor: 245,
      worth_minor: 490,
    });
    expect(errorsOf({ ...IN_ADVANCE, windowId: "" })).toEqual(["presale.sale_window_id"]);
    expect(errorsOf({ ...IN_ADVANCE, deposit: "0" })).toEqual(["presale.deposit_minor"]);
    expect(errorsOf({ ...IN_ADVANCE, worth: "2.44" })).toEqual(["presale.worth_minor"]);
    expect(errorsOf({ ...IN_ADVANCE, worth: "24.51" })).toEqual(["presale.worth_minor"]);
  });

  it("have as many decimals as the currency", () => {
    expect(read({ ...DRAFT, price: "2480" }, "JPY").terms.price_minor).toBe(2_480);
    expect(errorsOf({ price: "24.5" }, "JPY")).toEqual(["price_minor"]);
    expect(read({ ...DRAFT, price: "1.234" }, "KWD").terms.price_minor).toBe(1_234);
  });

  it.each(["", "0", "-3", "free", "1e9", "12.345"])("refuse the price “%s”", (price) => {
    expect(errorsOf({ price })).toEqual(["price_minor"]);
  });

  it.each(["", "0", "1.5", "1000001", "many"])("refuse the stock “%s”", (stock) => {
    expect(errorsOf({ stock })).toContain("stock");
  });

  it("refuse a limit above the stock", () => {
    expect(errorsOf({ stock: "3", perBuyer: "4" })).toEqual(["per_buyer_limit"]);
  });

  it("last from ten seconds to a week", () => {
    expect(errorsOf({ duration: "9", unit: "s" })).toEqual(["duration_s"]);
    expect(errorsOf({ duration: "10", unit: "s" })).toEqual([]);
    expect(errorsOf({ duration: "7", unit: "d" })).toEqual([]);
    expect(errorsOf({ duration: "7.1", unit: "d" })).toEqual(["duration_s"]);
    expect(read({ ...DRAFT, duration: "1.5", unit: "h" }, "EUR").terms.duration_s).toBe(5_400);
  });

  it("are written back as they were read", () => {
    const draft = draftOf(aDeal({ price_minor: 2_450, duration_s: 5_400 }));
    expect(draft).toMatchObject({ price: "24.50", duration: "90", unit: "min" });
    expect(durationDraft(7_200)).toEqual({ duration: "2", unit: "h" });
    expect(durationDraft(90)).toEqual({ duration: "90", unit: "s" });
  });

  it("begin with a fifth off the list price", () => {
    const product = { list_price_minor: 10_000, currency: "JPY" } as ProductView;
    expect(draftForProduct(product).price).toBe("8000");
  });
});

describe("the terms of a live deal", () => {
  const deal = aDeal({ stock: 20, stock_left: 12, price_minor: 2_500 });
  const draft = draftOf(deal);

  it("are only what is to be changed", () => {
    expect(readLive(draft, deal)).toEqual({ change: {}, errors: {} });
    const { change } = readLive({ ...draft, price: "19.90", stock: "30" }, deal);
    expect(change).toEqual({ price_minor: 1_990, stock: 30 });
  });

  it("keep what is taken", () => {
    expect(readLive({ ...draft, stock: "8" }, deal).errors).toEqual({});
    expect(readLive({ ...draft, stock: "7" }, deal).errors.stock).toContain("taken: 8");
    expect(readLive({ ...draft, price: "cheap" }, deal).errors.price_minor).toBeDefined();
  });
});
