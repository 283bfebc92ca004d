// A draw for the room: the host names the prize, and everything else follows by itself.

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { t, tn } from "../lib/words";
import { drawPhase, entriesText, resultText } from "../live/draws";
import { useRoom } from "../live/hooks";
import type { DrawView, NewDraw, TierView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { Field, TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";
import type { ControlSession } from "./session";

const DURATIONS_S = [30, 60, 120, 300, 600];

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

function DrawForm({ session, onDone }: { session: ControlSession; onDone: () => void }) {
  const [draft, setDraft] = useState<Draft>({
    prize: "",
    places: "1",
    openForS: 60,
    minTierRank: 0,
  });
  const [isTried, setTried] = useState(false);
  const errors = errorsOf(draft);
  const action = useAction(async () => {
    await session.openDraw(bodyOf(draft));
    onDone();
  });
  const shown = { ...(isTried ? errors : {}), ...action.problem?.fields };
  const edit = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    action.clear();
  };
  return (
    <ActionForm
      action={action}
      fields={["prize", "places"]}
      label={t("Open the draw")}
      errors={errors}
      onWrong={() => setTried(true)}
      isInDialog
    >
      <TextField
        label={t("Prize")}
        name="prize"
        value={draft.prize}
        onText={(prize) => edit({ prize })}
        error={shown.prize}
        hint={t("As viewers read it. You hand it out yourself: the winners are shown here.")}
        maxLength={120}
        required
      />
      <TextField
        label={t("How many win")}
        name="places"
        value={draft.places}
        onText={(places) => edit({ places })}
        error={shown.places}
        inputMode="numeric"
        required
      />
      <Choices draft={draft} tiers={session.brand.tiers} onChange={edit} />
    </ActionForm>
  );
}

interface ChoicesProps {
  draft: Draft;
  tiers: readonly TierView[];
  onChange: (part: Partial<Draft>) => void;
}

function Choices({ draft, tiers, onChange }: ChoicesProps) {
  return (
    <>
      <Field label={t("Open for")}>
        {(control) => (
          <select
            {...control}
            class="input"
            name="open_for"
            value={draft.openForS}
            onChange={(event) => onChange({ openForS: Number(event.currentTarget.value) })}
          >
            {DURATIONS_S.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds < 60 ? t("{seconds} seconds", { seconds }) : minutesText(seconds / 60)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t("For")}>
        {(control) => (
          <select
            {...control}
            class="input"
            name="min_tier"
            value={draft.minTierRank}
            onChange={(event) => onChange({ minTierRank: Number(event.currentTarget.value) })}
          >
            <option value={0}>{t("Everyone")}</option>
            {tiers.map((tier) => (
              <option key={tier.rank} value={tier.rank}>
                {t("{name} members and above", { name: tier.name })}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

function minutesText(minutes: number): string {
  return tn("{count} minute", "{count} minutes", minutes);
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
