// What the wallet knows, carried on by what it is told. Of two states of one wallet the higher version is the newer.

import { formatDate } from "../lib/dates";
import { pointsText } from "../lib/points";
import { t } from "../lib/words";
import type { MeView, MyPointsExpiring, WalletView } from "../types.gen";

export function newer(known: readonly WalletView[], wallet: WalletView): WalletView[] {
  const old = known.find(({ brand_id }) => brand_id === wallet.brand_id);
  if (!old) return [...known, wallet];
  if (old.version >= wallet.version) return [...known];
  return known.map((other) => (other === old ? wallet : other));
}

export function expiryNews({ brand_name, points, expires_at_ms }: MyPointsExpiring): string {
  return t("{points} with {brand} expire on {date}.", {
    points: pointsText(points),
    brand: brand_name,
    date: formatDate(expires_at_ms),
  });
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
    ? t("You are {tier} with {brand} now.", { tier: tier.name, brand: brand_name })
    : t("Your tier with {brand} is {tier} now.", { brand: brand_name, tier: tier.name });
}
