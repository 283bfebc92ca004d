// What was decided about an order, in words for the sharer whose link it is about.

import type { LinkOrderView } from "../types.gen";

const WORDS: Record<LinkOrderView["verdict"], string> = {
  credited: "Counts for this link.",
  outdone: "Another link that the buyer followed counts.",
  self_referral: "It was your own order.",
  too_old: "It was paid too long after the click.",
  other_brand: "It was an order from another brand.",
  no_click: "The buyer came by no link.",
};

export function verdictWords(verdict: LinkOrderView["verdict"]): string {
  return WORDS[verdict];
}
