import { expect, test } from "vitest";
import type { OrderView } from "../types.gen";
import { type Choice, choicesOfCart, requestsFor } from "./choices";

function order(brand: string, deal: string, quantity = 1): OrderView {
  const line = { deal_id: deal, title: `Deal ${deal}`, quantity };
  return { brand_id: brand, brand_name: brand, lines: [line] } as OrderView;
}

test("two claims of one deal are one line", () => {
  const choices = choicesOfCart([order("a", "1"), order("a", "1", 2), order("b", "2")]);
  expect(choices.map(({ id, quantity }) => [id, quantity])).toEqual([
    ["1", 3],
    ["2", 1],
  ]);
});

test("what is chosen is shared brand by brand, and nothing else is sent", () => {
  const [first, second] = choicesOfCart([order("a", "1"), order("b", "2")]) as [Choice, Choice];
  expect(requestsFor("cart", [], 7).size).toBe(0);
  expect([...requestsFor("cart", [first, second], 7)]).toEqual([
    ["a", { kind: "cart", days: 7, lines: [{ kind: "deal", id: "1", quantity: 1 }] }],
    ["b", { kind: "cart", days: 7, lines: [{ kind: "deal", id: "2", quantity: 1 }] }],
  ]);
});
