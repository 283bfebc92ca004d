// Asking for a link by which one sets a new password. The answer is the same whether or not an account has the address.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";

export function ForgotPassword() {
  const [email, setEmail] = useState("");
  const [askedFor, setAskedFor] = useState("");
  const ask = useAction(async () => {
    await api.post("/api/password-reset", { email: email.trim() });
    setAskedFor(email.trim());
  });
  if (askedFor) {
    return (
      <div class="stack" role="status">
        <p>
          {t(
            "If there is an account with the address {email}, a mail is on its way to it. Its link works once, within 30 minutes.",
            { email: askedFor },
          )}
        </p>
        <p class="muted small">
          {t("Nothing after a few minutes? Look among spam, or try another address of yours.")}
        </p>
        <Button variant="ghost" onClick={() => setAskedFor("")}>
          {t("Ask for another mail")}
        </Button>
      </div>
    );
  }
  return (
    <ActionForm action={ask} fields={["email"]} label={t("Send me a link")}>
      <TextField
        label={t("E-mail")}
        name="email"
        type="email"
        value={email}
        onText={setEmail}
        error={ask.problem?.fields.email}
        autocomplete="email"
        maxLength={254}
        required
      />
    </ActionForm>
  );
}
