import { expect, it } from "vitest";
import { anOrder } from "../live/samples";
import { draftFor, read } from "./refunds";

const [line] = anOrder().lines;
const order = anOrder({
  status: "paid",
  total_minor: 7_500,
  lines: line ? [{ ...line, quantity: 3, refunded_quantity: 1 }] : [],
  refunded_minor: 2_500,
});
const draft = { ...draftFor(order), reason: "Broken" };

it("refunds all that is left unless told otherwise", () => {
  expect(read(draft, order)).toEqual({ refund: { reason: "Broken", restock: true }, errors: {} });
});

it("names the units that go back", () => {
  const { refund, errors } = read({ ...draft, extent: "units", units: ["2"] }, order);
  expect(refund.lines).toEqual([{ line: 1, quantity: 2 }]);
  expect(errors).toEqual({});
});

it("refuses units that are refunded already, and none", () => {
  for (const units of [["3"], ["0"], ["x"], ["-1"], ["1.5"]]) {
    expect(read({ ...draft, extent: "units", units }, order).errors.lines).toBeDefined();
  }
});

it("takes an amount up to what is left", () => {
  const amount = (text: string) => read({ ...draft, extent: "amount", amount: text }, order);
  expect(amount("50.00").refund.amount_minor).toBe(5_000);
  expect(amount("50.00").errors).toEqual({});
  for (const wrong of ["50.01", "0", "much"]) {
    expect(amount(wrong).errors.amount_minor).toBeDefined();
  }
});

it("wants a reason", () => {
  expect(read({ ...draft, reason: " " }, order).errors.reason).toBeDefined();
});
