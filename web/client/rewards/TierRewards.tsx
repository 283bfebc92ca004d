// What links of each tier bring: to the sharer, and to the friend.

import { formatRate } from "../lib/money";
import { t } from "../lib/words";
import { Field, TextField } from "../ui/Field";
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
  const { brand, draft, errors, onChange } = part;
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
          <Field label={t("An order earns")}>
            {(control) => (
              <select
                {...control}
                class="input"
                name={`kind-${tier.rank}`}
                value={tier.kind}
                onChange={(event) =>
                  set({ kind: event.currentTarget.value as TierDraft["kind"], amount: "" })
                }
              >
                <option value="rate">
                  {t("Its rate, {rate} of the order", { rate: formatRate(tier.rateBp) })}
                </option>
                <option value="fixed">{t("A fixed amount")}</option>
                <option value="points">{t("Points")}</option>
              </select>
            )}
          </Field>
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
          <FriendVoucher {...{ part, tier, place }} onChoose={(voucherId) => set({ voucherId })} />
        </div>
      </fieldset>
    </li>
  );
}

interface FriendVoucherProps extends TierProps {
  onChoose: (voucherId: string) => void;
}

function FriendVoucher({ part, tier, place, onChoose }: FriendVoucherProps) {
  const { vouchers, errors } = part;
  const isKnown = !tier.voucherId || vouchers.some(({ id }) => id === tier.voucherId);
  return (
    <Field
      label={t("Friend's voucher")}
      error={errors[`tiers[${place}].friend_voucher_id`]}
      hint={vouchers.length === 0 && t("Issue one on your desk that people get from you by name.")}
    >
      {(control) => (
        <select
          {...control}
          class="input"
          name={`voucher-${tier.rank}`}
          value={tier.voucherId}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          <option value="">{t("None")}</option>
          {!isKnown && <option value={tier.voucherId}>{t("One that has ended")}</option>}
          {vouchers.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
