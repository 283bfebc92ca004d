// Shares a brand or one of its products.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { LinkView } from "../types.gen";
import { AuthDialog } from "../ui/AuthDialog";
import { Button } from "../ui/Button";
import { ShareIcon } from "../ui/icons";
import { ShareDialog } from "../ui/ShareDialog";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

export interface ShareButtonProps {
  kind: LinkView["kind"];
  target_id: string;
  title: string;
  is_signed_in: boolean;
}

export function ShareButton({ kind, target_id, title, is_signed_in }: ShareButtonProps) {
  const [link, setLink] = useState<LinkView | null>(null);
  const [isAsking, setAsking] = useState(false);
  const share = useAction(async () => {
    try {
      setLink(await api.post<LinkView>("/api/links", { kind, target_id }));
    } catch (error) {
      toast(error instanceof Error ? error.message : t("It could not be shared."), "bad");
    }
  });
  return (
    <>
      <Button
        variant="ghost"
        size="s"
        aria-label={t("Share {title}", { title })}
        isBusy={share.isBusy}
        onClick={() => (is_signed_in ? void share.run() : setAsking(true))}
      >
        <ShareIcon /> {t("Share")}
      </Button>
      <ShareDialog link={link} onClose={() => setLink(null)} />
      <AuthDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reason={t("Create an account or sign in to share {title}.", { title })}
        onSignedIn={() => location.reload()}
      />
    </>
  );
}
