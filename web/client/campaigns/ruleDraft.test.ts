import { expect, test } from "vitest";
import type { Rule } from "../types.gen";
import { draftOf, newCondition, read } from "./ruleDraft";

const RULE: Rule = {
  match: "any",
  groups: [
    {
      match: "all",
      conditions: [
        { by: "between", fact: "spend_minor", at_least: 1950, at_most: null },
        { by: "ago", fact: "last_bought_at", at_least_days: 30, at_most_days: 90 },
      ],
    },
    {
      match: "any",
      conditions: [
        { by: "between", fact: "green_bp", at_least: 5000, at_most: null },
        { by: "categories", any_of: ["Shoes"] },
      ],
    },
  ],
};

test("a rule that is opened and not touched stays as it is", () => {
  const { rule, errors } = read(draftOf(RULE, "EUR"), "EUR");
  expect(errors).toEqual({});
  expect(rule).toEqual(RULE);
});

test.each([
  ["orders", "", ""],
  ["orders", "3", "2"],
  ["orders", "a few", ""],
  ["green_bp", "101", ""],
  ["last_bought_at", "", "4000"],
  ["spend_minor", "1.999", ""],
  ["categories", "", ""],
] as const)("%s from %s to %s is said to be wrong, and left out", (kind, least, most) => {
  const condition = { ...newCondition(kind), least, most };
  const draft = {
    match: "all" as const,
    groups: [{ key: -1, match: "all" as const, conditions: [condition] }],
  };
  const { rule, errors } = read(draft, "EUR");
  expect(errors[condition.key]).toBeTruthy();
  expect(rule.groups?.[0]?.conditions).toEqual([]);
});
