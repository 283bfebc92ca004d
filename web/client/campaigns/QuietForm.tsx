// How many messages of the brand's campaigns a person has within a week, at most.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, QuietLimit } from "../types.gen";
import { ChoiceField } from "../ui/ChoiceField";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

const CHOICES = [1, 2, 3, 4, 5, 7, 10, 14];

export function QuietForm({ brand, limit }: { brand: BrandView; limit: QuietLimit }) {
  const [most, setMost] = useState(limit.most_a_week);
  const save = useAction(async (most_a_week: number) => {
    await api.put(`/api/brands/${brand.slug}/quiet-limit`, { most_a_week });
    setMost(most_a_week);
    toast(t("Saved. Campaigns that run follow it too."), "good");
  });
  return (
    <div class="quiet-form">
      <ChoiceField
        label={t("Messages a person has from you in seven days, at most")}
        hint={t("Who has had as many is left out of a campaign.")}
        error={save.problem?.detail}
        value={most}
        choices={CHOICES.map((choice) => [choice, String(choice)])}
        onChoose={(choice) => void save.run(choice)}
      />
    </div>
  );
}
