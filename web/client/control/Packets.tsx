// Red packets: the host drops points into the room, and the first to open them have them.

import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import { openedText, packetPhase, packetResult, packetText } from "../live/packets";
import { Luckiest } from "../packets/Luckiest";
import type { BudgetView, PacketView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { useAction } from "../ui/useAction";
import { BudgetForm } from "./BudgetForm";
import { PacketForm } from "./PacketForm";
import type { ControlSession } from "./session";

export function Packets({ session }: { session: ControlSession }) {
  const [isDropping, setDropping] = useState(false);
  const isLive = useRoom(session.live, ({ show }) => show.status === "live").value;
  const packet = useRoom(session.live, (room) => room.packet).value;
  const [budget, setBudget] = useBudget(session, packet, isLive);
  if (!isLive && !packet) return null;
  return (
    <section class="control-packets" aria-labelledby="packets-title">
      <div class="row-between">
        <h2 id="packets-title">{t("Red packets")}</h2>
        {isLive && packet?.status !== "open" && (
          <Button onClick={() => setDropping(true)}>{t("Drop a packet")}</Button>
        )}
      </div>
      {packet ? (
        <Standing session={session} packet={packet} />
      ) : (
        <p class="muted small">
          {t("Points for whoever opens first. Anyone can check afterwards how they were split.")}
        </p>
      )}
      {budget && <Budget session={session} budget={budget} onChanged={setBudget} />}
      <Dialog isOpen={isDropping} title={t("Drop a red packet")} onClose={() => setDropping(false)}>
        <PacketForm session={session} budget={budget} onDone={() => setDropping(false)} />
      </Dialog>
    </section>
  );
}

/** The show's budget, asked for again when a packet took from it or gave back. */
function useBudget(
  session: ControlSession,
  packet: PacketView | null,
  isLive: boolean,
): [BudgetView | null, (budget: BudgetView) => void] {
  const [budget, setBudget] = useState<BudgetView | null>(null);
  useEffect(() => {
    if (!isLive) return;
    session.packetBudget().then(setBudget, () => undefined);
  }, [session, isLive, packet?.id, packet?.status]);
  return [budget, setBudget];
}

function Standing({ session, packet }: { session: ControlSession; packet: PacketView }) {
  const { live } = session;
  const phase = useComputed(() => packetPhase(packet, live.now.value)).value;
  return (
    <div class="packet" data-phase={phase}>
      <div class="packet-text">
        <h3>{packet.greeting}</h3>
        <p class="small muted">
          {phase === "ended"
            ? packetResult(packet)
            : `${packetText(packet)} · ${openedText(packet)}`}{" "}
          <a class="link" href={`/packets/${packet.id}`} target="_blank" rel="noopener">
            {t("Its page")}
          </a>
        </p>
        {phase === "ended" && <Luckiest luckiest={packet.luckiest.slice(0, 5)} />}
      </div>
      <div class="packet-action">
        {phase === "open" && <Countdown untilMs={packet.closes_at_ms} now={live.clock.now} />}
        {phase === "ending" && <Badge>{t("Ending…")}</Badge>}
        {phase === "open" && <EndNow session={session} packet={packet} />}
      </div>
    </div>
  );
}

function EndNow({ session, packet }: { session: ControlSession; packet: PacketView }) {
  const [isAsking, setAsking] = useState(false);
  const end = useAction(async () => {
    await session.endPacket(packet.id);
    setAsking(false);
  });
  return (
    <>
      <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
        {t("End it now")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("End the packet now?")}
        text={t("What nobody has opened stays with the brand.")}
        action={t("End the packet")}
        isBusy={end.isBusy}
        error={end.problem?.detail}
        onConfirm={() => void end.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

interface BudgetProps {
  session: ControlSession;
  budget: BudgetView;
  onChanged: (budget: BudgetView) => void;
}

function Budget({ session, budget, onChanged }: BudgetProps) {
  const [isChanging, setChanging] = useState(false);
  const { spent, points } = budget;
  return (
    <div class="row small muted">
      <span>{t("{spent} of this show's {points} points are spent.", { spent, points })}</span>
      {session.isManager && (
        <Button size="s" variant="quiet" onClick={() => setChanging(true)}>
          {t("Change the budget")}
        </Button>
      )}
      <Dialog
        isOpen={isChanging}
        title={t("Points for this show's packets")}
        onClose={() => setChanging(false)}
      >
        <BudgetForm
          session={session}
          budget={budget}
          onDone={(changed) => {
            onChanged(changed);
            setChanging(false);
          }}
        />
      </Dialog>
    </div>
  );
}
