// What buyers are promised, as brand.html says it too.

import { t, tn } from "../lib/words";

export function promiseWords(days: number): string {
  if (days === 0) return t("Prices are not protected.");
  return tn(
    "If a price falls within a day after you buy, you get the difference back automatically.",
    "If a price falls within {count} days after you buy, you get the difference back automatically.",
    days,
  );
}
