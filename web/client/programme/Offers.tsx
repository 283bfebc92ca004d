// What points buy: vouchers of the brand that are handed out by name.

import { t } from "../lib/words";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { PlusIcon } from "../ui/icons";
import { VoucherField } from "../ui/VoucherField";
import type { PartProps } from "./Programme";
import { type OfferDraft, withOffer } from "./programmeDraft";

const MOST_OFFERS = 20;

export function Offers(part: PartProps) {
  const { draft, vouchers, onChange } = part;
  return (
    <section class="programme-part" aria-labelledby="offers-title">
      <h2 id="offers-title">{t("What points buy")}</h2>
      {vouchers.length === 0 && (
        <p class="small muted">
          {t(
            "Issue a voucher that people get from you by name. It can then be had for points, or on coming to a tier.",
          )}{" "}
          <a class="link" href="/host">
            {t("Host desk")}
          </a>
        </p>
      )}
      {draft.offers.length > 0 && (
        <ul class="programme-tiers">
          {draft.offers.map((offer, place) => (
            <Offer key={offer.key} part={part} offer={offer} place={place} />
          ))}
        </ul>
      )}
      {vouchers.length > 0 && draft.offers.length < MOST_OFFERS && (
        <Button onClick={() => onChange(withOffer(draft, ""))}>
          <PlusIcon /> {t("Offer a voucher")}
        </Button>
      )}
    </section>
  );
}

function Offer({ part, offer, place }: { part: PartProps; offer: OfferDraft; place: number }) {
  const { draft, errors, vouchers, onChange } = part;
  const others = draft.offers.filter(({ key }) => key !== offer.key);
  const set = (changed: Partial<OfferDraft>) =>
    onChange({
      offers: draft.offers.map((other) =>
        other.key === offer.key ? { ...other, ...changed } : other,
      ),
    });
  return (
    <li class="programme-offer">
      <VoucherField
        label={t("Voucher {place}", { place: place + 1 })}
        name={`offer-${place}`}
        vouchers={vouchers}
        value={offer.voucherId}
        onChoose={(voucherId) => set({ voucherId })}
        error={errors[`redeemables[${place}].voucher_id`]}
        none={t("Choose one")}
      />
      <TextField
        label={t("Costs points")}
        name={`offer-${place}-points`}
        value={offer.points}
        onText={(points) => set({ points })}
        error={errors[`redeemables[${place}].points`]}
        inputMode="numeric"
        autocomplete="off"
        maxLength={9}
      />
      <Button variant="quiet" onClick={() => onChange({ offers: others })}>
        {t("Remove")}
        <span class="visually-hidden"> {t("Voucher {number}", { number: place + 1 })}</span>
      </Button>
    </li>
  );
}
