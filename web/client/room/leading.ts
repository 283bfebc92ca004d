// Where this person stands among those who bring friends to the show.

import { signal } from "@preact/signals";
import { api } from "../lib/api";
import type { LeadersView, LeadView, NewListing, ServerFrame } from "../types.gen";
import type { RoomSession } from "./session";

export class Leading {
  readonly mine = signal<LeadView | null>(null);
  readonly #session: RoomSession;

  constructor(session: RoomSession) {
    this.#session = session;
  }

  take(frame: ServerFrame): void {
    const { show } = this.#session.live.room.peek();
    if (frame.t === "welcome" && frame.you.account_id) void this.#fetch();
    if (frame.t === "my_lead" && frame.lead.show_id === show.id) this.mine.value = frame.lead;
  }

  /** Be shown on leaderboards, or not. Throws a `Problem` when it was refused. */
  async setListed(isListed: boolean): Promise<void> {
    await api.put<NewListing>("/api/me/listing", { is_listed: isListed });
    await this.#fetch();
  }

  async #fetch(): Promise<void> {
    const { id } = this.#session.live.room.peek().show;
    const board = await api.get<LeadersView>(`/api/shows/${id}/leaders`).catch(() => null);
    if (!board) return;
    this.mine.value = board.mine;
    this.#session.live.learn({ t: "leaders", leaders: board.top });
  }
}
