// What links of each tier bring: to the sharer, and to the friend.

import { formatRate } from "../lib/money";
import { t } from "../lib/words";
import { ChoiceField } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";
import { VoucherField } from "../ui/VoucherField";
import type { PartProps } from "./Rewards";
import type { TierDraft } from "./rewardDraft";

export function TierRewards(part: PartProps) {
  return (
    <section class="programme-part" aria-labelledby="tier-rewards-title">
      <h2 id="tier-rewards-title">{t("By tier")}</h2>
      <p class="small muted">
        {t(
          "Each click keeps what it promised. A friend gets the voucher once, when they come by a link and have not bought from you before.",
        )}
      </p>
      <ol class="programme-tiers">
        {part.draft.tiers.map((tier, place) => (
          <Tier key={tier.rank} part={part} tier={tier} place={place} />
        ))}
      </ol>
    </section>
  );
}

interface TierProps {
  part: PartProps;
  tier: TierDraft;
  place: number;
}

function Tier({ part, tier, place }: TierProps) {
  const { brand, vouchers, draft, errors, onChange } = part;
  const set = (changed: Partial<TierDraft>) =>
    onChange({
      tiers: draft.tiers.map((other) =>
        other.rank === tier.rank ? { ...other, ...changed } : other,
      ),
    });
  return (
    <li>
      <fieldset class="card card-pad programme-tier">
        <legend class="eyebrow">{tier.name}</legend>
        <div class="programme-fields">
          <ChoiceField
            label={t("An order earns")}
            name={`kind-${tier.rank}`}
            value={tier.kind}
            choices={[
              ["rate", t("Its rate, {rate} of the order", { rate: formatRate(tier.rateBp) })],
              ["fixed", t("A fixed amount")],
              ["points", t("Points")],
            ]}
            onChoose={(kind) => set({ kind, amount: "" })}
          />
          {tier.kind !== "rate" && (
            <TextField
              label={
                tier.kind === "points"
                  ? t("Points an order")
                  : t("An order, in {currency}", { currency: brand.currency })
              }
              name={`amount-${tier.rank}`}
              value={tier.amount}
              onText={(amount) => set({ amount })}
              error={errors[`tiers[${place}].amount`]}
              inputMode="decimal"
              autocomplete="off"
            />
          )}
          <VoucherField
            label={t("Friend's voucher")}
            error={errors[`tiers[${place}].friend_voucher_id`]}
            hint={
              vouchers.length === 0 && t("Issue one on your desk that people get from you by name.")
            }
            name={`voucher-${tier.rank}`}
            value={tier.voucherId}
            vouchers={vouchers}
            none={t("None")}
            onChoose={(voucherId) => set({ voucherId })}
          />
        </div>
      </fieldset>
    </li>
  );
}
