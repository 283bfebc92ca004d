// What the server has checked: nobody paid less for the product in public in the last thirty days.

import { t } from "../lib/words";
import type { DealView } from "../types.gen";

export function LowestBadge({ deal }: { deal: DealView }) {
  return deal.is_lowest_price ? (
    <span class="lowest-badge">{t("Lowest price in 30 days")}</span>
  ) : null;
}
