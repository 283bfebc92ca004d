// The member's wallet: for each brand the tier and how far it is to the next one, points and how they came about, and what
// they buy. Live.

import { useCallback, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDate } from "../lib/dates";
import { hueClass } from "../lib/hue";
import { useMyFrames } from "../lib/myFrames";
import { earningText, pointsText, windowText } from "../lib/points";
import { t, tn } from "../lib/words";
import type { WalletView } from "../types.gen";
import { Avatar, Badge } from "../ui/Badge";
import { buttonClass } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { TierProgress } from "../ui/TierProgress";
import { toast } from "../ui/Toast";
import { History } from "./History";
import { Shop } from "./Shop";
import { expiryNews, newer } from "./wallets";

export function Wallet({ wallets: initial }: { wallets: WalletView[] }) {
  const [wallets, setWallets] = useState(initial);
  const refresh = useCallback(() => {
    api.get<WalletView[]>("/api/me/wallets").then(setWallets, () => undefined);
  }, []);
  const learn = (wallet: WalletView) => setWallets((known) => newer(known, wallet));
  useMyFrames((frame) => {
    if (frame.t === "my_points") learn(frame.wallet);
    if (frame.t === "my_points_expiring") toast(expiryNews(frame));
  }, refresh);
  if (wallets.length === 0) return <NoWallets />;
  return (
    <div class="wallets">
      {wallets.map((wallet) => (
        <BrandWallet key={wallet.brand_id} wallet={wallet} onChanged={learn} />
      ))}
    </div>
  );
}

interface BrandWalletProps {
  wallet: WalletView;
  onChanged: (wallet: WalletView) => void;
}

function BrandWallet({ wallet, onChanged }: BrandWalletProps) {
  const { brand_slug: slug, brand_name: name, tier } = wallet;
  return (
    <section
      class={`wallet card card-pad ${hueClass(wallet.hue)}`}
      aria-labelledby={`wallet-${slug}`}
    >
      <div class="wallet-head">
        <Avatar name={name} hue={wallet.hue} />
        <h2 id={`wallet-${slug}`}>
          <a href={`/brands/${slug}`}>{name}</a>
        </h2>
        <Badge tone="tier">{tier.name}</Badge>
      </div>
      <TierProgress wallet={wallet} />
      <Terms wallet={wallet} />
      <Points wallet={wallet} />
      <Shop wallet={wallet} onChanged={onChanged} />
      <History wallet={wallet} />
    </section>
  );
}

/** What the tier brings, how long it lasts, and what is earned. */
function Terms({ wallet }: { wallet: WalletView }) {
  const { tier, progress, kept_until_ms } = wallet;
  const earning = earningText(wallet);
  return (
    <div class="small muted stack-s">
      {tier.perk && <p>{tier.perk}</p>}
      {progress && <p>{windowText(wallet)}</p>}
      {kept_until_ms !== null && (
        <p>
          {t("You are {tier} at least until {date}.", {
            tier: tier.name,
            date: formatDate(kept_until_ms),
          })}
        </p>
      )}
      {earning && <p>{earning}</p>}
    </div>
  );
}

function Points({ wallet }: { wallet: WalletView }) {
  const { active, pending, expiring, expires_at_ms, return_days } = wallet;
  return (
    <dl class="totals">
      <div class="card">
        <dt>{active < 0 ? t("Owed after a refund") : t("Points to spend")}</dt>
        <dd data-points="active">{active}</dd>
      </div>
      <div class="card">
        <dt>{pendingText(return_days)}</dt>
        <dd data-points="pending">{pending}</dd>
      </div>
      <div class="card">
        <dt>{t("Expire next")}</dt>
        {expires_at_ms === null ? (
          <dd>{t("None")}</dd>
        ) : (
          <dd class="wallet-expiry">
            {t("{points} on {date}", {
              points: pointsText(expiring),
              date: formatDate(expires_at_ms),
            })}
          </dd>
        )}
      </div>
    </dl>
  );
}

function pendingText(days: number): string {
  if (days === 0) return t("Pending");
  return tn("Pending, for a day after you buy", "Pending, for {count} days after you buy", days);
}

function NoWallets() {
  const action = (
    <a class={buttonClass("primary")} href="/">
      {t("Find a brand")}
    </a>
  );
  return (
    <EmptyState heading="h2" title={t("No memberships yet")} action={action}>
      {t(
        "Join a brand in one press, on its page or in its shows. What you buy there then earns points and tiers, and all of it will be here.",
      )}
    </EmptyState>
  );
}
