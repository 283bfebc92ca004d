// The room's red packet: opened in one press, by a guest after signing in, and what came of it. It stands above the chat,
// where it moves nothing that someone is about to press.

import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { pointsText } from "../lib/points";
import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import { isPacketShown, openedText, packetPhase, packetResult, packetText } from "../live/packets";
import { Luckiest } from "../packets/Luckiest";
import type { OpeningView, PacketView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { announce, toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { Envelope } from "./Envelope";
import type { RoomSession } from "./session";

/** Staff rank far above all tiers. */
const STAFF_FROM = 100;

export function PacketCard({ session }: { session: RoomSession }) {
  const { live } = session;
  const packet = useRoom(live, (room) => room.packet).value;
  const phase = useComputed(() => {
    const known = live.room.value.packet;
    return known && isPacketShown(known, live.now.value)
      ? packetPhase(known, live.now.value)
      : null;
  }).value;
  useEffect(() => {
    if (packet && phase === "open") {
      toast(t("A red packet is beside the chat: {greeting}", { greeting: packet.greeting }));
    }
    if (packet && phase === "ended") announce(packetResult(packet));
  }, [packet?.id, phase]);
  if (!packet || !phase) return null;
  const opening = session.openings.all.value.get(packet.id);
  const isFresh = session.openings.fresh.value === packet.id;
  return (
    <section class="packet" aria-label={t("Red packet")} data-phase={phase}>
      <Envelope isOpen={opening !== undefined} isFresh={isFresh} />
      <div class="packet-text">
        <p class="eyebrow">{t("Red packet")}</p>
        <h3>{packet.greeting}</h3>
        <p class="small muted">
          {phase === "ended"
            ? packetResult(packet)
            : `${packetText(packet)} · ${openedText(packet)}`}{" "}
          <a class="link" href={`/packets/${packet.id}`} target="_blank" rel="noopener">
            {phase === "ended" ? t("Check it") : t("How it is split")}
          </a>
        </p>
        {opening && <Got opening={opening} isFresh={isFresh} />}
        {phase === "ended" && <Luckiest luckiest={packet.luckiest.slice(0, 5)} />}
      </div>
      {phase === "open" && !opening && (
        <div class="packet-action">
          <Countdown untilMs={packet.closes_at_ms} now={live.clock.now} />
          <Open session={session} packet={packet} />
        </div>
      )}
      {phase === "ending" && !opening && <Badge tone="quiet">{t("All gone")}</Badge>}
    </section>
  );
}

function Got({ opening, isFresh }: { opening: OpeningView; isFresh: boolean }) {
  return (
    <p class={isFresh ? "packet-got is-fresh" : "packet-got"}>
      <strong class="numeral">+{pointsText(opening.points)}</strong>{" "}
      <span class="small muted">
        {t("You were number {place}. Your ticket: {ticket}", {
          place: opening.place,
          ticket: opening.ticket,
        })}
      </span>
    </p>
  );
}

/** What the packet is to this person before they have opened it. */
function Open({ session, packet }: { session: RoomSession; packet: PacketView }) {
  const rank = useRoom(session.live, (room) => room.you?.rank ?? 0).value;
  const open = useAction(() => session.openings.open(packet));
  const { problem } = open;
  useEffect(() => {
    if (problem) toast(problem.detail, "bad");
  }, [problem]);
  if (rank >= STAFF_FROM) return null;
  if (packet.min_tier_rank > Math.max(rank, 1)) {
    const tier = session.brand.tiers.find((one) => one.rank === packet.min_tier_rank);
    return (
      <p class="small muted">
        {t("For {tier} members and above", { tier: tier?.name ?? packet.min_tier_rank })}
      </p>
    );
  }
  return (
    <Button variant="primary" isBusy={open.isBusy} onClick={() => void open.run()}>
      {session.membership ? t("Open it") : t("Join and open it")}
    </Button>
  );
}
