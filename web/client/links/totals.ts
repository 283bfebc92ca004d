// A sharer's desk, as a value: what its links come to, and how a live change is taken in.

import type { DeskView, LinkView, MyLinkChanged } from "../types.gen";

export interface Totals {
  clicks: number;
  orders: number;
  /** Pending rewards, one sum a currency. */
  pending: { currency: string; amountMinor: number }[];
}

export function totalsOf(links: readonly LinkView[]): Totals {
  const pending = new Map<string, number>();
  for (const link of links) {
    if (link.pending_minor === 0) continue;
    pending.set(link.currency, (pending.get(link.currency) ?? 0) + link.pending_minor);
  }
  return {
    clicks: sum(links, (link) => link.clicks),
    orders: sum(links, (link) => link.orders),
    pending: [...pending].map(([currency, amountMinor]) => ({ currency, amountMinor })),
  };
}

/** The desk after a live change; the same change twice makes no difference. */
export function changed(desk: DeskView, change: MyLinkChanged): DeskView {
  const { link, reward } = change;
  const isKnown = desk.links.some((known) => known.code === link.code);
  const links = isKnown
    ? desk.links.map((known) => (known.code === link.code ? newer(known, link) : known))
    : [link, ...desk.links];
  const isNew = reward && !desk.rewards.some((known) => known.id === reward.id);
  return { links, rewards: isNew ? [reward, ...desk.rewards] : desk.rewards };
}

// Counts only grow, so of two states the one that has counted more is the newer.
function newer(known: LinkView, given: LinkView): LinkView {
  return given.clicks < known.clicks || given.orders < known.orders ? known : given;
}

function sum(links: readonly LinkView[], of: (link: LinkView) => number): number {
  return links.reduce((total, link) => total + of(link), 0);
}
