// What points buy: vouchers of the brand.

import { useRef, useState } from "preact/hooks";
import { api, newIdempotencyKey } from "../lib/api";
import { pointsText } from "../lib/points";
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
    toast(`“${wanted.title}” is on its way to your vouchers.`, "good");
  });
  if (wallet.redeemables.length === 0) return null;
  return (
    <div class="wallet-shop">
      <h3>For points</h3>
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
              Redeem<span class="visually-hidden"> {each.title}</span>
            </Button>
          </li>
        ))}
      </ul>
      <p class="small">
        <a class="link" href="/vouchers">
          My vouchers
        </a>
      </p>
      <ConfirmDialog
        isOpen={chosen !== null}
        title={`Spend ${pointsText(chosen?.points ?? 0)}?`}
        text={`You get “${chosen?.title ?? ""}” with ${wallet.brand_name}. The points that expire first are spent first.`}
        action="Spend the points"
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
  return missing > 0 ? `${pointsText(points)}: ${missing} more to go` : pointsText(points);
}
