// The room's challenge: how the best teams stand, one's own, and forming one. It stands above the chat, beside draws.

import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { Board } from "../challenges/Board";
import { FormTeam } from "../challenges/FormTeam";
import { t } from "../lib/words";
import { challengePhase, isShown, resultText } from "../live/challenges";
import { useRoom } from "../live/hooks";
import type { ChallengeTeamView, ChallengeView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { Dialog } from "../ui/Dialog";
import { CopyField } from "../ui/ShareDialog";
import { toast } from "../ui/Toast";
import type { RoomSession } from "./session";

/** Staff rank far above all tiers. */
const STAFF_FROM = 100;
const SHOWN = 3;
const ASK_EVERY_MS = 15_000;

export function ChallengeCard({ session }: { session: RoomSession }) {
  const { live } = session;
  const challenge = useRoom(live, (room) => room.challenge).value;
  const phase = useComputed(() => {
    const { challenge: known, show } = live.room.value;
    const isReplay = show.status === "ended";
    return known && isShown(known, live.now.value, isReplay)
      ? challengePhase(known, live.now.value)
      : null;
  }).value;
  const own = useOwnTeam(session, challenge);
  useEffect(() => {
    if (challenge && phase === "open") toast(t("A challenge between teams is on beside the chat."));
    if (challenge && phase === "settled") toast(resultText(challenge), "good");
  }, [challenge?.id, phase]);
  if (!challenge || !phase) return null;
  return (
    <section class="challenge" aria-label={t("Challenge")} data-phase={phase}>
      <div class="row-between">
        <div class="challenge-text">
          <p class="eyebrow">{t("Challenge")}</p>
          <h3>{challenge.title}</h3>
        </div>
        {phase === "open" && <Countdown untilMs={challenge.ends_at_ms} now={live.clock.now} />}
        {phase === "splitting" && <Badge>{t("Counting…")}</Badge>}
      </div>
      <p class="small muted">
        {phase === "settled" || phase === "cancelled" ? resultText(challenge) : potText(challenge)}{" "}
        <a class="link" href={`/challenges/${challenge.id}`} target="_blank" rel="noopener">
          {t("All teams and rules")}
        </a>
      </p>
      {phase !== "cancelled" && <Board challenge={challenge} ownId={own?.id} most={SHOWN} />}
      <Own session={session} challenge={challenge} own={own} isOpen={phase === "open"} />
    </section>
  );
}

/** The person's team as the board has it, or, where it is not among the best, as it was when last asked for: by few, and seldom. */
function useOwnTeam(session: RoomSession, challenge: ChallengeView | null) {
  const mine = session.myChallenge.value;
  const known = mine?.challenge_id === challenge?.id ? (mine?.team ?? undefined) : undefined;
  const shown = challenge?.teams.find(({ id }) => id === known?.id);
  const isBehind = known !== undefined && shown === undefined && challenge?.status === "open";
  useEffect(() => {
    void session.fetchChallenge();
  }, [challenge?.id]);
  useEffect(() => {
    if (!isBehind) return;
    const timer = setInterval(() => void session.fetchChallenge(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isBehind]);
  return shown ?? known;
}

interface OwnProps {
  session: RoomSession;
  challenge: ChallengeView;
  own: ChallengeTeamView | undefined;
  isOpen: boolean;
}

function Own({ session, challenge, own, isOpen }: OwnProps) {
  const rank = useRoom(session.live, (room) => room.you?.rank ?? 0).value;
  const [isAsking, setAsking] = useState(false);
  const mine = session.myChallenge.value;
  if (!isOpen || rank >= STAFF_FROM) return null;
  if (own) {
    const address = `/challenges/${challenge.id}?team=${own.id}`;
    return (
      <>
        <p class="small">
          {t("{name}: place {rank}, score {score}", {
            name: own.name,
            rank: own.rank,
            score: own.score,
          })}
        </p>
        <CopyField
          text={new URL(address, location.origin).href}
          label={t("Link for your team")}
          said={t("The link is copied.")}
        />
        {mine && !mine.is_member && (
          <p class="note small">
            {t("Join {brand} before it ends: only members can be given points.", {
              brand: session.brand.name,
            })}
          </p>
        )}
      </>
    );
  }
  const ask = async () => setAsking(true);
  const begin = () => {
    if (session.me.value) void ask();
    else session.invite(t("Create an account or sign in to form a team."), ask);
  };
  return (
    <>
      <Button size="s" variant="primary" onClick={begin}>
        {t("Form a team")}
      </Button>
      <Dialog isOpen={isAsking} title={t("Form a team")} onClose={() => setAsking(false)}>
        <FormTeam
          isInDialog
          onForm={async (name) => {
            await session.formTeam(challenge.id, name);
            setAsking(false);
          }}
        />
      </Dialog>
    </>
  );
}

function potText({ pot, winners }: ChallengeView): string {
  return winners === 1
    ? t("The best team wins {points} points.", { points: pot })
    : t("The best {winners} teams share {points} points.", { winners, points: pot });
}
