// What the brand charges for shipping; its managers choose.

import { useState } from "preact/hooks";
import { api, wrongFields } from "../lib/api";
import { formatAmount, parseAmount } from "../lib/money";
import { termsText } from "../lib/shipping";
import { t } from "../lib/words";
import type { BrandView, NewShippingTerms, ShippingTermsView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

export interface ShippingProps {
  brand: BrandView;
  terms: ShippingTermsView;
}

export function Shipping({ brand, terms: initial }: ShippingProps) {
  const { currency } = brand;
  const [terms, setTerms] = useState(initial);
  const [fee, setFee] = useState(written(initial.fee_minor, currency));
  const [freeFrom, setFreeFrom] = useState(written(initial.free_from_minor, currency));
  const save = useAction(async () => {
    const path = `/api/brands/${brand.slug}/shipping-terms`;
    setTerms(await api.put<ShippingTermsView>(path, readTerms(fee, freeFrom, currency)));
    toast(t("Saved. It holds for what is paid from now on."), "good");
  });
  const field = (name: string, label: string, hint: string, value: string, set: typeof setFee) => (
    <TextField
      label={label}
      name={name}
      inputMode="decimal"
      autocomplete="off"
      value={value}
      onText={(text) => {
        set(text);
        save.clear();
      }}
      error={save.problem?.fields[name]}
      hint={hint}
      isOptional
    />
  );
  return (
    <ActionForm action={save} fields={["fee_minor", "free_from_minor"]} label={t("Save")} isNarrow>
      <p>{termsText(terms)}</p>
      {field(
        "fee_minor",
        t("Shipping fee in {currency}", { currency }),
        t("Once for all that a buyer pays together. Leave it empty to charge nothing."),
        fee,
        setFee,
      )}
      {field(
        "free_from_minor",
        t("Free from an order worth in {currency}", { currency }),
        t("What your goods cost before vouchers. Leave it empty to charge the fee always."),
        freeFrom,
        setFreeFrom,
      )}
      <p class="small muted">
        {t("Which tiers ship for free you choose in your programme.")}{" "}
        <a class="link" href={`/host/brands/${brand.slug}/programme`}>
          {t("Programme")}
        </a>
      </p>
    </ActionForm>
  );
}

function written(amountMinor: number | null, currency: string): string {
  return amountMinor ? formatAmount(amountMinor, currency) : "";
}

function readTerms(fee: string, freeFrom: string, currency: string): NewShippingTerms {
  const fields: Record<string, string> = {};
  const amount = (name: string, text: string) => {
    const minor = text.trim() ? parseAmount(text, currency) : 0;
    if (minor === null) fields[name] = t("Enter an amount, or leave it empty.");
    return minor ?? 0;
  };
  const terms = {
    fee_minor: amount("fee_minor", fee),
    free_from_minor: amount("free_from_minor", freeFrom) || null,
  };
  if (Object.keys(fields).length > 0) throw wrongFields(fields);
  return terms;
}
