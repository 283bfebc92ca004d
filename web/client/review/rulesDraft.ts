// Rules as somebody changes them, and what of it can be saved.

import { t } from "../lib/words";
import type { NewRulebook, RulebookView } from "../types.gen";

type Rule = RulebookView["rules"][number];

export interface RuleDraft {
  code: Rule["code"];
  isOn: boolean;
  atLeast: string;
  severity: Rule["severity"];
}

/** The server's bound (share/review/rules.py). */
const MOST = 100_000;

export function draftOf(rulebook: RulebookView): RuleDraft[] {
  return rulebook.rules.map(({ code, is_on, at_least, severity }) => ({
    code,
    isOn: is_on,
    atLeast: String(at_least),
    severity,
  }));
}

/** What to send, and what is wrong, by the rule's code. */
export function read(
  drafts: readonly RuleDraft[],
  version: number,
): { body: NewRulebook; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const rules = drafts.map(({ code, isOn, atLeast, severity }) => {
    const count = /^\d{1,6}$/.test(atLeast.trim()) ? Number(atLeast) : 0;
    if (count < 1 || count > MOST) {
      errors[code] = t("Enter a whole number from 1 to {most}.", { most: MOST });
    }
    return { code, is_on: isOn, at_least: count, severity };
  });
  return { body: { version, rules }, errors };
}
