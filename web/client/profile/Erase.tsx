// Being erased: said plainly, and only with the password.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { OwnPasswordField } from "../ui/PasswordField";
import { useAction } from "../ui/useAction";

export function Erase() {
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const erase = useAction(async () => {
    await api.post("/api/me/erasure", { password });
    location.assign("/");
  });
  const close = () => {
    setOpen(false);
    setPassword("");
    erase.clear();
  };
  return (
    <div class="stack">
      <h3>{t("Be erased")}</h3>
      <p class="muted">
        {t(
          "Your account ends at once and for good. What you said in chats, your profile, consents and visits are deleted. Your links stop, and points and rewards that are open lapse. Orders and payments stay in the books without your name, because the law asks for them.",
        )}
      </p>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {t("Erase my account")}
      </Button>
      <Dialog isOpen={isOpen} title={t("Erase your account?")} onClose={close}>
        <p>{t("This cannot be undone. Take your data along first if you want to keep it.")}</p>
        <ActionForm
          action={erase}
          fields={["password"]}
          label={t("Erase me for good")}
          variant="danger"
          isInDialog={true}
        >
          <OwnPasswordField
            value={password}
            onText={setPassword}
            error={erase.problem?.fields.password}
          />
        </ActionForm>
      </Dialog>
    </div>
  );
}
