// What a profile can be chosen from.

import { pageLanguage } from "../lib/words";

const LEAP_YEAR = 2024;
const MOST_DAYS = 31;

/** The months' names in the page's language. */
export function monthNames(locale = pageLanguage()): string[] {
  const format = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, month) =>
    format.format(new Date(Date.UTC(LEAP_YEAR, month))),
  );
}

/** The days of a month, from 1; of none, all that a month can have. */
export function daysIn(month: number | null): number[] {
  const length = month ? new Date(Date.UTC(LEAP_YEAR, month, 0)).getUTCDate() : MOST_DAYS;
  return Array.from({ length }, (_, day) => day + 1);
}

/** The time zones that the browser knows, and the one that is chosen. */
export function timeZones(chosen: string | null): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return chosen === null || known.includes(chosen) ? known : [chosen, ...known];
}
