import { expect, it } from "vitest";
import { fromLocalInput } from "../lib/dates";
import { type Draft, proposedDraft, read } from "./voucherDraft";

const NOW = Date.UTC(2026, 10, 11, 12);

function reading(facts: Partial<Draft>) {
  return read({ ...proposedDraft(NOW, "show", "EUR"), title: "Ten", ...facts }, false, NOW);
}

it("proposes a tenth off for a week, collected in the show", () => {
  const { body, errors } = reading({});
  expect(errors).toEqual({});
  expect(body).toMatchObject({ kind: "percent", rate_bp: 1_000, how: "collect", show_id: "show" });
  expect(body.ends_at_ms).toBe(fromLocalInput(proposedDraft(NOW, "show", "EUR").ends));
  expect(proposedDraft(NOW, "", "EUR").how).toBe("code");
});

it("sends only what its kind looks at", () => {
  const drafts = { amount: "5", percent: "10", step: "30", cap: "20" };
  expect(reading({ kind: "fixed", ...drafts }).body).toMatchObject({
    amount_minor: 500,
    rate_bp: 0,
    step_minor: 0,
    cap_minor: null,
  });
  expect(reading({ kind: "each", ...drafts }).body).toMatchObject({
    amount_minor: 500,
    rate_bp: 0,
    step_minor: 3_000,
    cap_minor: 2_000,
  });
});

it("leaves out what is empty", () => {
  expect(reading({}).body).toMatchObject({ total_limit: null, budget_minor: null, code: null });
  expect(reading({ category: " lamp " }).body).toMatchObject({
    scope: "category",
    category: "lamp",
  });
  expect(reading({ how: "code", code: " HELLO " }).body).toMatchObject({
    code: "HELLO",
    show_id: null,
  });
});

it.each<[Partial<Draft>, string]>([
  [{ title: " " }, "title"],
  [{ percent: "0" }, "rate_bp"],
  [{ percent: "101" }, "rate_bp"],
  [{ kind: "fixed", amount: "" }, "amount_minor"],
  [{ kind: "each", amount: "50", step: "30" }, "step_minor"],
  [{ cap: "much" }, "cap_minor"],
  [{ threshold: "much" }, "threshold_minor"],
  [{ budget: "0" }, "budget_minor"],
  [{ perPerson: "0" }, "per_person"],
  [{ total: "1.5" }, "total_limit"],
  [{ showId: "" }, "show_id"],
  [{ ends: "" }, "ends_at_ms"],
])("says at its field what is wrong: %o", (facts, field) => {
  expect(Object.keys(reading(facts).errors)).toEqual([field]);
});

it("is for all brands in the currency that was chosen when the operator issues it", () => {
  const draft = {
    ...proposedDraft(NOW, "", "EUR"),
    title: "Ten",
    kind: "fixed",
    amount: "500",
  } as const;
  const { body } = read({ ...draft, currency: "JPY" }, true, NOW);
  expect(body).toMatchObject({ scope: "platform", currency: "JPY", amount_minor: 500 });
  expect(read({ ...draft, category: "lamp" }, true, NOW).body.scope).toBe("category");
  expect(read(draft, false, NOW).body.currency).toBeUndefined();
});
