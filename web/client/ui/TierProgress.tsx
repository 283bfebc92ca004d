// How far it is to the next tier: a bar, and in words what is missing.

import { missingText, shareDone } from "../lib/points";
import { t } from "../lib/words";
import type { WalletView } from "../types.gen";

export function TierProgress({ wallet }: { wallet: WalletView }) {
  const { progress, brand_name } = wallet;
  if (!progress) return null;
  const percent = Math.floor(shareDone(wallet) * 100);
  const missing = missingText(wallet);
  return (
    <div class="tier-progress">
      <p class="row-between small">
        <strong>{t("Next: {tier}", { tier: progress.tier.name })}</strong>
        <span class="numeral muted">{missing}</span>
      </p>
      <span
        class="stock-bar"
        role="progressbar"
        aria-label={t("Progress to {name} with {brand_name}", {
          name: progress.tier.name,
          brand_name,
        })}
        aria-valuenow={percent}
        aria-valuetext={`${percent}%: ${missing}`}
      >
        <span class="stock-fill" style={{ transform: `scaleX(${percent / 100})` }} />
      </span>
    </div>
  );
}
