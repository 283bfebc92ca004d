// This person's places in the lines of deals that are sold out, and the offers that come of them.

import { api } from "../lib/api";
import { t } from "../lib/words";
import { lostPlaces, ordinal } from "../live/places";
import type { DealView, OrderView, ServerFrame, WaiterView } from "../types.gen";
import { announce, toast } from "../ui/Toast";
import type { RoomSession } from "./session";

export class Waiting {
  readonly #session: RoomSession;
  /** Orders that this person was told are offers. */
  readonly #offered = new Set<string>();

  constructor(session: RoomSession) {
    this.#session = session;
  }

  take(frame: ServerFrame): void {
    if (frame.t === "welcome" && frame.you.account_id) void this.#fetch();
    if (frame.t === "my_order") this.#tellOffer(frame.order);
    this.#dropLostPlaces();
  }

  join(deal: DealView, quantity: number): Promise<void> {
    const { title } = deal;
    const reason = t("Create an account or sign in to wait for “{title}”.", { title });
    return this.#session.signedIn(reason, () =>
      this.#session.explained(deal, async () => {
        const place = await api.put<WaiterView>(`/api/deals/${deal.id}/waitlist`, { quantity });
        this.#session.live.learnPlace(place);
        announce(
          t("You are {ordinal} in line for “{title}”.", { ordinal: ordinal(place.place), title }),
        );
      }),
    );
  }

  leave(deal: DealView): Promise<void> {
    return this.#session.explained(deal, async () => {
      await api.delete(`/api/deals/${deal.id}/waitlist`);
      this.#session.live.forgetPlace(deal.id);
    });
  }

  async #fetch(): Promise<void> {
    const { live } = this.#session;
    const path = `/api/shows/${live.room.peek().show.id}/waitlists`;
    const places = await api.get<WaiterView[]>(path).catch(() => null);
    if (places) live.learnPlaces(places);
  }

  #tellOffer(order: OrderView): void {
    if (!order.was_offered || order.status !== "held" || this.#offered.has(order.id)) return;
    this.#offered.add(order.id);
    const titles = order.lines.map(({ title }) => title).join(", ");
    toast(
      t("Your turn: “{titles}” is held for you for a few minutes. Pay to keep it.", { titles }),
      "good",
    );
  }

  /** Whose line is closed is told; whose turn has come is told by the offer. */
  #dropLostPlaces(): void {
    const { live } = this.#session;
    const { deals, myOrders } = live.room.peek();
    for (const dealId of lostPlaces(live.room.peek())) {
      live.forgetPlace(dealId);
      const deal = deals.get(dealId)?.view;
      const hasOffer = myOrders.some(({ lines }) => lines.some((line) => line.deal_id === dealId));
      if (deal?.status === "ended" && deal.waiting === 0 && !hasOffer) {
        toast(
          t("The waitlist for “{title}” is closed: no more units came back.", {
            title: deal.title,
          }),
        );
      }
    }
  }
}
