// Giving a paid order to a friend: a few words, a link to send, and what became of it.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { GiftView, OrderGiftView, OrderView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { CopyField } from "../ui/ShareDialog";
import { useAction } from "../ui/useAction";

export interface GiftProps {
  order: OrderView;
  /** What was heard of it since the page was loaded. */
  news: GiftView | null;
}

export function Gift({ order, news }: GiftProps) {
  const [known, setKnown] = useState<OrderGiftView | null>(null);
  useEffect(() => {
    api.get<OrderGiftView>(`/api/orders/${order.id}/gift`).then(setKnown, () => undefined);
  }, [order.id]);
  if (!known) return null;
  const gift = newer(known.gift, news);
  const learn = (changed: GiftView) => setKnown({ gift: changed });
  return (
    <section class="gift" aria-labelledby="gift-title">
      {gift?.status === "open" ? (
        <Open gift={gift} onGift={learn} />
      ) : gift?.status === "accepted" ? (
        <>
          <h3 id="gift-title">{t("Your gift was accepted")}</h3>
          <p class="muted">
            {t("{name} has it since {date}. A refund would come back to you.", {
              name: gift.recipient_handle ?? "",
              date: formatDateTime(gift.accepted_at_ms ?? 0),
            })}
          </p>
        </>
      ) : (
        order.status !== "refunded" && <Wrap order={order} gift={gift} onGift={learn} />
      )}
    </section>
  );
}

function newer(known: GiftView | null, news: GiftView | null): GiftView | null {
  return news && (!known || news.version > known.version) ? news : known;
}

interface WrapProps {
  order: OrderView;
  gift: GiftView | null;
  onGift: (gift: GiftView) => void;
}

function Wrap({ order, gift, onGift }: WrapProps) {
  const [message, setMessage] = useState(gift?.message ?? "");
  const wrap = useAction(async () => {
    onGift(await api.put<GiftView>(`/api/orders/${order.id}/gift`, { message }));
  });
  return (
    <details class="how" open={gift !== null}>
      <summary id="gift-title">{t("It’s a gift")}</summary>
      {gift?.status === "expired" && (
        <p class="note note-warn">
          {t("Nobody accepted it in time, so it is yours. You can give it again.")}
        </p>
      )}
      <ActionForm action={wrap} fields={["message"]} label={t("Make the gift link")}>
        <Field
          label={t("A few words to your friend")}
          error={wrap.problem?.fields.message}
          hint={t(
            "You get a link to send. Your friend sees your words and what it is, not the price.",
          )}
          isOptional
        >
          {(control) => (
            <textarea
              {...control}
              class="input"
              rows={3}
              maxLength={300}
              value={message}
              onInput={(event) => setMessage(event.currentTarget.value)}
            />
          )}
        </Field>
      </ActionForm>
    </details>
  );
}

function Open({ gift, onGift }: Omit<WrapProps, "order" | "gift"> & { gift: GiftView }) {
  const [isAsking, setAsking] = useState(false);
  const keep = useAction(async () => {
    onGift(await api.post<GiftView>(`/api/orders/${gift.order_id}/gift/withdrawal`));
    setAsking(false);
  });
  return (
    <>
      <h3 id="gift-title">{t("Send this link to your friend")}</h3>
      <CopyField text={new URL(gift.path, location.origin).href} label={t("Gift link")} />
      {gift.message && <blockquote class="gift-message">{gift.message}</blockquote>}
      <p class="muted small">
        {t("Whoever opens it first can accept it, until {date}. After that you keep it.", {
          date: formatDateTime(gift.expires_at_ms),
        })}
      </p>
      <Button variant="quiet" size="s" onClick={() => setAsking(true)}>
        {t("Keep it after all")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("Keep it after all?")}
        text={t("The link that you sent then no longer works. You can give it again.")}
        action={t("Keep it")}
        isBusy={keep.isBusy}
        error={keep.problem?.detail}
        onConfirm={() => void keep.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
