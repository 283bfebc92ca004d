import { expect, it } from "vitest";
import { anOrder, NOW_MS } from "../live/samples";
import type { OrderPresaleView, PresaleView } from "../types.gen";
import {
  balanceNews,
  balanceWords,
  depositWords,
  dueMinor,
  isBalanceDue,
  isDepositDue,
  payWords,
} from "./presale";

const HOUR = 3_600_000;
const PRESALE: OrderPresaleView = {
  deposit_minor: 1_000,
  worth_minor: 2_000,
  balance_minor: 8_000,
  shipping_most_minor: 0,
  balance_from_ms: NOW_MS + HOUR,
  balance_until_ms: NOW_MS + 2 * HOUR,
  deposit_paid_at_ms: null,
};
const claimed = anOrder({ presale: PRESALE, total_minor: 9_000 });
const reserved = anOrder({
  status: "deposit_paid",
  presale: { ...PRESALE, deposit_paid_at_ms: NOW_MS },
  total_minor: 9_000,
});

it("asks for the deposit first and for the balance then", () => {
  expect([isDepositDue(claimed), dueMinor(claimed)]).toEqual([true, 1_000]);
  expect([isDepositDue(reserved), dueMinor(reserved)]).toEqual([false, 8_000]);
  expect([isDepositDue(anOrder()), dueMinor(anOrder())]).toEqual([false, 2_500]);
  expect(payWords(claimed, 1_000)).toBe("Pay the deposit of €10.00");
  expect(payWords(reserved, 7_500)).toBe("Pay the balance of €75.00");
  expect(payWords(anOrder(), 2_500)).toBe("Pay €25.00");
});

it("lets the balance be paid from the beginning of its window until just before its end", () => {
  const times = [HOUR - 1, HOUR, 2 * HOUR - 1, 2 * HOUR];
  expect(times.map((after) => isBalanceDue(reserved, NOW_MS + after))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isBalanceDue(claimed, NOW_MS + HOUR)).toBe(false);
});

it("says what a deposit counts for, if that is more than it is", () => {
  const terms = { deposit_minor: 1_000, worth_minor: 2_000 } as PresaleView;
  expect(depositWords(terms, "EUR")).toBe("Deposit €10.00, counts for €20.00");
  expect(depositWords({ ...terms, worth_minor: 1_000 }, "EUR")).toBe("Deposit €10.00");
});

it("reminds of what is at stake when the window closes", () => {
  expect(balanceNews(reserved, false)).toContain("€80.00 for Wool scarf can be paid now");
  expect(balanceNews(reserved, true)).toContain("or the deposit is lost");
});

it("says what shipping may add to the balance before it is paid", () => {
  const presale = { ...PRESALE, shipping_most_minor: 490 };
  const shipped = anOrder({ status: "deposit_paid", presale, total_minor: 9_000 });
  expect(balanceWords(shipped)).toBe("€80.00 (plus up to €4.90 for shipping)");
  expect(balanceWords(reserved)).toBe("€80.00");
  expect(balanceNews(shipped, false)).toContain("€80.00 (plus up to €4.90 for shipping) for Wool");
});
