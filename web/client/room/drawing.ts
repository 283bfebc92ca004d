// This person's entries in the show's draws.

import { signal } from "@preact/signals";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { DrawView, ServerFrame, TicketView } from "../types.gen";
import { announce, toast } from "../ui/Toast";
import type { RoomSession } from "./session";

export class Drawing {
  /** By the draw. */
  readonly entries = signal<ReadonlyMap<string, TicketView>>(new Map());
  readonly #session: RoomSession;

  constructor(session: RoomSession) {
    this.#session = session;
  }

  take(frame: ServerFrame): void {
    const { show } = this.#session.live.room.peek();
    if (frame.t === "welcome" && frame.you.account_id) void this.#fetch();
    if (frame.t === "my_draw_won" && frame.draw.show_id === show.id) {
      this.#won(frame.draw, frame.entry);
    }
  }

  /** Take a ticket. Throws a `Problem` when it was refused. */
  enter(draw: DrawView): Promise<void> {
    const { prize } = draw;
    const reason = t("Create an account or sign in to enter the draw for “{prize}”.", { prize });
    return this.#session.signedIn(reason, async () => {
      this.#learn(await api.post<TicketView>(`/api/draws/${draw.id}/entry`));
      announce(t("You are in the draw for “{prize}”.", { prize }));
    });
  }

  async #fetch(): Promise<void> {
    const { show, draw } = this.#session.live.room.peek();
    if (!draw) return;
    const path = `/api/shows/${show.id}/draws/mine`;
    for (const entry of await api.get<TicketView[]>(path).catch(() => [])) this.#learn(entry);
  }

  /** It can be said twice. */
  #won(draw: DrawView, entry: TicketView): void {
    const isNews = this.entries.peek().get(draw.id)?.place !== entry.place;
    this.#learn(entry);
    if (isNews)
      toast(t("You won “{prize}”! The host will get in touch.", { prize: draw.prize }), "good");
  }

  #learn(entry: TicketView): void {
    this.entries.value = new Map(this.entries.peek()).set(entry.draw_id, entry);
  }
}
