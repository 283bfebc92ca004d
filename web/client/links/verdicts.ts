// What was decided about an order, in words for the sharer whose link it is about.

import { t } from "../lib/words";
import type { LinkOrderView } from "../types.gen";

const WORDS: Record<LinkOrderView["verdict"], string> = {
  credited: t("Counts for this link."),
  outdone: t("Another link that the buyer followed counts."),
  self_referral: t("It was your own order."),
  too_old: t("It was paid too long after the click."),
  other_brand: t("It was an order from another brand."),
  no_click: t("The buyer came by no link."),
};

export function verdictWords(verdict: LinkOrderView["verdict"]): string {
  return WORDS[verdict];
}
