// The tiers of a programme, the lowest first: what each asks for and what it brings.

import { t } from "../lib/words";
import { Button } from "../ui/Button";
import { Field, TextField } from "../ui/Field";
import { PlusIcon } from "../ui/icons";
import { VoucherField } from "../ui/VoucherField";
import type { PartProps } from "./Programme";
import { type TierDraft, withTier } from "./programmeDraft";

const MOST_TIERS = 9;

export function Tiers(part: PartProps) {
  const { draft, onChange } = part;
  return (
    <section class="programme-part" aria-labelledby="tiers-title">
      <h2 id="tiers-title">{t("Tiers")}</h2>
      <p class="small muted">
        {t(
          "Everyone begins on the first. A higher one is reached with all that it asks for: points, spend or both. One that asks for nothing is not reached by buying: only who has it keeps it.",
        )}
      </p>
      <ol class="programme-tiers">
        {draft.tiers.map((tier, place) => (
          <Tier key={tier.key} part={part} tier={tier} place={place} />
        ))}
      </ol>
      {draft.tiers.length < MOST_TIERS && (
        <Button onClick={() => onChange(withTier(draft))}>
          <PlusIcon /> {t("Add a tier above")}
        </Button>
      )}
    </section>
  );
}

function Tier({ part, tier, place }: { part: PartProps; tier: TierDraft; place: number }) {
  const { brand, draft, errors, vouchers, onChange } = part;
  const set = (changed: Partial<TierDraft>) =>
    onChange({
      tiers: draft.tiers.map((other) =>
        other.key === tier.key ? { ...other, ...changed } : other,
      ),
    });
  const errorOf = (field: string) => errors[`tiers[${place}].${field}`];
  const isFirst = place === 0;
  const isLast = place === draft.tiers.length - 1;
  const text = (of: keyof TierDraft, field: string, label: string, isOptional = false) => (
    <TextField
      label={label}
      name={`tier-${place}-${of}`}
      value={String(tier[of])}
      onText={(value) => set({ [of]: value })}
      error={errorOf(field)}
      isOptional={isOptional}
      inputMode={of === "name" || of === "perk" ? "text" : "decimal"}
      autocomplete="off"
      maxLength={of === "perk" ? 160 : 40}
    />
  );
  return (
    <li>
      <fieldset class="card card-pad programme-tier">
        <legend class="eyebrow">
          {t("Tier {number}", { number: place + 1 })}
          {tier.name && <span class="visually-hidden">: {tier.name}</span>}
        </legend>
        <div class="programme-fields">
          {text("name", "name", t("Name"))}
          {!isFirst && text("points", "points_from", t("From points"), true)}
          {!isFirst &&
            text(
              "spend",
              "spend_from_minor",
              t("From spend in {currency}", { currency: brand.currency }),
              true,
            )}
          {text("percent", "share_rate_bp", t("Share rate in percent"))}
          {text("times", "multiplier_bp", t("Points times"))}
          {text("early", "early_access_s", t("Early access in seconds"))}
          <VoucherField
            label={t("Voucher when they come to it")}
            name={`tier-${place}-voucher`}
            vouchers={vouchers}
            value={tier.voucherId}
            onChoose={(voucherId) => set({ voucherId })}
            error={errorOf("entry_voucher_id")}
            none={t("None")}
          />
        </div>
        <Field
          label={t("Free shipping")}
          hint={t("What you charge for shipping stands on your brand's page.")}
          error={errorOf("has_free_shipping")}
          isChecked
        >
          {(control) => (
            <input
              {...control}
              type="checkbox"
              name={`tier-${place}-shipping`}
              checked={tier.shipsFree}
              onChange={(event) => set({ shipsFree: event.currentTarget.checked })}
            />
          )}
        </Field>
        {text("perk", "perk", t("What else it brings, in words"), true)}
        {isLast && !isFirst && (
          <Button
            size="s"
            variant="quiet"
            onClick={() => onChange({ tiers: draft.tiers.slice(0, -1) })}
          >
            {tier.name ? t("Remove {tier}", { tier: tier.name }) : t("Remove this tier")}
          </Button>
        )}
      </fieldset>
    </li>
  );
}
