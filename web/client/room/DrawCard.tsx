// The room's draw: entered in one press, by a guest after signing in, and its result. It stands above the chat, where it
// moves nothing that someone is about to press.

import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../lib/words";
import { drawPhase, entriesText, isShown, resultText } from "../live/draws";
import { useRoom } from "../live/hooks";
import type { DrawView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { announce, toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import type { RoomSession } from "./session";

/** Staff rank far above all tiers. */
const STAFF_FROM = 100;

export function DrawCard({ session }: { session: RoomSession }) {
  const { live } = session;
  const draw = useRoom(live, (room) => room.draw).value;
  const phase = useComputed(() => {
    const known = live.room.value.draw;
    return known && isShown(known, live.now.value) ? drawPhase(known, live.now.value) : null;
  }).value;
  useEffect(() => {
    if (draw && phase === "open")
      toast(t("A draw is open beside the chat: {prize}.", { prize: draw.prize }));
    if (draw && phase === "decided")
      announce(t("The draw is decided. {result}", { result: resultText(draw) }));
  }, [draw?.id, phase]);
  if (!draw || !phase) return null;
  return (
    <section class="draw" aria-label={t("Draw")} data-phase={phase}>
      <div class="draw-text">
        <p class="eyebrow">{t("Draw")}</p>
        <h3>{draw.prize}</h3>
        <p class="small muted">
          {phase === "decided" ? resultText(draw) : termsText(draw)}{" "}
          <a class="link" href={`/draws/${draw.id}`} target="_blank" rel="noopener">
            {phase === "decided" ? t("Check it") : t("How it is decided")}
          </a>
        </p>
      </div>
      <div class="draw-action">
        {phase === "open" && <Countdown untilMs={draw.closes_at_ms} now={live.clock.now} />}
        {phase === "deciding" && <Badge>{t("Drawing…")}</Badge>}
        <Mine session={session} draw={draw} isOpen={phase === "open"} />
      </div>
    </section>
  );
}

interface MineProps {
  session: RoomSession;
  draw: DrawView;
  isOpen: boolean;
}

/** What the draw is to this person. */
function Mine({ session, draw, isOpen }: MineProps) {
  const rank = useRoom(session.live, (room) => room.you?.rank ?? 0).value;
  const entry = session.drawing.entries.value.get(draw.id);
  const enter = useAction(() => session.drawing.enter(draw));
  const { problem } = enter;
  useEffect(() => {
    if (problem) toast(problem.detail, "bad");
  }, [problem]);
  if (entry?.place) return <Badge tone="good">{t("You won")}</Badge>;
  if (entry)
    return (
      <Badge tone={isOpen ? "good" : "quiet"}>
        {t("Your ticket: {ticket}", { ticket: entry.ticket })}
      </Badge>
    );
  if (!isOpen || rank >= STAFF_FROM) return null;
  if (rank < draw.min_tier_rank) {
    const tier = session.brand.tiers.find((one) => one.rank === draw.min_tier_rank);
    return (
      <p class="small muted">
        {tier ? t("For {tier} members", { tier: tier.name }) : t("For higher members")}
      </p>
    );
  }
  return (
    <Button size="s" variant="primary" isBusy={enter.isBusy} onClick={() => void enter.run()}>
      {t("Enter")}
      <span class="visually-hidden"> {t("the draw for {prize}", { prize: draw.prize })}</span>
    </Button>
  );
}

function termsText({ entrants, places }: DrawView): string {
  const win = places === 1 ? t("One wins") : t("{places} win", { places });
  return `${win} · ${entriesText(entrants)}.`;
}
