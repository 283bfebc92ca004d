// Giving an order to a friend: a few words, a link to send once it is paid, and what became of it.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import { wasPaid } from "../orders/status";
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
  const isPaid = wasPaid(order);
  // Again when it is paid: what waited for that has a link then.
  useEffect(() => {
    api.get<OrderGiftView>(`/api/orders/${order.id}/gift`).then(setKnown, () => undefined);
  }, [order.id, isPaid]);
  if (!known) return null;
  const gift = newer(known.gift, news);
  const title = order.lines.map((line) => line.title).join(", ");
  const learn = (changed: GiftView) => setKnown({ gift: changed });
  return (
    <section class="gift" aria-label={t("Gift: {title}", { title })}>
      {gift?.status === "waiting" && !isPaid ? (
        <Waiting order={order} gift={gift} onGift={learn} />
      ) : gift?.status === "open" && gift.path !== null ? (
        <Open gift={gift} path={gift.path} until={gift.expires_at_ms ?? 0} onGift={learn} />
      ) : gift?.status === "accepted" ? (
        <>
          <h3>{t("Your gift was accepted")}</h3>
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

/** What was not paid has no link yet: the words can still change. */
function Waiting({ order, gift, onGift }: WrapProps & { gift: GiftView }) {
  return (
    <>
      <p role="status" class="note note-good">
        <strong>{t("It will be a gift")}</strong>
        <span>{t("You get the link for your friend here when it is paid.")}</span>
      </p>
      <Wrap order={order} gift={gift} onGift={onGift} />
      <Keep gift={gift} text={t("Then it is an order like any other.")} onGift={onGift} />
    </>
  );
}

function Wrap({ order, gift, onGift }: WrapProps) {
  const [message, setMessage] = useState(gift?.message ?? "");
  const wrap = useAction(async () => {
    onGift(await api.put<GiftView>(`/api/orders/${order.id}/gift`, { message }));
  });
  return (
    <details class="how" open={gift !== null && gift.status !== "waiting"}>
      <summary>{gift?.status === "waiting" ? t("Change the words") : t("It’s a gift")}</summary>
      {gift?.status === "expired" && (
        <p class="note note-warn">
          {t("Nobody accepted it in time, so it is yours. You can give it again.")}
        </p>
      )}
      <ActionForm action={wrap} fields={["message"]} label={labelOf(order, gift)}>
        <Field
          label={t("A few words to your friend")}
          error={wrap.problem?.fields.message}
          hint={t(
            "You get a link to send once it is paid. Your friend sees your words and what it is, not the price.",
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

function labelOf(order: OrderView, gift: GiftView | null): string {
  if (wasPaid(order)) return t("Make the gift link");
  return gift?.status === "waiting" ? t("Save the words") : t("Make it a gift");
}

interface OpenProps {
  gift: GiftView;
  path: string;
  until: number;
  onGift: (gift: GiftView) => void;
}

function Open({ gift, path, until, onGift }: OpenProps) {
  const text = t("The link that you sent then no longer works. You can give it again.");
  return (
    <>
      <h3>{t("Send this link to your friend")}</h3>
      <CopyField text={new URL(path, location.origin).href} label={t("Gift link")} />
      {gift.message && <blockquote class="gift-message">{gift.message}</blockquote>}
      <p class="muted small">
        {t("Whoever opens it first can accept it, until {date}. After that you keep it.", {
          date: formatDateTime(until),
        })}
      </p>
      <Keep gift={gift} text={text} onGift={onGift} />
    </>
  );
}

interface KeepProps {
  gift: GiftView;
  /** What it means to keep it. */
  text: string;
  onGift: (gift: GiftView) => void;
}

function Keep({ gift, text, onGift }: KeepProps) {
  const [isAsking, setAsking] = useState(false);
  const keep = useAction(async () => {
    onGift(await api.post<GiftView>(`/api/orders/${gift.order_id}/gift/withdrawal`));
    setAsking(false);
  });
  return (
    <>
      <Button variant="quiet" size="s" onClick={() => setAsking(true)}>
        {t("Keep it after all")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("Keep it after all?")}
        text={text}
        action={t("Keep it")}
        isBusy={keep.isBusy}
        error={keep.problem?.detail}
        onConfirm={() => void keep.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
