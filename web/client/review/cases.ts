// A list of cases, as a value: what is asked for, and what becomes of it.

import type { CasePageView, CaseView } from "../types.gen";

export interface Filters {
  status: "waiting" | "decided";
  /** A rule's code; empty for any. */
  rule: string;
  /** Hours since the reward was earned, at least; empty for any. */
  olderThanH: string;
}

export const WAITING: Filters = { status: "waiting", rule: "", olderThanH: "" };

/** Where the cases are asked for. Without a brand they are those of all brands. */
export function pathOf(brand: string | null, filters: Filters, after: string | null = null) {
  const query = new URLSearchParams();
  if (brand !== null) query.set("brand", brand);
  query.set("status", filters.status);
  if (filters.rule) query.set("rule", filters.rule);
  if (filters.olderThanH) query.set("older_than_h", filters.olderThanH);
  if (after !== null) query.set("after", after);
  return `/api/review/cases?${query}`;
}

/** The list with the next page, of which some may have come already. */
export function withMore(page: CasePageView, more: CasePageView): CasePageView {
  const known = new Set(page.cases.map(({ reward_id }) => reward_id));
  const added = more.cases.filter(({ reward_id }) => !known.has(reward_id));
  return { cases: [...page.cases, ...added], next: more.next };
}

/** The list with a case as it is now: what is decided stays in its place until it is asked for anew. */
export function withCase(page: CasePageView, changed: CaseView): CasePageView {
  const cases = page.cases.map((known) =>
    known.reward_id === changed.reward_id ? changed : known,
  );
  return { ...page, cases };
}
