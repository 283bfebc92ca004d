// How the brand credits orders to share links; its managers choose.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, TermsView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { ChoiceField } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { readDays } from "./days";

/** The server's bound (share/views.py). */
const MOST_DAYS = 365;

export interface ShareTermsProps {
  brand: BrandView;
  terms: TermsView;
}

export function ShareTerms({ brand, terms }: ShareTermsProps) {
  const [model, setModel] = useState(terms.model);
  const [days, setDays] = useState(String(terms.window_days));
  const save = useAction(async () => {
    const wanted = { model, window_days: readDays("window_days", days, 1, MOST_DAYS) };
    await api.put<TermsView>(`/api/brands/${brand.slug}/share-terms`, wanted);
    toast(t("Saved. It holds for orders from now on."), "good");
  });
  return (
    <ActionForm action={save} fields={["window_days"]} label={t("Save")} isNarrow>
      <ChoiceField
        label={t("Which link counts")}
        hint={t("If a buyer followed several links to you before an order.")}
        name="model"
        value={model}
        choices={[
          ["last", t("The one that was followed last")],
          ["first", t("The one that was followed first")],
        ]}
        onChoose={setModel}
      />
      <TextField
        label={t("Days a click counts")}
        name="window_days"
        inputMode="numeric"
        autocomplete="off"
        value={days}
        onText={(text) => {
          setDays(text);
          save.clear();
        }}
        error={save.problem?.fields.window_days}
        hint={t("For clicks from now on; those before keep what they had.")}
        required
      />
    </ActionForm>
  );
}
