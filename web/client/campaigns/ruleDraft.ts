// A segment's rule while it is written: texts as they stand in the form, and what the API takes for them.

import { formatAmount, parseAmount } from "../lib/money";
import { t } from "../lib/words";
import type { Ago, Between, InCategories, Rule } from "../types.gen";

export type Kind = Between["fact"] | Ago["fact"] | "categories";
export type Condition = Between | Ago | InCategories;

export interface ConditionDraft {
  key: number;
  kind: Kind;
  least: string;
  most: string;
  categories: string[];
}

export interface GroupDraft {
  key: number;
  match: "all" | "any";
  conditions: ConditionDraft[];
}

export interface RuleDraft {
  match: "all" | "any";
  groups: GroupDraft[];
}

/** By the key of the condition. */
export type Errors = Record<number, string>;

export const MOST_GROUPS = 5;
export const MOST_CONDITIONS = 10;
const DAYS = new Set<Kind>(["last_bought_at", "last_watched_at", "joined_at"]);
const MOST_DAYS = 3650;
let keys = 0;

export function isDays(kind: Kind): boolean {
  return DAYS.has(kind);
}

export function newCondition(kind: Kind = "tier_rank"): ConditionDraft {
  return { key: ++keys, kind, least: kind === "tier_rank" ? "1" : "", most: "", categories: [] };
}

export function newGroup(): GroupDraft {
  return { key: ++keys, match: "all", conditions: [newCondition()] };
}

export function draftOf(rule: Rule, currency: string): RuleDraft {
  const groups = (rule.groups ?? []).map((group) => ({
    key: ++keys,
    match: group.match ?? "all",
    conditions: (group.conditions ?? []).map((one) => conditionDraft(one, currency)),
  }));
  return { match: rule.match ?? "all", groups: groups.length > 0 ? groups : [newGroup()] };
}

/** What the API takes, and which conditions say nothing that it could take. */
export function read(draft: RuleDraft, currency: string): { rule: Rule; errors: Errors } {
  const errors: Errors = {};
  const groups = draft.groups.map(({ match, conditions }) => ({
    match,
    conditions: conditions.flatMap((one): Condition[] => {
      const found = readCondition(one, currency);
      if (typeof found !== "string") return [found];
      errors[one.key] = found;
      return [];
    }),
  }));
  return { rule: { match: draft.match, groups }, errors };
}

function conditionDraft(condition: Condition, currency: string): ConditionDraft {
  const key = ++keys;
  if (condition.by === "categories") {
    return { key, kind: "categories", least: "", most: "", categories: condition.any_of };
  }
  const kind = condition.fact;
  const [least, most] =
    condition.by === "ago"
      ? [condition.at_least_days, condition.at_most_days]
      : [condition.at_least, condition.at_most];
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? "" : textOf(kind, value, currency);
  return { key, kind, least: shown(least), most: shown(most), categories: [] };
}

function readCondition(draft: ConditionDraft, currency: string): Condition | string {
  const { kind, categories } = draft;
  if (kind === "categories") {
    return categories.length > 0
      ? { by: "categories", any_of: categories }
      : t("Choose a category.");
  }
  const least = numberOf(kind, draft.least, currency);
  const most = numberOf(kind, draft.most, currency);
  if (least === undefined || most === undefined) return wrong(kind);
  if (least === null && most === null) return t("Fill in one of the two.");
  if (least !== null && most !== null && least > most) {
    return t("The first must not be more than the second.");
  }
  return isDays(kind)
    ? { by: "ago", fact: kind as Ago["fact"], at_least_days: least, at_most_days: most }
    : { by: "between", fact: kind as Between["fact"], at_least: least, at_most: most };
}

/** Null for nothing, undefined for what is no number of this kind. */
function numberOf(kind: Kind, text: string, currency: string): number | null | undefined {
  if (text.trim() === "") return null;
  if (kind === "spend_minor") return parseAmount(text, currency) ?? undefined;
  if (!/^\d{1,9}$/.test(text.trim())) return undefined;
  const value = Number(text.trim());
  if (kind === "green_bp") return value <= 100 ? value * 100 : undefined;
  return isDays(kind) && value > MOST_DAYS ? undefined : value;
}

function textOf(kind: Kind, value: number, currency: string): string {
  if (kind === "spend_minor") return formatAmount(value, currency);
  return String(kind === "green_bp" ? Math.round(value / 100) : value);
}

function wrong(kind: Kind): string {
  if (kind === "spend_minor") return t("Write amounts such as 25.00.");
  if (kind === "green_bp") return t("Write whole percentages from 0 to 100.");
  return isDays(kind) ? t("Write whole days, at most 3650.") : t("Write whole numbers.");
}
