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
      <section class="card card-pad order-lines" aria-label={t("What you ordered")}>
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
      <section class="card card-pad order-side" aria-label={t("Where it stands")}>
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
      {t("You save {amount} on the list price.", {
        amount: formatMoney(listed - order.total_minor, order.currency),
      })}
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
          {t("Use vouchers in the cart")}
        </a>
      )}
      <GiveUp order={order} onOrder={learn} />
    </>
  );
}

function Hold({ order, refresh, now }: Omit<UnpaidProps, "learn">) {
  return (
    <div class="hold">
      <p class="muted small">{t("Held for you for")}</p>
      <Countdown class="hold-time" untilMs={order.hold_expires_at_ms} now={now} onEnd={refresh} />
      <p class="muted small">
        {order.presale?.deposit_paid_at_ms
          ? t(
              "Pay the balance in this time. After it the units go to others, and the deposit stays with the brand.",
            )
          : t("Pay in this time. After it the units go back into the deal.")}
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
      {order.tracking && <p>{t("Tracking: {tracking}", { tracking: order.tracking })}</p>}
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
    return {
      title: t("Refunded"),
      text:
        order.total_minor === 0
          ? t("All that was paid for it went back to your vouchers.")
          : t("All that was paid for it went back to the card."),
    };
  }
  if (wasPaid(order)) {
    const paid = order.card_last4
      ? t("Paid with the card ending in {digits}.", { digits: order.card_last4 })
      : t("Paid.");
    return {
      title: isMine ? t("Thank you, it is yours") : t("Paid"),
      text: order.fulfilled_at_ms === null ? paid : `${paid} ${t("It is on its way.")}`,
    };
  }
  if (order.status === "awaiting_payment") {
    return {
      title: t("A payment is under way"),
      text: t("Its outcome is not known at the moment."),
    };
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
    return {
      title: t("Not yet paid"),
      text: t("The units are held for the buyer until {until}.", { until }),
    };
  }
  if (order.status === "deposit_paid") {
    return { title: t("Reserved"), text: t("The deposit is paid. The balance comes in its time.") };
  }
  if (order.status === "forfeited") {
    return {
      title: t("The deposit was lost"),
      text: t(
        "The balance was not paid in its time, so the units went to others and the deposit stays with the brand.",
      ),
    };
  }
  if (order.payment?.was_late) {
    return {
      title: t("The payment came too late"),
      text: t("The units had gone to others by then, so the money goes back to the card."),
    };
  }
  if (order.status === "expired") {
    return {
      title: t("The time to pay is over"),
      text: t("The units went back into the deal. If it is still live, claim it again."),
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
      title: t("The brand withdrew this order"),
      text: t(
        "It cannot deliver what you reserved, so your deposit goes back to the card in full.",
      ),
    };
  }
  return { title: t("This order was cancelled"), text: t("The units went back into the deal.") };
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
