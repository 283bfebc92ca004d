// A challenge between the room's teams: the host gives a pot of points, and everything else follows by itself.

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { Board } from "../challenges/Board";
import { t, tn } from "../lib/words";
import { challengePhase, resultText } from "../live/challenges";
import { useRoom } from "../live/hooks";
import type { ChallengeView, NewChallenge } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";
import { useDraft } from "../ui/useDraft";
import type { ControlSession } from "./session";

export function Challenge({ session }: { session: ControlSession }) {
  const { live } = session;
  const [isStarting, setStarting] = useState(false);
  const isLive = useRoom(live, ({ show }) => show.status === "live").value;
  const challenge = useRoom(live, (room) => room.challenge).value;
  if (!isLive && !challenge) return null;
  return (
    <section class="control-challenge" aria-labelledby="challenge-title">
      <div class="row-between">
        <h2 id="challenge-title">{t("Challenge")}</h2>
        {isLive && challenge?.status !== "open" && (
          <Button onClick={() => setStarting(true)}>{t("Start a challenge")}</Button>
        )}
      </div>
      {challenge ? (
        <Standing session={session} challenge={challenge} />
      ) : (
        <p class="muted small">
          {t("Teams of up to five bring friends and buy, and the best share a pot of points.")}
        </p>
      )}
      <Dialog isOpen={isStarting} title={t("Start a challenge")} onClose={() => setStarting(false)}>
        <ChallengeForm session={session} onDone={() => setStarting(false)} />
      </Dialog>
    </section>
  );
}

interface StandingProps {
  session: ControlSession;
  challenge: ChallengeView;
}

function Standing({ session, challenge }: StandingProps) {
  const { live } = session;
  const phase = useComputed(() => challengePhase(challenge, live.now.value)).value;
  const isOver = phase === "settled" || phase === "cancelled";
  return (
    <div class="challenge" data-phase={phase}>
      <div class="row-between">
        <h3>{challenge.title}</h3>
        {phase === "open" && <Countdown untilMs={challenge.ends_at_ms} now={live.clock.now} />}
        {phase === "splitting" && <Badge>{t("Counting…")}</Badge>}
      </div>
      <p class="small muted">
        {isOver ? resultText(challenge) : tn("{count} team", "{count} teams", challenge.team_count)}{" "}
        <a class="link" href={`/challenges/${challenge.id}`} target="_blank" rel="noopener">
          {t("Its page")}
        </a>
      </p>
      <Board challenge={challenge} most={5} />
      {phase === "open" && (
        <div class="row">
          <EndNow session={session} challenge={challenge} />
          <CallOff session={session} challenge={challenge} />
        </div>
      )}
    </div>
  );
}

function EndNow({ session, challenge }: StandingProps) {
  return (
    <Confirmed
      button={t("End now")}
      title={t("End the challenge now?")}
      text={t("Nothing counts any more, and the pot is split among the best teams.")}
      action={t("End it")}
      work={() => session.endChallenge(challenge.id)}
    />
  );
}

function CallOff({ session, challenge }: StandingProps) {
  return (
    <Confirmed
      button={t("Call it off")}
      title={t("Call the challenge off?")}
      text={t("Nobody is given any points. This cannot be taken back.")}
      action={t("Call it off")}
      isDangerous
      work={() => session.cancelChallenge(challenge.id)}
    />
  );
}

interface ConfirmedProps {
  button: string;
  title: string;
  text: string;
  action: string;
  isDangerous?: boolean;
  work: () => Promise<void>;
}

function Confirmed({ button, title, text, action, isDangerous = false, work }: ConfirmedProps) {
  const [isAsking, setAsking] = useState(false);
  const act = useAction(async () => {
    await work();
    setAsking(false);
  });
  return (
    <>
      <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
        {button}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={title}
        text={text}
        action={action}
        isDangerous={isDangerous}
        isBusy={act.isBusy}
        error={act.problem?.detail}
        onConfirm={() => void act.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

interface Draft {
  title: string;
  pot: string;
  winners: string;
  minutes: string;
}

const EMPTY: Draft = { title: "", pot: "1000", winners: "3", minutes: "30" };

function ChallengeForm({ session, onDone }: { session: ControlSession; onDone: () => void }) {
  const { draft, edit, wrong, form } = useDraft(EMPTY, errorsOf, async (draft) => {
    await session.startChallenge(bodyOf(draft));
    onDone();
  });
  return (
    <ActionForm
      {...form}
      fields={["title", "pot", "winners", "minutes"]}
      label={t("Start the challenge")}
      isInDialog
    >
      <TextField
        label={t("Title")}
        name="title"
        value={draft.title}
        onText={(title) => edit({ title })}
        error={wrong.title}
        hint={t("As viewers read it, for instance “Who brings the most friends?”")}
        maxLength={60}
        required
      />
      <TextField
        label={t("Pot in points")}
        name="pot"
        value={draft.pot}
        onText={(pot) => edit({ pot })}
        error={wrong.pot}
        hint={t("Given to members of the best teams when it ends.")}
        inputMode="numeric"
        required
      />
      <div class="form-row">
        <TextField
          label={t("How many teams win")}
          name="winners"
          value={draft.winners}
          onText={(winners) => edit({ winners })}
          error={wrong.winners}
          inputMode="numeric"
          required
        />
        <TextField
          label={t("Minutes")}
          name="minutes"
          value={draft.minutes}
          onText={(minutes) => edit({ minutes })}
          error={wrong.minutes}
          inputMode="numeric"
          required
        />
      </div>
    </ActionForm>
  );
}

function errorsOf({ title, pot, winners, minutes }: Draft): Partial<Draft> {
  return {
    ...(title.trim() === "" && { title: t("Say what it is about.") }),
    ...(!isWhole(pot, 10, 1_000_000) && { pot: t("Give a whole number from 10 to 1,000,000.") }),
    ...(!isWhole(winners, 1, 10) && { winners: t("Give a whole number from 1 to 10.") }),
    ...(!isWhole(minutes, 1, 1_440) && { minutes: t("Give a whole number from 1 to 1,440.") }),
  };
}

function isWhole(text: string, least: number, most: number): boolean {
  const number = Number(text);
  return text.trim() !== "" && Number.isInteger(number) && number >= least && number <= most;
}

function bodyOf({ title, pot, winners, minutes }: Draft): NewChallenge {
  return {
    title: title.trim(),
    pot: Number(pot),
    winners: Number(winners),
    minutes: Number(minutes),
  };
}
