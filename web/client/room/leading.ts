// Where this person stands among those who bring friends to the show.

import { signal } from "@preact/signals";
import { api } from "../lib/api";
import type { LeadersView, LeaderView, LeadView, NewListing, ServerFrame } from "../types.gen";
import type { RoomSession } from "./session";

/** How long who is not among the first waits to hear that others moved them. */
const ASK_AFTER_MS = 5_000;

export class Leading {
  readonly mine = signal<LeadView | null>(null);
  readonly #session: RoomSession;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(session: RoomSession) {
    this.#session = session;
  }

  close(): void {
    clearTimeout(this.#asking);
  }

  take(frame: ServerFrame): void {
    const { show } = this.#session.live.room.peek();
    if (frame.t === "welcome" && frame.you.account_id) void this.#fetch();
    if (frame.t === "my_lead" && frame.lead.show_id === show.id) this.mine.value = frame.lead;
    if (frame.t === "leaders") this.#follow(frame.leaders);
  }

  /** Be shown on leaderboards, or not. Throws a `Problem` when it was refused. */
  async setListed(isListed: boolean): Promise<void> {
    await api.put<NewListing>("/api/me/listing", { is_listed: isListed });
    await this.#fetch();
  }

  /** The first read their place from the list; the others ask, and not too often. */
  #follow(leaders: readonly LeaderView[]): void {
    const mine = this.mine.peek();
    if (!mine?.place) return;
    const listed = leaders.find(({ handle }) => handle === this.#session.me.peek()?.handle);
    if (listed) this.mine.value = { ...mine, place: listed.place, friends: listed.friends };
    else if (this.#asking === undefined) {
      this.#asking = setTimeout(() => {
        this.#asking = undefined;
        void this.#fetch();
      }, ASK_AFTER_MS);
    }
  }

  async #fetch(): Promise<void> {
    const { id } = this.#session.live.room.peek().show;
    const board = await api.get<LeadersView>(`/api/shows/${id}/leaders`).catch(() => null);
    if (board) this.mine.value = board.mine;
  }
}
