// Forming a team: its name, and nothing else.

import { t } from "../lib/words";
import { ActionForm } from "../ui/ActionForm";
import { TextField } from "../ui/Field";
import { useDraft } from "../ui/useDraft";

export interface FormTeamProps {
  onForm: (name: string) => Promise<void>;
  isInDialog?: boolean;
}

export function FormTeam({ onForm, isInDialog = false }: FormTeamProps) {
  const { draft, edit, wrong, form } = useDraft(
    { name: "" },
    ({ name }) => (name.trim() === "" ? { name: t("Give the team a name.") } : {}),
    ({ name }) => onForm(name.trim()),
  );
  return (
    <ActionForm {...form} fields={["name"]} label={t("Form the team")} isInDialog={isInDialog}>
      <TextField
        label={t("Name of the team")}
        name="name"
        value={draft.name}
        onText={(name) => edit({ name })}
        error={wrong.name}
        hint={t("Up to five play together. You get a link for your friends.")}
        maxLength={40}
        autocomplete="off"
        required
      />
    </ActionForm>
  );
}
