// What the person says of themselves. All of it is optional.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { NewProfile, ProfileView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { ChoiceField } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { daysIn, monthNames, timeZones } from "./choices";

const FIELDS = ["display_name", "language", "time_zone", "birth_month", "birth_day"];

export function ProfileForm({ profile }: { profile: ProfileView }) {
  const [draft, setDraft] = useState<NewProfile>(() => {
    const { changed_at_ms: _, ...said } = profile;
    return said as NewProfile;
  });
  const say = (part: Partial<NewProfile>) => setDraft({ ...draft, ...part });
  const save = useAction(async () => {
    const name = draft.display_name?.trim() || null;
    await api.put<ProfileView>("/api/me/profile", { ...draft, display_name: name });
    toast(t("Your profile is saved."), "good");
  });
  const wrong = save.problem?.fields ?? {};
  return (
    <section class="card card-pad stack" aria-labelledby="about-me">
      <h2 id="about-me">{t("About me")}</h2>
      <p class="muted">
        {t("All of this is optional. A brand sees it only if you allow that brand below.")}
      </p>
      <ActionForm action={save} fields={FIELDS} label={t("Save my profile")}>
        <TextField
          label={t("Name")}
          name="display_name"
          value={draft.display_name ?? ""}
          onText={(text) => say({ display_name: text || null })}
          error={wrong.display_name}
          hint={t("How you would like to be called.")}
          autocomplete="name"
          maxLength={60}
        />
        <Choice
          label={t("Language")}
          value={draft.language ?? ""}
          options={[
            ["en", "English"],
            ["zh", "中文"],
          ]}
          error={wrong.language}
          onChosen={(value) => say({ language: value === "en" || value === "zh" ? value : null })}
        />
        <Choice
          label={t("Time zone")}
          value={draft.time_zone ?? ""}
          options={timeZones(draft.time_zone ?? null).map((zone) => [zone, zone])}
          error={wrong.time_zone}
          onChosen={(value) => say({ time_zone: value || null })}
        />
        <div class="profile-birthday">
          <Choice
            label={t("Month of your birthday")}
            value={String(draft.birth_month ?? "")}
            options={monthNames().map((name, index) => [String(index + 1), name])}
            error={wrong.birth_month}
            onChosen={(value) => say({ birth_month: value ? Number(value) : null })}
          />
          <Choice
            label={t("Day")}
            value={String(draft.birth_day ?? "")}
            options={daysIn(draft.birth_month ?? null).map((day) => [String(day), String(day)])}
            error={wrong.birth_day}
            onChosen={(value) => say({ birth_day: value ? Number(value) : null })}
          />
        </div>
      </ActionForm>
    </section>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: (readonly [string, string])[];
  error: string | undefined;
  onChosen: (value: string) => void;
}

function Choice({ options, onChosen, ...field }: ChoiceProps) {
  return <ChoiceField {...field} choices={[["", t("Not said")], ...options]} onChoose={onChosen} />;
}
