// What a brand is called and which colour it has; its managers choose, and see it as its pages will have it.

import { useState } from "preact/hooks";
import { HueField } from "../brands/HueField";
import { api } from "../lib/api";
import { hueClass } from "../lib/hue";
import { t } from "../lib/words";
import type { BrandChange, BrandView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Avatar, Badge } from "../ui/Badge";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

export function Appearance({ brand }: { brand: BrandView }) {
  const { name, tagline, hue } = brand;
  const [draft, setDraft] = useState<BrandChange>({ name, tagline, hue });
  const set = (part: Partial<BrandChange>) => {
    setDraft({ ...draft, ...part });
    save.clear();
  };
  const save = useAction(async () => {
    const body = { ...draft, name: draft.name.trim(), tagline: draft.tagline.trim() };
    await api.put<BrandView>(`/api/brands/${brand.slug}`, body);
    recolour(hueClass(draft.hue));
    toast(t("Saved. Pages and pictures follow within a minute."), "good");
  });
  const wrong = save.problem?.fields ?? {};
  return (
    <ActionForm action={save} fields={["name", "tagline", "hue"]} label={t("Save")} isNarrow>
      <TextField
        label={t("Name")}
        name="name"
        value={draft.name}
        onText={(text) => set({ name: text })}
        error={wrong.name}
        autocomplete="off"
        maxLength={80}
        required
      />
      <TextField
        label={t("What it stands for, in one line")}
        name="tagline"
        value={draft.tagline}
        onText={(text) => set({ tagline: text })}
        error={wrong.tagline}
        maxLength={160}
        isOptional
      />
      <HueField name={draft.name} hue={draft.hue} onHue={(angle) => set({ hue: angle })} />
      <div class={`card card-pad brand-sample ${hueClass(draft.hue)}`} aria-hidden="true">
        <Avatar name={draft.name || "?"} hue={draft.hue} size="l" />
        <div>
          <p class="eyebrow">{draft.name}</p>
          <p>{draft.tagline}</p>
          <Badge tone="tier">{t("Upcoming")}</Badge>
        </div>
      </div>
      <p class="small muted">{t("Its address, country and currency stand for good.")}</p>
    </ActionForm>
  );
}

/** This page is in the brand's colour too. */
function recolour(wanted: string): void {
  const { classList } = document.body;
  for (const name of [...classList]) if (name.startsWith("hue-")) classList.remove(name);
  classList.add(wanted);
}
