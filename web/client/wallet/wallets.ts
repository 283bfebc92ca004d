// What the wallet knows, carried on by what it is told. Of two states of one wallet the higher version is the newer.

import { formatDate } from "../lib/dates";
import { pointsText } from "../lib/points";
import type { MeView, MyPointsExpiring, WalletView } from "../types.gen";

export function newer(known: readonly WalletView[], wallet: WalletView): WalletView[] {
  const old = known.find(({ brand_id }) => brand_id === wallet.brand_id);
  if (!old) return [...known, wallet];
  if (old.version >= wallet.version) return [...known];
  return known.map((other) => (other === old ? wallet : other));
}

export function expiryNews({ brand_name, points, expires_at_ms }: MyPointsExpiring): string {
  return `${pointsText(points)} with ${brand_name} expire on ${formatDate(expires_at_ms)}.`;
}

/** Who they are with the tier of this wallet. */
export function withTier(me: MeView, { brand_id, tier }: WalletView): MeView {
  const memberships = me.memberships.map((membership) =>
    membership.brand_id === brand_id ? { ...membership, tier } : membership,
  );
  return { ...me, memberships };
}

/** What there is to say when a wallet's tier is another; null if it is not. */
export function tierNews(old: WalletView, { tier, brand_name }: WalletView): string | null {
  if (tier.rank === old.tier.rank) return null;
  return tier.rank > old.tier.rank
    ? `You are ${tier.name} with ${brand_name} now.`
    : `Your tier with ${brand_name} is ${tier.name} now.`;
}
