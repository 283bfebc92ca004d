// A draw for the room: the host names the prize, and everything else follows by itself.

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { tierChoices } from "../lib/tierChoices";
import { t } from "../lib/words";
import { drawPhase, entriesText, resultText } from "../live/draws";
import { useRoom } from "../live/hooks";
import type { DrawView, NewDraw } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { Countdown } from "../ui/Countdown";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";
import { useDraft } from "../ui/useDraft";
import { DURATIONS } from "./durations";
import type { ControlSession } from "./session";

export function Draw({ session }: { session: ControlSession }) {
  const { live } = session;
  const [isOpening, setOpening] = useState(false);
  const isLive = useRoom(live, ({ show }) => show.status === "live").value;
  const draw = useRoom(live, (room) => room.draw).value;
  if (!isLive && !draw) return null;
  return (
    <section class="control-draw" aria-labelledby="draw-title">
      <div class="row-between">
        <h2 id="draw-title">{t("Draw")}</h2>
        {isLive && draw?.status !== "open" && (
          <Button onClick={() => setOpening(true)}>{t("Open a draw")}</Button>
        )}
      </div>
      {draw ? (
        <Standing session={session} draw={draw} />
      ) : (
        <p class="muted small">
          {t("Viewers enter with one press, and anyone can check afterwards that it was fair.")}
        </p>
      )}
      <Dialog isOpen={isOpening} title={t("Open a draw")} onClose={() => setOpening(false)}>
        <DrawForm session={session} onDone={() => setOpening(false)} />
      </Dialog>
    </section>
  );
}

function Standing({ session, draw }: { session: ControlSession; draw: DrawView }) {
  const { live } = session;
  const phase = useComputed(() => drawPhase(draw, live.now.value)).value;
  return (
    <div class="draw" data-phase={phase}>
      <div class="draw-text">
        <h3>{draw.prize}</h3>
        <p class="small muted">
          {phase === "decided" ? resultText(draw) : entriesText(draw.entrants)}{" "}
          <a class="link" href={`/draws/${draw.id}`} target="_blank" rel="noopener">
            {t("Its page")}
          </a>
        </p>
      </div>
      <div class="draw-action">
        {phase === "open" && <Countdown untilMs={draw.closes_at_ms} now={live.clock.now} />}
        {phase === "deciding" && <Badge>{t("Drawing…")}</Badge>}
        {phase === "open" && <DecideNow session={session} draw={draw} />}
      </div>
    </div>
  );
}

function DecideNow({ session, draw }: { session: ControlSession; draw: DrawView }) {
  const [isAsking, setAsking] = useState(false);
  const decide = useAction(async () => {
    await session.decideDraw(draw.id);
    setAsking(false);
  });
  return (
    <>
      <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
        {t("Decide now")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("Decide the draw now?")}
        text={t("It takes no more entries, and the winners are announced at once.")}
        action={t("Decide it")}
        isBusy={decide.isBusy}
        error={decide.problem?.detail}
        onConfirm={() => void decide.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

interface Draft {
  prize: string;
  places: string;
  openForS: number;
  minTierRank: number;
}

const EMPTY: Draft = { prize: "", places: "1", openForS: 60, minTierRank: 0 };

function DrawForm({ session, onDone }: { session: ControlSession; onDone: () => void }) {
  const { draft, edit, wrong, form } = useDraft(EMPTY, errorsOf, async (draft) => {
    await session.openDraw(bodyOf(draft));
    onDone();
  });
  return (
    <ActionForm {...form} fields={["prize", "places"]} label={t("Open the draw")} isInDialog>
      <TextField
        label={t("Prize")}
        name="prize"
        value={draft.prize}
        onText={(prize) => edit({ prize })}
        error={wrong.prize}
        hint={t("As viewers read it. You hand it out yourself: the winners are shown here.")}
        maxLength={120}
        required
      />
      <TextField
        label={t("How many win")}
        name="places"
        value={draft.places}
        onText={(places) => edit({ places })}
        error={wrong.places}
        inputMode="numeric"
        required
      />
      <ChoiceField
        label={t("Open for")}
        name="open_for"
        value={draft.openForS}
        choices={DURATIONS}
        onChoose={(openForS) => edit({ openForS })}
      />
      <ChoiceField
        label={t("For")}
        name="min_tier"
        value={draft.minTierRank}
        choices={[[0, t("Everyone")], ...tierChoices(session.brand.tiers)]}
        onChoose={(minTierRank) => edit({ minTierRank })}
      />
    </ActionForm>
  );
}

function errorsOf({ prize, places }: Draft): { prize?: string; places?: string } {
  const count = Number(places);
  return {
    ...(prize.trim() === "" && { prize: t("Say what there is to win.") }),
    ...(!(Number.isInteger(count) && count >= 1 && count <= 100) && {
      places: t("Give a whole number from 1 to 100."),
    }),
  };
}

function bodyOf({ prize, places, openForS, minTierRank }: Draft): NewDraw {
  return {
    prize: prize.trim(),
    places: Number(places),
    open_for_s: openForS,
    min_tier_rank: minTierRank,
  };
}
