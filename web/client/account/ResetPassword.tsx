// Setting a new password by the link in a mail, after which one is signed in.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { MeView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { NewPasswordField } from "../ui/PasswordField";
import { useAction } from "../ui/useAction";

export function ResetPassword({ token }: { token: string }) {
  const [password, setPassword] = useState("");
  const reset = useAction(async () => {
    await api.put<MeView>("/api/password-reset", { token, password });
    location.assign("/");
  });
  return (
    <ActionForm action={reset} fields={["password"]} label={t("Set the password")}>
      <NewPasswordField
        value={password}
        onText={setPassword}
        error={reset.problem?.fields.password}
      />
    </ActionForm>
  );
}
