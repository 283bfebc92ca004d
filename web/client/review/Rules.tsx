// A brand's rules against cheating, for its managers.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, RulebookView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { ChoiceField } from "../ui/ChoiceField";
import { Field, TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { ruleHint, ruleTitle } from "./findings";
import { draftOf, type RuleDraft, read } from "./rulesDraft";

export function Rules({ brand, rulebook }: { brand: BrandView; rulebook: RulebookView }) {
  const [version, setVersion] = useState(rulebook.version);
  const [drafts, setDrafts] = useState(() => draftOf(rulebook));
  const [isTried, setTried] = useState(false);
  const { body, errors } = read(drafts, version);
  const save = useAction(async () => {
    const saved = await api.put<RulebookView>(`/api/brands/${brand.slug}/review-rules`, body);
    setVersion(saved.version);
    setDrafts(draftOf(saved));
    setTried(false);
    toast(t("Saved. It holds for rewards from now on."), "good");
  });
  const counted = new Set(rulebook.rules.filter((rule) => rule.is_counted).map(({ code }) => code));
  const set = (changed: RuleDraft) => {
    setDrafts(drafts.map((draft) => (draft.code === changed.code ? changed : draft)));
    save.clear();
  };
  return (
    <details class="desk-more review-rules">
      <summary>{t("Rules of {brand}", { brand: brand.name })}</summary>
      <ActionForm
        action={save}
        fields={[]}
        label={t("Save the rules")}
        errors={errors}
        onWrong={() => setTried(true)}
        isInDialog
      >
        {drafts.map((draft) => (
          <Rule
            key={draft.code}
            draft={draft}
            isCounted={counted.has(draft.code)}
            error={isTried ? errors[draft.code] : undefined}
            onChange={set}
          />
        ))}
      </ActionForm>
    </details>
  );
}

interface RuleProps {
  draft: RuleDraft;
  isCounted: boolean;
  error: string | undefined;
  onChange: (changed: RuleDraft) => void;
}

function Rule({ draft, isCounted, error, onChange }: RuleProps) {
  return (
    <fieldset class="review-rule">
      <legend class="visually-hidden">{ruleTitle(draft.code)}</legend>
      <Field label={ruleTitle(draft.code)} hint={ruleHint(draft.code)} isChecked>
        {(control) => (
          <input
            {...control}
            type="checkbox"
            checked={draft.isOn}
            onChange={(event) => onChange({ ...draft, isOn: event.currentTarget.checked })}
          />
        )}
      </Field>
      {isCounted && draft.isOn && (
        <TextField
          label={t("From this many on")}
          name={`${draft.code}-at-least`}
          value={draft.atLeast}
          onText={(atLeast) => onChange({ ...draft, atLeast })}
          error={error}
          inputMode="numeric"
          autocomplete="off"
          maxLength={6}
        />
      )}
      {draft.isOn && (
        <ChoiceField
          label={t("Then")}
          value={draft.severity}
          choices={[
            ["hold", t("Hold it for review")],
            ["refuse", t("Refuse it at once")],
          ]}
          onChoose={(severity) => onChange({ ...draft, severity })}
        />
      )}
    </fieldset>
  );
}
