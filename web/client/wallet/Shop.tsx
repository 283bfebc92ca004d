// What points buy: vouchers of the brand.

import { useRef, useState } from "preact/hooks";
import { api, newIdempotencyKey } from "../lib/api";
import { pointsText } from "../lib/points";
import { t } from "../lib/words";
import type { WalletView } from "../types.gen";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

type Redeemable = WalletView["redeemables"][number];

export interface ShopProps {
  wallet: WalletView;
  onChanged: (wallet: WalletView) => void;
}

export function Shop({ wallet, onChanged }: ShopProps) {
  const [chosen, setChosen] = useState<Redeemable | null>(null);
  const key = useRef("");
  const redeem = useAction(async (wanted: Redeemable) => {
    const body = { voucher_id: wanted.voucher_id, points: wanted.points };
    const path = `/api/me/wallets/${wallet.brand_slug}/redemptions`;
    onChanged(await api.post<WalletView>(path, body, { idempotencyKey: key.current }));
    setChosen(null);
    toast(t("“{title}” is on its way to your vouchers.", { title: wanted.title }), "good");
  });
  if (wallet.redeemables.length === 0) return null;
  return (
    <div class="wallet-shop">
      <h3>{t("For points")}</h3>
      <ul>
        {wallet.redeemables.map((each) => (
          <li key={each.voucher_id} class="voucher">
            <div class="voucher-text">
              <strong>{each.title}</strong>
              <p class="small muted">{costText(each, wallet.active)}</p>
            </div>
            <Button
              size="s"
              disabled={wallet.active < each.points}
              onClick={() => {
                key.current = newIdempotencyKey();
                redeem.clear();
                setChosen(each);
              }}
            >
              {t("Redeem")}
              <span class="visually-hidden"> {each.title}</span>
            </Button>
          </li>
        ))}
      </ul>
      <p class="small">
        <a class="link" href="/vouchers">
          {t("My vouchers")}
        </a>
      </p>
      <ConfirmDialog
        isOpen={chosen !== null}
        title={t("Spend {points}?", { points: pointsText(chosen?.points ?? 0) })}
        text={t(
          "You get “{title}” with {brand_name}. The points that expire first are spent first.",
          { title: chosen?.title ?? "", brand_name: wallet.brand_name },
        )}
        action={t("Spend the points")}
        isBusy={redeem.isBusy}
        error={redeem.problem?.detail}
        onConfirm={() => chosen && void redeem.run(chosen)}
        onClose={() => setChosen(null)}
      />
    </div>
  );
}

function costText({ points }: Redeemable, active: number): string {
  const missing = points - Math.max(active, 0);
  const cost = pointsText(points);
  return missing > 0 ? t("{cost}: {missing} more to go", { cost, missing }) : cost;
}
