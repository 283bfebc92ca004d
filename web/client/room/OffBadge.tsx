// What a buyer saves, on the corner of the picture.

import { percentOff } from "../lib/money";
import type { DealView } from "../types.gen";

export function OffBadge({ deal }: { deal: DealView }) {
  const off = percentOff(deal.price_minor, deal.list_price_minor);
  return off > 0 ? <span class="off-badge numeral">−{off}%</span> : null;
}
