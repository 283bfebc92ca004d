// One order: what is in it, where it stands, and its payment. Follows the order live.

import { useCallback, useEffect, useState } from "preact/hooks";
import { Gift } from "../gifts/Gift";
import { api } from "../lib/api";
import { formatDateTime, formatTime } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { useMyFrames } from "../lib/myFrames";
import { balanceNews, isDepositDue } from "../lib/presale";
import { t } from "../lib/words";
import type { GiftView, OrderView } from "../types.gen";
import { buttonClass } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { Payment } from "../ui/Payment";
import { bonusOf, deductionsOf, Sums } from "../ui/Sums";
import { announce, toast } from "../ui/Toast";
import { GiveUp } from "./GiveUp";
import { HowItCameAbout } from "./HowItCameAbout";
import { InTwo, Reserved } from "./InAdvance";
import { Lowered, loweredNews } from "./Lowered";
import { Refunds } from "./Refunds";
import { isUnpaid, OrderStatusBadge, wasPaid } from "./status";

export interface OrderProps {
  order: OrderView;
  /** Staff of the brand see the order, but only its buyer pays or cancels it. */
  is_mine: boolean;
}

export function Order({ order: initial, is_mine }: OrderProps) {
  const { order, gift, learn, refresh, now } = useLiveOrder(initial);
  const isReserved = order.status === "deposit_paid";
  return (
    <div class="order">
      <section class="card card-pad order-lines" aria-label="What you ordered">
        <ul>
          {order.lines.map((line) => (
            <li key={line.deal_id} class="order-line">
              <img src={line.image_url} alt="" width="96" height="96" />
              <div>
                <h2>{line.title}</h2>
                <p class="muted small">
                  {line.quantity} × {formatMoney(line.unit_price_minor, order.currency)}
                </p>
              </div>
              <span class="numeral">
                {formatMoney(line.quantity * line.unit_price_minor, order.currency)}
              </span>
            </li>
          ))}
        </ul>
        <Sums
          currency={order.currency}
          fromMinor={order.total_minor + order.discount_minor}
          deductions={deductionsOf(order.discount_minor, order.vouchers, bonusOf(order))}
          totalMinor={order.total_minor}
        />
        <InTwo order={order} />
        <Saving order={order} />
        {wasQuoted(order) && <HowItCameAbout order={order} />}
      </section>
      <section class="card card-pad order-side" aria-label="Where it stands">
        <p class="row-between">
          <span class="row">
            <OrderStatusBadge order={order} />
          </span>
          {order.paid_at_ms !== null && (
            <span class="muted small">{formatDateTime(order.paid_at_ms)}</span>
          )}
        </p>
        {isUnpaid(order, now()) && is_mine ? (
          <Unpaid order={order} learn={learn} refresh={refresh} now={now} />
        ) : isReserved && is_mine ? (
          <Reserved order={order} learn={learn} refresh={refresh} now={now} />
        ) : (
          <Settled order={order} isMine={is_mine} />
        )}
        {order.team_id && is_mine && (
          <InTeam order={order} teamId={order.team_id} onOrder={learn} />
        )}
        <Lowered order={order} />
        <Refunds order={order} />
        {is_mine && isGiftable(order, now()) && <Gift order={order} news={gift} />}
      </section>
    </div>
  );
}

/** What is paid, or may yet be. */
function isGiftable(order: OrderView, nowMs: number): boolean {
  const isWaiting = order.status === "awaiting_team" || order.status === "deposit_paid";
  return wasPaid(order) || isWaiting || isUnpaid(order, nowMs);
}

/** Nothing is worked out for what was not taken to payment, and of a pre-sale only the balance. */
function wasQuoted({ status, payment, presale, paid_at_ms }: OrderView): boolean {
  if (presale) return paid_at_ms !== null;
  return status !== "held" || payment !== null;
}

function Saving({ order }: { order: OrderView }) {
  const listed = order.lines.reduce((sum, line) => sum + line.quantity * line.list_price_minor, 0);
  if (listed <= order.total_minor) return null;
  return (
    <p class="small order-saving">
      You save {formatMoney(listed - order.total_minor, order.currency)} on the list price.
    </p>
  );
}

interface UnpaidProps {
  order: OrderView;
  learn: (order: OrderView) => void;
  refresh: () => void;
  now: () => number;
}

function Unpaid({ order, learn, refresh, now }: UnpaidProps) {
  return (
    <>
      <Payment order={order} onOrder={learn}>
        <Hold order={order} refresh={refresh} now={now} />
      </Payment>
      {order.status !== "awaiting_payment" && !isDepositDue(order) && (
        <a class={buttonClass("ghost", "m", true)} href="/cart">
          Use vouchers in the cart
        </a>
      )}
      <GiveUp order={order} onOrder={learn} />
    </>
  );
}

