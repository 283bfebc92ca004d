// How the brand credits orders to share links; its managers choose.

import { useState } from "preact/hooks";
import { api, Problem } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, TermsView } from "../types.gen";
import { Button } from "../ui/Button";
import { Field, TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

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
    const wanted = { model, window_days: readDays(days) };
    await api.put<TermsView>(`/api/brands/${brand.slug}/share-terms`, wanted);
    toast(t("Saved. It holds for orders from now on."), "good");
  });
  return (
    <form
      class="form protection"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <Field
        label={t("Which link counts")}
        hint={t("If a buyer followed several links to you before an order.")}
      >
        {(control) => (
          <select
            {...control}
            class="input"
            name="model"
            value={model}
            onChange={(event) => setModel(event.currentTarget.value === "first" ? "first" : "last")}
          >
            <option value="last">{t("The one that was followed last")}</option>
            <option value="first">{t("The one that was followed first")}</option>
          </select>
        )}
      </Field>
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
      <ProblemNote problem={save.problem} besides={["window_days"]} />
      <div class="row">
        <Button type="submit" isBusy={save.isBusy}>
          {t("Save")}
        </Button>
      </div>
    </form>
  );
}

function readDays(text: string): number {
  const days = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  if (days < 1 || days > MOST_DAYS) {
    const message = t("Enter a whole number from 1 to {most}.", { most: MOST_DAYS });
    throw new Problem({
      code: "invalid",
      title: message,
      detail: message,
      fields: { window_days: message },
    });
  }
  return days;
}
