// What this person got from the room's packets. Packets are for members: who is none joins with the same press.

import { signal } from "@preact/signals";
import { api } from "../lib/api";
import { pointsText } from "../lib/points";
import { t } from "../lib/words";
import type { OpeningView, PacketView, ServerFrame } from "../types.gen";
import { announce } from "../ui/Toast";
import type { RoomSession } from "./session";

export class Openings {
  /** By the packet. */
  readonly all = signal<ReadonlyMap<string, OpeningView>>(new Map());
  /** The packet that was opened on this page, and just now: it is shown with more ado. */
  readonly fresh = signal<string | null>(null);
  readonly #session: RoomSession;

  constructor(session: RoomSession) {
    this.#session = session;
  }

  take(frame: ServerFrame): void {
    if (frame.t === "welcome" && frame.you.account_id) void this.#fetch();
  }

  /** Open a share; a guest is asked to sign in first. Throws a `Problem` when it was refused. */
  open(packet: PacketView): Promise<void> {
    const reason = t(
      "Create an account or sign in to open “{greeting}”. You join {brand} with it.",
      { greeting: packet.greeting, brand: this.#session.brand.name },
    );
    return this.#session.signedIn(reason, async () => {
      if (!this.#session.membership) await this.#session.join();
      const opening = await api.post<OpeningView>(`/api/packets/${packet.id}/opening`);
      this.fresh.value = packet.id;
      this.#learn(opening);
      announce(t("You got {points}.", { points: pointsText(opening.points) }));
    });
  }

  async #fetch(): Promise<void> {
    const { show, packet } = this.#session.live.room.peek();
    if (!packet) return;
    const path = `/api/shows/${show.id}/packets/mine`;
    for (const opening of await api.get<OpeningView[]>(path).catch(() => [])) this.#learn(opening);
  }

  #learn(opening: OpeningView): void {
    this.all.value = new Map(this.all.peek()).set(opening.packet_id, opening);
  }
}