function Hold({ order, refresh, now }: Omit<UnpaidProps, "learn">) {
  return (
    <div class="hold">
      <p class="muted small">Held for you for</p>
      <Countdown class="hold-time" untilMs={order.hold_expires_at_ms} now={now} onEnd={refresh} />
      <p class="muted small">
        {order.presale?.deposit_paid_at_ms
          ? "Pay the balance in this time. After it the units go to others, and the deposit stays with the brand."
          : "Pay in this time. After it the units go back into the deal."}
      </p>
    </div>
  );
}

function Settled({ order, isMine }: { order: OrderView; isMine: boolean }) {
  const { title, text } = settledWords(order, isMine);
  return (
    <div class="settled">
      <h2>{title}</h2>
      <p class="muted">{text}</p>
      {order.tracking && <p>Tracking: {order.tracking}</p>}
    </div>
  );
}

interface InTeamProps {
  order: OrderView;
  teamId: string;
  onOrder: (order: OrderView) => void;
}

function InTeam({ order, teamId, onOrder }: InTeamProps) {
  return (
    <>
      <a class={buttonClass("ghost", "m", true)} href={`/t/${teamId}`}>
        {t("Your team")}
      </a>
      {order.status === "awaiting_team" && <GiveUp order={order} onOrder={onOrder} />}
    </>
  );
}

/** What is said once there is nothing to pay, or for staff who look on. */
export function settledWords(order: OrderView, isMine: boolean): { title: string; text: string } {
  if (order.status === "refunded") {
    const whereTo = order.total_minor === 0 ? "your vouchers" : "the card";
    return { title: "Refunded", text: `All that was paid for it went back to ${whereTo}.` };
  }
  if (wasPaid(order)) {
    const card = order.card_last4 ? ` with the card ending in ${order.card_last4}` : "";
    return {
      title: isMine ? "Thank you, it is yours" : "Paid",
      text: `Paid${card}.${order.fulfilled_at_ms === null ? "" : " It is on its way."}`,
    };
  }
  if (order.status === "awaiting_payment") {
    return { title: "A payment is under way", text: "Its outcome is not known at the moment." };
  }
  if (order.status === "awaiting_team") {
    return {
      title: t("Paid: it waits for the team"),
      text: t(
        "It is yours when all places are paid in time. Otherwise your money goes back in full.",
      ),
    };
  }
  if (order.status === "held") {
    const until = formatTime(order.hold_expires_at_ms);
    return { title: "Not yet paid", text: `The units are held for the buyer until ${until}.` };
  }
  if (order.status === "deposit_paid") {
    return { title: "Reserved", text: "The deposit is paid. The balance comes in its time." };
  }
  if (order.status === "forfeited") {
    return {
      title: "The deposit was lost",
      text: "The balance was not paid in its time, so the units went to others and the deposit stays with the brand.",
    };
  }
  if (order.payment?.was_late) {
    return {
      title: "The payment came too late",
      text: "The units had gone to others by then, so the money goes back to the card.",
    };
  }
  if (order.status === "expired") {
    return {
      title: "The time to pay is over",
      text: "The units went back into the deal. If it is still live, claim it again.",
    };
  }
  if (order.team_id && order.refunds.length > 0) {
    return {
      title: t("The team did not come about"),
      text: t("What you paid goes back to the card in full."),
    };
  }
  if (order.presale?.deposit_paid_at_ms) {
    return {
      title: "The brand withdrew this order",
      text: "It cannot deliver what you reserved, so your deposit goes back to the card in full.",
    };
  }
  return { title: "This order was cancelled", text: "The units went back into the deal." };
}

function useLiveOrder(initial: OrderView) {
  const [order, setOrder] = useState(initial);
  const [gift, setGift] = useState<GiftView | null>(null);
  const learn = useCallback((newer: OrderView) => {
    setOrder((known) => {
      if (newer.id !== known.id || newer.version <= known.version) return known;
      if (newer.status !== known.status) announce(settledWords(newer, true).title);
      return newer;
    });
  }, []);
  const refresh = useCallback(() => {
    // The socket will tell as well; this only makes sure where it has been away.
    api.get<OrderView>(`/api/orders/${initial.id}`).then(learn, () => undefined);
  }, [initial.id, learn]);
  const now = useMyFrames((frame) => {
    if (frame.t === "my_order") learn(frame.order);
    if (frame.t === "my_gift" && frame.gift.order_id === initial.id) setGift(frame.gift);
    if (frame.t === "my_price_lowered") toast(loweredNews(frame.order), "good");
    if (frame.t === "my_balance_due") toast(balanceNews(frame.order, frame.is_closing), "good");
  }, refresh);
  useEffect(() => {
    document.title = document.title.replace(/^(✓ )?/, wasPaid(order) ? "✓ " : "");
  }, [order]);
  return { order, gift, learn, refresh, now };
}
