// A challenge's page: all that the room shows of it, and joining a team by its link.

import { useEffect, useRef, useState } from "preact/hooks";
import { Join } from "../brand/Join";
import { api } from "../lib/api";
import type { TierOffers } from "../lib/offers";
import { t } from "../lib/words";
import { challengePhase, resultText } from "../live/challenges";
import type { BrandView, ChallengeView, MeView, MyChallengeView } from "../types.gen";
import { AuthDialog } from "../ui/AuthDialog";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { ProblemNote } from "../ui/ProblemNote";
import { CopyField } from "../ui/ShareDialog";
import { useAction } from "../ui/useAction";
import { Board } from "./Board";
import { FormTeam } from "./FormTeam";

export interface ChallengePageProps {
  challenge: ChallengeView;
  brand: BrandView;
  offers: TierOffers;
  me: MeView | null;
  /** The team whose link led here. */
  team_id: string | null;
  /** The server's time as it made the page. */
  now_ms: number;
}

const ASK_EVERY_MS = 3_000;

export function ChallengePage(props: ChallengePageProps) {
  const { challenge: initial, brand, offers, team_id } = props;
  const [isSignedIn, setSignedIn] = useState(props.me !== null);
  const now = useServerClock(props.now_ms);
  const { challenge, mine, setMine, refresh } = useChallenge(initial, isSignedIn);
  const phase = challengePhase(challenge, now());
  return (
    <div class="challenge-live">
      {phase === "open" ? (
        <p class="row-between">
          <strong>{t("Ends in")}</strong>
          <Countdown untilMs={challenge.ends_at_ms} now={now} onEnd={refresh} />
        </p>
      ) : (
        <p class={phase === "settled" ? "note note-good" : "note"}>
          {phase === "splitting"
            ? t("It is over, and the pot is being split.")
            : resultText(challenge)}
        </p>
      )}
      {phase !== "cancelled" && <Board challenge={challenge} ownId={mine?.team?.id} />}
      {phase === "open" &&
        (mine?.team ? (
          <Mine mine={mine} brand={brand} offers={offers} />
        ) : (
          <Play
            challenge={challenge}
            teamId={team_id}
            isSignedIn={isSignedIn}
            onSignedIn={() => setSignedIn(true)}
            onMine={setMine}
          />
        ))}
    </div>
  );
}

interface MineProps {
  mine: MyChallengeView;
  brand: BrandView;
  offers: TierOffers;
}

function Mine({ mine, brand, offers }: MineProps) {
  const { team } = mine;
  if (!team) return null;
  const address = `/challenges/${mine.challenge_id}?team=${team.id}`;
  return (
    <>
      <p>
        {t("You play for {name}: place {rank}, score {score}.", {
          name: team.name,
          rank: team.rank,
          score: team.score,
        })}
      </p>
      {team.members.length < 5 && (
        <CopyField
          text={new URL(address, location.origin).href}
          label={t("Link for your team")}
          said={t("The link is copied.")}
        />
      )}
      {!mine.is_member && (
        <>
          <p class="note">
            {t("Join {brand} before it ends: only members can be given points.", {
              brand: brand.name,
            })}
          </p>
          <Join brand={brand} offers={offers} membership={null} is_signed_in />
        </>
      )}
    </>
  );
}

interface PlayProps {
  challenge: ChallengeView;
  teamId: string | null;
  isSignedIn: boolean;
  onSignedIn: () => void;
  onMine: (mine: MyChallengeView) => void;
}

function Play({ challenge, teamId, isSignedIn, onSignedIn, onMine }: PlayProps) {
  const [isAsking, setAsking] = useState(false);
  const join = useAction(async () => {
    onMine(await api.post<MyChallengeView>(`/api/challenge-teams/${teamId}/members`));
  });
  const name = challenge.teams.find(({ id }) => id === teamId)?.name;
  return (
    <>
      {teamId && (
        <Button
          variant="primary"
          size="l"
          isWide
          isBusy={join.isBusy}
          onClick={() => (isSignedIn ? void join.run() : setAsking(true))}
        >
          {name ? t("Join {name}", { name }) : t("Join your friend's team")}
        </Button>
      )}
      <ProblemNote problem={join.problem} />
      {isSignedIn ? (
        <FormTeam
          onForm={async (text) => {
            const path = `/api/challenges/${challenge.id}/teams`;
            onMine(await api.post<MyChallengeView>(path, { name: text }));
          }}
        />
      ) : (
        !teamId && <Button onClick={() => setAsking(true)}>{t("Form a team")}</Button>
      )}
      <AuthDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reason={t("Create an account or sign in to play.")}
        onSignedIn={() => {
          setAsking(false);
          onSignedIn();
          if (teamId) void join.run();
        }}
      />
    </>
  );
}

/** The challenge and one's own team as they are now: asked for as long as nobody has decided. */
function useChallenge(initial: ChallengeView, isSignedIn: boolean) {
  const [challenge, setChallenge] = useState(initial);
  const [mine, setMine] = useState<MyChallengeView | null>(null);
  const refresh = () => {
    api.get<ChallengeView>(`/api/challenges/${initial.id}`).then(setChallenge, () => undefined);
    if (!isSignedIn) return;
    api.get<MyChallengeView>(`/api/challenges/${initial.id}/mine`).then(setMine, () => undefined);
  };
  const state = useRef({ refresh, isOpen: true });
  state.current = { refresh, isOpen: challenge.status === "open" };
  useEffect(() => {
    state.current.refresh();
    const timer = setInterval(() => {
      if (state.current.isOpen && !document.hidden) state.current.refresh();
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isSignedIn]);
  return { challenge, mine, setMine, refresh };
}

function useServerClock(serverMs: number): () => number {
  const clock = useRef<(() => number) | null>(null);
  if (!clock.current) {
    const offsetMs = serverMs - Date.now();
    clock.current = () => Date.now() + offsetMs;
  }
  return clock.current;
}
