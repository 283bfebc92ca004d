// How many orders wait for payment, beside the link to the cart in the page's header. Asked for once a page; then whoever
// learns of an order tells it here, so that a rush of claims causes no further questions.

import type { OrderView } from "../types.gen";
import { api } from "./api";
import { isBalanceDue } from "./presale";
import { t } from "./words";

const waiting = new Set<string>();

/** Ask what is in the cart, if this page has a link to it. */
export async function countCart(): Promise<void> {
  if (!place()) return;
  const orders = await api.get<OrderView[]>("/api/cart").catch(() => []);
  const now = Date.now();
  for (const order of orders) {
    if (order.status !== "held" || now < order.hold_expires_at_ms) waiting.add(order.id);
  }
  showCount();
}

/** An order is as it is now: it is in the cart, or no longer. */
export function noteOrder(order: OrderView): void {
  const isWaiting = order.status === "held" || order.status === "awaiting_payment";
  if (isWaiting || isBalanceDue(order, Date.now())) waiting.add(order.id);
  else waiting.delete(order.id);
  showCount();
}

/** Show the number, for instance in a header that was rendered again. */
export function showCount(): void {
  const shown = place();
  if (!shown) return;
  shown.hidden = waiting.size === 0;
  shown.textContent = String(waiting.size);
  const toPay = document.createElement("span");
  toPay.className = "visually-hidden";
  toPay.textContent = ` ${t("to pay")}`;
  shown.append(toPay);
}

function place(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-cart-count]");
}
