// What this person claimed in all shows and has not paid: chosen, priced and paid together, by currency.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { choicesOfCart } from "../carts/choices";
import { ShareLines } from "../carts/ShareLines";
import { formatMoney } from "../lib/money";
import { balanceWords, windowWords } from "../lib/presale";
import { t } from "../lib/words";
import { wasPaid } from "../orders/status";
import type { MyVoucherView, OrderView } from "../types.gen";
import { buttonClass } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { announce } from "../ui/Toast";
import { CartOrder } from "./CartOrder";
import { CheckoutForm } from "./CheckoutForm";
import { grouped, inTeams, isInCart, paid, reserved } from "./cart";
import { type Cart as LiveCart, useCart } from "./useCart";

export interface CartProps {
  orders: OrderView[];
  vouchers: MyVoucherView[];
}

export function Cart({ orders: initial, vouchers: own }: CartProps) {
  const cart = useCart(initial);
  const [vouchers, setVouchers] = useState(own);
  const groups = grouped(cart.orders, cart.now());
  const addVoucher = (voucher: MyVoucherView) =>
    setVouchers((known) => [
      voucher,
      ...known.filter((each) => each.terms.id !== voucher.terms.id),
    ]);
  return (
    <div class="cart">
      <Thanks title={t("Thank you, it is yours")} orders={paid(cart.orders)} />
      <Thanks title={t("Reserved for you")} orders={reserved(cart.orders, cart.now())} />
      <Thanks title={t("Paid: waits for your team")} orders={inTeams(cart.orders)} />
      <Lapsed cart={cart} />
      {groups.map(({ currency, orders }) => (
        <section
          key={currency}
          class="order"
          aria-label={groups.length > 1 ? currency : t("To pay")}
        >
          <div class="card card-pad order-lines">
            <h2>{groups.length > 1 ? t("To pay in {currency}", { currency }) : t("To pay")}</h2>
            <ul>
              {orders.map((order) => (
                <CartOrder key={order.id} order={order} cart={cart} />
              ))}
            </ul>
          </div>
          <CheckoutForm orders={orders} vouchers={vouchers} onVoucher={addVoucher} cart={cart} />
        </section>
      ))}
      {groups.length > 0 && (
        <p>
          <ShareLines
            kind="cart"
            choices={choicesOfCart(groups.flatMap(({ orders }) => orders))}
            label={t("Share some of it")}
          />
        </p>
      )}
      {groups.length === 0 && <Empty hasPaid={cart.orders.some(wasPaid)} />}
    </div>
  );
}

function Empty({ hasPaid }: { hasPaid: boolean }) {
  const action = (
    <a class={buttonClass("primary")} href="/">
      {t("See what is live")}
    </a>
  );
  return (
    <EmptyState
      heading="h2"
      title={hasPaid ? t("Nothing more to pay") : t("Your cart is empty")}
      action={action}
    >
      {t(
        "When you claim a deal in a live show, it waits here for ten minutes to be paid. The balance of what you reserved is here in its time.",
      )}
    </EmptyState>
  );
}

function Thanks({ title, orders }: { title: string; orders: OrderView[] }) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const count = orders.length;
  useEffect(() => {
    if (count === 0) return;
    announce(title);
    heading.current?.focus();
  }, [count, title]);
  if (count === 0) return null;
  return (
    <section class="card card-pad cart-thanks" aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <ul>
        {orders.map((order) => (
          <li key={order.id} class="row-between">
            <a class="link" href={placeOf(order)}>
              {order.lines.map(({ title }) => title).join(", ")}
            </a>
            <span class="numeral">
              {order.presale && order.status === "deposit_paid"
                ? t("Balance {amount}, {window}", {
                    amount: balanceWords(order),
                    window: windowWords(order.presale),
                  })
                : formatMoney(order.total_minor, order.currency)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where to go on: with a team that is not complete, to those who are to be invited. */
function placeOf({ id, status, team_id }: OrderView): string {
  return status === "awaiting_team" ? `/t/${team_id}` : `/orders/${id}`;
}

/** What left the cart because its time was over, so that nobody wonders where it went. */
function Lapsed({ cart }: { cart: LiveCart }) {
  const isOver = (order: OrderView) =>
    order.status === "expired" || (order.status === "held" && !isInCart(order, cart.now()));
  const over = cart.orders.filter(isOver);
  return (
    <div role="status">
      {over.map((order) => (
        <p key={order.id} class="note note-warn">
          {t(
            "The time to pay for {titles} is over, and the units went back into the deal. Claim again if it is still live.",
            { titles: order.lines.map(({ title }) => `“${title}”`).join(", ") },
          )}
        </p>
      ))}
    </div>
  );
}
