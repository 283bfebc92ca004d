import { describe, expect, it } from "vitest";
import type { RulebookView } from "../types.gen";
import { draftOf, read } from "./rulesDraft";

const rulebook = {
  version: 3,
  rules: [
    { code: "ring", is_on: true, at_least: 1, severity: "hold" },
    { code: "rewards_a_day", is_on: false, at_least: 300, severity: "refuse" },
  ],
} as RulebookView;

describe("read", () => {
  it("sends back what was not changed as it was, with its version", () => {
    expect(read(draftOf(rulebook), 3)).toEqual({
      body: {
        version: 3,
        rules: [
          { code: "ring", is_on: true, at_least: 1, severity: "hold" },
          { code: "rewards_a_day", is_on: false, at_least: 300, severity: "refuse" },
        ],
      },
      errors: {},
    });
  });

  it.each(["", "0", "-1", "1.5", "many", "100001"])("does not take %j for a count", (atLeast) => {
    const drafts = draftOf(rulebook).map((draft) => ({ ...draft, atLeast }));
    expect(Object.keys(read(drafts, 3).errors)).toEqual(["ring", "rewards_a_day"]);
  });
});
