// A brand's rewards, for its managers: by tier, limited, and payable after the return window.

import { useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import type { Titled } from "../lib/titled";
import { t } from "../lib/words";
import type { BrandView, RewardTermsView } from "../types.gen";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { Limits } from "./Limits";
import { type Draft, draftOf, type Errors, read } from "./rewardDraft";
import { TierRewards } from "./TierRewards";

export interface RewardsProps {
  brand: BrandView;
  terms: RewardTermsView;
  /** Those of the brand that are handed out by name. */
  vouchers: Titled[];
}

/** What each part of the form is given. */
export interface PartProps extends RewardsProps {
  draft: Draft;
  errors: Errors;
  onChange: (part: Partial<Draft>) => void;
}

export function Rewards({ brand, terms: initial, vouchers }: RewardsProps) {
  const [terms, setTerms] = useState(initial);
  const [draft, setDraft] = useState(() => draftOf(initial, brand.currency));
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { body, errors } = read(draft, brand.currency, terms.version);
  const save = useAction(async () => {
    const saved = await api.put<RewardTermsView>(`/api/brands/${brand.slug}/reward-terms`, body);
    setTerms(saved);
    setDraft(draftOf(saved, brand.currency));
    toast(t("Saved. Links that are followed from now on earn by it."), "good");
  });
  const shown = { ...(isTried ? errors : {}), ...save.problem?.fields };
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    save.clear();
  };
  const part = { brand, terms, vouchers, draft, errors: shown, onChange: change };
  const submit = async () => {
    setTried(true);
    if (Object.keys(errors).length === 0) await save.run();
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  };
  return (
    <form
      ref={form}
      class="programme"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TierRewards {...part} />
      <Limits {...part} />
      <Payable {...part} />
      <ProblemNote problem={save.problem} besides={Object.keys(shown)} />
      <div class="row">
        <Button type="submit" variant="primary" isBusy={save.isBusy}>
          {t("Save the rewards")}
        </Button>
      </div>
    </form>
  );
}

function Payable({ brand, draft, errors, onChange }: PartProps) {
  return (
    <section class="programme-part" aria-labelledby="payable-title">
      <h2 id="payable-title">{t("Paying out")}</h2>
      <div class="programme-fields">
        <TextField
          label={t("Pending for days")}
          name="return_days"
          value={draft.returnDays}
          onText={(returnDays) => onChange({ returnDays })}
          error={errors.return_days}
          hint={t("From the payment on, as long as what was bought can be returned.")}
          inputMode="numeric"
          autocomplete="off"
        />
        <TextField
          label={t("Pay out from, in {currency}", { currency: brand.currency })}
          name="least_payout_minor"
          value={draft.leastPayout}
          onText={(leastPayout) => onChange({ leastPayout })}
          error={errors.least_payout_minor}
          hint={t("Who has less to get waits for the next payout.")}
          inputMode="decimal"
          autocomplete="off"
          isOptional
        />
      </div>
    </section>
  );
}
