// Forming a team: its name, and nothing else.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import { ActionForm } from "../ui/ActionForm";
import { TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";

export interface FormTeamProps {
  form: (name: string) => Promise<void>;
  isInDialog?: boolean;
}

export function FormTeam({ form, isInDialog = false }: FormTeamProps) {
  const [name, setName] = useState("");
  const [isTried, setTried] = useState(false);
  const errors = name.trim() === "" ? { name: t("Give the team a name.") } : {};
  const action = useAction(() => form(name.trim()));
  const shown: { name?: string } = { ...(isTried ? errors : {}), ...action.problem?.fields };
  return (
    <ActionForm
      action={action}
      fields={["name"]}
      label={t("Form the team")}
      isInDialog={isInDialog}
      errors={errors}
      onWrong={() => setTried(true)}
    >
      <TextField
        label={t("Name of the team")}
        name="name"
        value={name}
        onText={(text) => {
          setName(text);
          action.clear();
        }}
        error={shown.name}
        hint={t("Up to five play together. You get a link for your friends.")}
        maxLength={40}
        autocomplete="off"
        required
      />
    </ActionForm>
  );
}
