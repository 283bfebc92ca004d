// A webhook's secret, the one time that it is shown.

import { t } from "../lib/words";
import type { WebhookSecretView } from "../types.gen";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { CopyField } from "../ui/ShareDialog";

export interface SecretDialogProps {
  /** The dialog is open while there is one. */
  shown: WebhookSecretView | null;
  onClose: () => void;
}

export function SecretDialog({ shown, onClose }: SecretDialogProps) {
  return (
    <Dialog isOpen={shown !== null} title={t("The secret")} onClose={onClose}>
      {shown && (
        <>
          <p class="muted">
            {t(
              "Your system checks with it that a message is from us. Copy it now: it is not shown again.",
            )}
            {shown.webhook.old_secret_until_ms !== null &&
              ` ${t("For 24 hours messages are signed with the secret before as well.")}`}
          </p>
          <CopyField text={shown.secret} label={t("Secret")} said={t("The secret is copied.")} />
          <Button variant="primary" isWide onClick={onClose}>
            {t("I have kept it")}
          </Button>
        </>
      )}
    </Dialog>
  );
}
