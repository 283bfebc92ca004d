import { expect, it } from "vitest";
import type { VoucherTerms } from "../types.gen";
import { benefitText, conditionText } from "./vouchers";

function terms(facts: Partial<VoucherTerms>): VoucherTerms {
  return {
    kind: "fixed",
    currency: "EUR",
    amount_minor: 500,
    rate_bp: 0,
    step_minor: 0,
    cap_minor: null,
    threshold_minor: 0,
    scope: "brand",
    category: null,
    ...facts,
  } as VoucherTerms;
}

it.each<[Partial<VoucherTerms>, string]>([
  [{}, "€5.00 off"],
  [{ kind: "percent", rate_bp: 1_250 }, "12.5% off"],
  [{ kind: "percent", rate_bp: 1_000, cap_minor: 2_000 }, "10% off, up to €20.00"],
  [{ kind: "each", step_minor: 30_000 }, "€5.00 off each €300.00"],
  [{ kind: "each", step_minor: 3_000, cap_minor: 1_500 }, "€5.00 off each €30.00, up to €15.00"],
])("says what a voucher takes", (facts, text) => {
  expect(benefitText(terms(facts))).toBe(text);
});

it("says from which amount on and for what it is", () => {
  expect(conditionText(terms({}))).toBe("");
  expect(conditionText(terms({ threshold_minor: 3_000 }))).toBe("from €30.00");
  expect(conditionText(terms({ threshold_minor: 1, scope: "category", category: "lamp" }))).toBe(
    "from €0.01, on lamp",
  );
  expect(conditionText(terms({ scope: "item" }))).toBe("on some products");
});
