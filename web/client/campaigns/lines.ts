// The columns that a chart by day draws. Pure.

import type { BrandView, GroupView, TierDayView } from "../types.gen";

export interface Line {
  label: string;
  values: number[];
}

/** A line for each tier; days are those that were counted. */
export function tierLines(brand: BrandView, days: readonly TierDayView[]): Line[] {
  return brand.tiers.map(({ name }, place) => ({
    label: name,
    values: days.map(({ members }) => members[place] ?? 0),
  }));
}

/** How many percent of each group had bought by the end of each day, from 0 at the start. */
export function rateLines(groups: readonly [string, GroupView][]): Line[] {
  return groups.map(([label, { rate_by_day_bp }]) => ({
    label,
    values: [0, ...rate_by_day_bp.map((rate) => rate / 100)],
  }));
}
