// The vouchers of a room: what this person has of them, by the API, and how they are for everybody, by the socket.

import type { MyVoucherView, ShowVoucherView } from "../types.gen";

/** What is shown of each, the oldest first. What is live is newer than what the page came with. */
export function shownVouchers(
  own: readonly MyVoucherView[],
  live: ReadonlyMap<string, ShowVoucherView>,
  nowMs: number,
): MyVoucherView[] {
  const shown = new Map(own.map((voucher) => [voucher.terms.id, voucher]));
  for (const [id, voucher] of live) shown.set(id, withLive(shown.get(id), voucher));
  return [...shown.values()]
    .sort((one, other) => (one.terms.id < other.terms.id ? -1 : 1))
    .map((voucher) => atThisTime(voucher, nowMs));
}

function withLive(mine: MyVoucherView | undefined, live: ShowVoucherView): MyVoucherView {
  const { terms, places_left } = live;
  if (!mine) return { terms, places_left, uses_left: null, state: "open" };
  return { ...mine, terms, places_left };
}

/** Who has none can collect one as long as there are some. */
function atThisTime(voucher: MyVoucherView, nowMs: number): MyVoucherView {
  if (nowMs >= voucher.terms.ends_at_ms) return { ...voucher, state: "over" };
  if (voucher.state !== "open" && voucher.state !== "gone") return voucher;
  return { ...voucher, state: voucher.places_left === 0 ? "gone" : "open" };
}
