// What can be chosen to be shared, as values. Nothing is chosen until someone chooses it.

import type { ItemView, OrderView, SharedCartView, WishView } from "../types.gen";

export interface Choice {
  kind: ItemView["kind"];
  id: string;
  title: string;
  quantity: number;
  /** Of one. */
  priceMinor: number;
  currency: string;
  brandId: string;
  brandName: string;
}

/** Lines of one brand, to be shared for so many days. */
export interface NewSharedCart {
  kind: SharedCartView["kind"];
  lines: Pick<Choice, "kind" | "id" | "quantity">[];
  days: number;
}

/** The lines of the cart; two claims of one deal are one line. */
export function choicesOfCart(orders: readonly OrderView[]): Choice[] {
  const found = new Map<string, Choice>();
  for (const { lines, currency, brand_id: brandId, brand_name: brandName } of orders) {
    for (const { deal_id: id, title, unit_price_minor: priceMinor, ...line } of lines) {
      const quantity = (found.get(id)?.quantity ?? 0) + line.quantity;
      found.set(id, {
        kind: "deal",
        id,
        title,
        quantity,
        priceMinor,
        currency,
        brandId,
        brandName,
      });
    }
  }
  return [...found.values()];
}

export function choicesOfWishes(wishes: readonly WishView[]): Choice[] {
  return wishes.map(({ item }) => ({
    kind: item.kind,
    id: item.id,
    title: item.product.title,
    quantity: 1,
    priceMinor: item.offer?.price_minor ?? item.product.list_price_minor,
    currency: item.product.currency,
    brandId: item.product.brand_id,
    brandName: item.brand_name,
  }));
}

/** What is sent for each brand: a link belongs to one. */
export function requestsFor(
  kind: NewSharedCart["kind"],
  chosen: readonly Choice[],
  days: number,
): Map<string, NewSharedCart> {
  const requests = new Map<string, NewSharedCart>();
  for (const { brandId, kind: itemKind, id, quantity } of chosen) {
    const lines = requests.get(brandId)?.lines ?? [];
    const line = { kind: itemKind, id, quantity };
    requests.set(brandId, { kind, days, lines: [...lines, line] });
  }
  return requests;
}
