// A gift as the friend opens it: from whom, what it is, and the button that accepts it.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { GiftOfferView, ReceivedGiftView } from "../types.gen";
import { AuthDialog } from "../ui/AuthDialog";
import { Button, buttonClass } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { announce } from "../ui/Toast";
import { useAction } from "../ui/useAction";

export interface GiftOfferProps {
  gift: GiftOfferView;
  secret: string;
  is_signed_in: boolean;
}

export function GiftOffer({ gift, secret, is_signed_in }: GiftOfferProps) {
  const [isAsking, setAsking] = useState(false);
  const [isReceived, setReceived] = useState(gift.is_received);
  const accept = useAction(async () => {
    setAsking(false);
    await api.post<ReceivedGiftView>(`/api/gifts/${secret}/acceptance`);
    setReceived(true);
  });
  if (isReceived) return <Received isNew={!gift.is_received} />;
  if (gift.status !== "open") return <Over gift={gift} />;
  if (gift.is_mine) {
    return (
      <p class="note">
        <strong>{t("This is your own gift")}</strong>
        <span>
          {t("Send this page’s address to a friend. You can keep it on the order’s page.")}
        </span>
      </p>
    );
  }
  return (
    <>
      <ProblemNote problem={accept.problem} />
      <Button
        variant="primary"
        size="l"
        isWide
        isBusy={accept.isBusy}
        onClick={() => (is_signed_in ? void accept.run() : setAsking(true))}
      >
        {t("Accept the gift")}
      </Button>
      <p class="muted small">
        {t("It is paid. You have until {date} to accept it.", {
          date: formatDateTime(gift.expires_at_ms),
        })}
      </p>
      <AuthDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reason={t("Create an account or sign in to accept the gift of {name}.", {
          name: gift.giver_handle,
        })}
        onSignedIn={() => void accept.run()}
      />
    </>
  );
}

function Received({ isNew }: { isNew: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isNew) return;
    announce(t("It is yours"));
    heading.current?.focus();
  }, [isNew]);
  return (
    <div class="note note-good">
      <h2 ref={heading} tabIndex={-1}>
        {t("It is yours")}
      </h2>
      <p>{t("You find it among your orders, and there you see when it is sent.")}</p>
      <a class={buttonClass("primary")} href="/orders">
        {t("My orders")}
      </a>
    </div>
  );
}

function Over({ gift }: { gift: GiftOfferView }) {
  const words = {
    accepted: t("Somebody else has accepted it already."),
    withdrawn: t("{name} keeps it after all.", { name: gift.giver_handle }),
    expired: t("Nobody accepted it in time, so {name} keeps it.", { name: gift.giver_handle }),
    open: "",
    waiting: "",
  };
  return (
    <p class="note note-warn">
      <strong>{t("This gift can no longer be accepted")}</strong>
      <span>{words[gift.status]}</span>
    </p>
  );
}
