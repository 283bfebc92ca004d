// Pays a claim without leaving the room.

import { useComputed } from "@preact/signals";
import { useCallback, useEffect, useState } from "preact/hooks";
import { asProblem } from "../lib/api";
import { formatMoney } from "../lib/money";
import { dueMinor, isDepositDue, windowWords } from "../lib/presale";
import { t } from "../lib/words";
import { isUnpaid, wasPaid } from "../orders/status";
import type { LinkView, OrderView } from "../types.gen";
import { Button, buttonClass } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { Dialog } from "../ui/Dialog";
import { CheckIcon, ShareIcon } from "../ui/icons";
import { Payment } from "../ui/Payment";
import { Money } from "../ui/Price";
import { ProblemNote } from "../ui/ProblemNote";
import { ShareCard } from "../ui/ShareDialog";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { isHeld } from "./claiming";
import type { RoomSession } from "./session";

export function PaymentDialog({ session }: { session: RoomSession }) {
  const order = useComputed(() => {
    const id = session.payingId.value;
    return session.live.room.value.myOrders.find((each) => each.id === id) ?? null;
  }).value;
  const close = () => {
    session.payingId.value = null;
  };
  return (
    <Dialog isOpen={order !== null} title={order ? titleOf(order) : ""} onClose={close}>
      {order && <Body session={session} order={order} onClose={close} />}
    </Dialog>
  );
}

function titleOf(order: OrderView): string {
  if (wasPaid(order)) return t("It is yours");
  if (order.status === "awaiting_team") return t("Your team");
  if (order.status === "deposit_paid") return t("Your reservation");
  if (!order.presale) return t("Pay your claim");
  return isDepositDue(order) ? t("Pay the deposit") : t("Pay the balance");
}

interface BodyProps {
  session: RoomSession;
  order: OrderView;
  onClose: () => void;
}

function Body({ session, order, onClose }: BodyProps) {
  const learn = useCallback((newer: OrderView) => session.live.learnOrder(newer), [session]);
  const isStillHeld = useComputed(() => isHeld(order, session.live.now.value)).value;
  const isDue = useComputed(() => isUnpaid(order, session.live.now.value)).value;
  if (wasPaid(order)) return <Paid session={session} order={order} onClose={onClose} />;
  if (order.status === "awaiting_team") {
    return <InTeam session={session} order={order} onClose={onClose} />;
  }
  if (!isStillHeld) return <Lapsed order={order} onClose={onClose} />;
  if (!isDue) return <Reserved order={order} onClose={onClose} />;
  return (
    <>
      <OrderLine order={order} />
      <Payment order={order} onOrder={learn} isStaying>
        <p class="room-hold">
          {t("Held for you for")}
          <Countdown untilMs={order.hold_expires_at_ms} now={session.live.clock.now} />
        </p>
      </Payment>
      {order.presale?.deposit_paid_at_ms == null && (
        <CancelButton session={session} order={order} onClose={onClose} />
      )}
    </>
  );
}

function OrderLine({ order }: { order: OrderView }) {
  return order.lines.map((line) => (
    <div key={line.deal_id} class="my-order">
      <img src={line.image_url} alt="" width="56" height="56" />
      <div class="my-order-text">
        <strong>{line.title}</strong>
        <p class="small muted">
          {line.quantity} × <Money amountMinor={line.unit_price_minor} currency={order.currency} />
          {" · "}
          {t("order {number}", { number: order.number })}
        </p>
      </div>
      <strong>
        <Money amountMinor={dueMinor(order)} currency={order.currency} />
      </strong>
    </div>
  ));
}

function CancelButton({ session, order, onClose }: BodyProps) {
  const cancel = useAction(async () => {
    await session.cancel(order);
    onClose();
  });
  return (
    <div class="give-back">
      <ProblemNote problem={cancel.problem} />
      <Button variant="quiet" isBusy={cancel.isBusy} onClick={() => void cancel.run()}>
        {t("Cancel this claim")}
      </Button>
    </div>
  );
}

function Paid({ session, order, onClose }: BodyProps) {
  const dealId = order.lines[0]?.deal_id;
  // This dialog first gives the focus back, so that the next one does too.
  const share = (id: string) => {
    onClose();
    session.share("deal", id).catch((thrown) => toast(asProblem(thrown).detail, "bad"));
  };
  return (
    <div class="paid" role="status">
      <span class="paid-mark">
        <CheckIcon />
      </span>
      <p>
        {order.card_last4
          ? t("Order {number} is paid with the card that ends in {digits}.", {
              number: order.number,
              digits: order.card_last4,
            })
          : t("Order {number} is paid.", { number: order.number })}
      </p>
      <OrderLine order={order} />
      <div class="dialog-actions">
        <a class={buttonClass("quiet")} href="/orders">
          {t("My orders")}
        </a>
        {dealId && (
          <Button variant="ghost" onClick={() => share(dealId)}>
            <ShareIcon /> {t("Share the deal")}
          </Button>
        )}
        <Button variant="primary" onClick={onClose}>
          {t("Back to the show")}
        </Button>
      </div>
    </div>
  );
}

/** Paid, and nothing is sent before the others have paid too: here is the link to send them. */
function InTeam({ session, order, onClose }: BodyProps) {
  const [link, setLink] = useState<LinkView | null>(null);
  const invite = useAction(async () => {
    if (order.team_id) setLink(await session.linkTo("team", order.team_id));
  });
  useEffect(() => void invite.run(), []);
  return (
    <>
      <p class="note note-good" role="status">
        {t(
          "Your place is paid. Invite friends before the time is over: if the team is not filled, everyone gets their money back.",
        )}
      </p>
      {link && <ShareCard link={link} />}
      <ProblemNote problem={invite.problem} />
      <div class="dialog-actions">
        <Button variant="primary" onClick={onClose}>
          {t("Back to the show")}
        </Button>
      </div>
    </>
  );
}

const LAPSED = {
  claimed: t(
    "The time to pay is over and the units went back into the deal. Claim again while it lasts.",
  ),
  offered: t("The time to pay is over, and the next in line has their turn. You may join again."),
};
function Reserved({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const { presale, currency } = order;
  if (!presale) return null;
  return (
    <div class="paid" role="status">
      <span class="paid-mark">
        <CheckIcon />
      </span>
      <p>
        {t(
          "Order {number} is reserved for you. Pay the balance of {amount} in its time: {window}. We remind you here and on your orders' page.",
          {
            number: order.number,
            amount: formatMoney(presale.balance_minor, currency),
            window: windowWords(presale),
          },
        )}
      </p>
      <div class="dialog-actions">
        <a class={buttonClass("ghost")} href={`/orders/${order.id}`}>
          {t("The order")}
        </a>
        <Button variant="primary" onClick={onClose}>
          {t("Back to the show")}
        </Button>
      </div>
    </div>
  );
}

function Lapsed({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const wasCancelled = order.status === "cancelled";
  const wasLate = order.payment?.was_late ?? false;
  return (
    <>
      <p class="note note-warn" role="status">
        {wasLate &&
          `${t("Your payment came after the time was over, and it goes back to your card.")} `}
        {order.team_id && order.refunds.length > 0
          ? t("The team did not come about: what you paid goes back to your card.")
          : wasCancelled
            ? t("You cancelled this order. Its units went back into the deal.")
            : LAPSED[order.was_offered ? "offered" : "claimed"]}
      </p>
      <Button onClick={onClose}>{t("Back to the show")}</Button>
    </>
  );
}
