// A sharer's desk, as a value: what its links come to, and how a live change is taken in.

import type { DeskView, LinkView, MyLinkChanged, RewardView } from "../types.gen";

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
  return { links, rewards: reward ? withReward(desk.rewards, reward) : desk.rewards };
}

/** The desk after it was asked for anew: what was told meanwhile is not taken back by an older answer. */
export function refreshed(desk: DeskView, answer: DeskView): DeskView {
  const known = new Map(desk.links.map((link) => [link.code, link]));
  return {
    links: answer.links.map((link) => newer(known.get(link.code) ?? link, link)),
    rewards: desk.rewards.reduceRight(withReward, answer.rewards),
  };
}

/** Whether the sharer is told of the reward for the first time. */
export function isNewReward(desk: DeskView, reward: RewardView): boolean {
  return reward.status === "pending" && !desk.rewards.some(({ id }) => id === reward.id);
}

function withReward(rewards: RewardView[], given: RewardView): RewardView[] {
  if (!rewards.some(({ id }) => id === given.id)) return [given, ...rewards];
  return rewards.map((known) => (known.id === given.id ? corrected(known, given) : known));
}

function corrected(known: RewardView, given: RewardView): RewardView {
  return given.version >= known.version ? given : known;
}

// Versions and counts only grow, so of two states the one that has the higher is the newer.
function newer(known: LinkView, given: LinkView): LinkView {
  if (given.version !== known.version) return given.version < known.version ? known : given;
  return given.clicks < known.clicks || given.orders < known.orders ? known : given;
}

function sum(links: readonly LinkView[], of: (link: LinkView) => number): number {
  return links.reduce((total, link) => total + of(link), 0);
}
