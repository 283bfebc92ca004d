// To whom a show is to be open, as its form has it.

import type { AccessTerms, ShowView } from "../types.gen";

export const ACCESS_FIELDS = [
  "access.min_tier_rank",
  "access.first_tier_rank",
  "access.head_start_s",
];
const HEAD_STARTS_S = [30, 60, 120, 300, 600, 1800];
const USUAL_HEAD_START_S = 120;

export type Terms = Required<AccessTerms>;

export function accessTerms(show: ShowView | undefined): Terms {
  const { min_tier_rank = 0, first_tier_rank = 0, head_start_s = 0 } = show?.access ?? {};
  return { min_tier_rank, first_tier_rank, head_start_s };
}

/** Nobody comes first who may not come in at all, or as everybody does. */
export function opened(terms: Terms, minTierRank: number): Terms {
  const changed = { ...terms, min_tier_rank: minTierRank };
  return terms.first_tier_rank > minTierRank ? changed : withFirst(changed, 0);
}

export function withFirst(terms: Terms, firstTierRank: number): Terms {
  const headStart = terms.head_start_s || USUAL_HEAD_START_S;
  return {
    ...terms,
    first_tier_rank: firstTierRank,
    head_start_s: firstTierRank > 0 ? headStart : 0,
  };
}

/** The usual ones, and what a program chose. */
export function headStarts(chosen: number): number[] {
  return [...new Set([...HEAD_STARTS_S, chosen])].sort((one, other) => one - other);
}
