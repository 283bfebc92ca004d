// A number of days as it was typed.

import { wrongFields } from "../lib/api";
import { t } from "../lib/words";

/** The number; throws a `Problem` of the field unless it is a whole one from `least` to `most`. */
export function readDays(field: string, text: string, least: number, most: number): number {
  const days = /^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (days >= least && days <= most) return days;
  throw wrongFields({
    [field]: t("Enter a whole number from {least} to {most}.", { least, most }),
  });
}
