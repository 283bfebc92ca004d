// A team's page: who is in, what is left, and joining it. Follows the team while it is forming.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { noteOrder } from "../lib/cartCount";
import { formatMoney } from "../lib/money";
import { useMyFrames } from "../lib/myFrames";
import { t, tn } from "../lib/words";
import { Attempts } from "../live/attempts";
import type { LinkView, MeView, OrderView, TeamView } from "../types.gen";
import { AuthDialog } from "../ui/AuthDialog";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { ProblemNote } from "../ui/ProblemNote";
import { ShareDialog } from "../ui/ShareDialog";
import { announce } from "../ui/Toast";
import { useAction } from "../ui/useAction";

export interface TeamProps {
  team: TeamView;
  me: MeView | null;
}

const ASK_EVERY_MS = 3_000;

export function Team({ team: initial, me }: TeamProps) {
  const [handle, setHandle] = useState(me?.handle ?? null);
  const { team, refresh, now } = useTeam(initial);
  const isIn = team.members.some((member) => member.handle === handle);
  return (
    <div class="team">
      <ul class="team-places" aria-label={t("Places")}>
        {team.members.map((member) => (
          <li key={member.handle} class="team-place" data-paid={member.is_paid}>
            <strong>{member.handle}</strong>
            <span class="row">
              {member.is_leader && <Badge tone="tier">{t("Leads")}</Badge>}
              <Badge tone={member.is_paid ? "good" : "warn"}>
                {member.is_paid ? t("Paid") : t("Is paying")}
              </Badge>
            </span>
          </li>
        ))}
        {team.status === "forming" &&
          Array.from({ length: team.left }, (_, place) => (
            <li key={`free-${place}`} class="team-place is-free">
              {t("Free place")}
            </li>
          ))}
      </ul>
      <Standing team={team} now={now} refresh={refresh} />
      {isIn ? (
        <Member team={team} handle={handle} />
      ) : (
        <Join team={team} isGuest={handle === null} onMe={setHandle} onJoined={refresh} />
      )}
    </div>
  );
}

interface StandingProps {
  team: TeamView;
  now: () => number;
  refresh: () => void;
}

function Standing({ team, now, refresh }: StandingProps) {
  if (team.status === "complete") {
    return (
      <p class="note note-good">{t("The team is complete: everyone gets it at this price.")}</p>
    );
  }
  if (team.status === "ended") {
    return (
      <p class="note">{t("The team was not filled in time. Whoever paid gets all of it back.")}</p>
    );
  }
  return (
    <p class="team-left">
      <strong>{tn("{count} place left", "{count} places left", team.left)}</strong>{" "}
      <Countdown class="team-clock" untilMs={team.fills_by_ms} now={now} onEnd={refresh} />
    </p>
  );
}

function Member({ team, handle }: { team: TeamView; handle: string | null }) {
  const [link, setLink] = useState<LinkView | null>(null);
  const share = useAction(async () => {
    setLink(await api.post<LinkView>("/api/links", { kind: "team", target_id: team.id }));
  });
  const isPaid = team.members.some((member) => member.handle === handle && member.is_paid);
  if (team.status !== "forming") return <OrdersLink />;
  if (!isPaid) {
    return (
      <a class={buttonClass("primary", "l", true)} href="/cart">
        {t("Pay now to keep your place")}
      </a>
    );
  }
  return (
    <>
      {team.left > 0 && (
        <Button
          variant="primary"
          size="l"
          isWide
          isBusy={share.isBusy}
          onClick={() => void share.run()}
        >
          {t("Invite friends")}
        </Button>
      )}
      <ProblemNote problem={share.problem} />
      <OrdersLink />
      <ShareDialog link={link} onClose={() => setLink(null)} />
    </>
  );
}

function OrdersLink() {
  return (
    <a class={buttonClass("ghost", "m", true)} href="/orders">
      {t("My orders")}
    </a>
  );
}

interface JoinProps {
  team: TeamView;
  isGuest: boolean;
  onMe: (handle: string) => void;
  onJoined: () => void;
}

function Join({ team, isGuest, onMe, onJoined }: JoinProps) {
  const [isAsking, setAsking] = useState(false);
  const [attempts] = useState(() => new Attempts());
  const join = useAction(async () => {
    const order = await attempts.make(team.id, (idempotencyKey) =>
      api.post<OrderView>(`/api/teams/${team.id}/places`, undefined, { idempotencyKey }),
    );
    noteOrder(order);
    announce(t("You have a place. Pay to keep it."));
    onJoined();
  });
  if (team.status !== "forming") return null;
  const price = formatMoney(team.price_minor, team.currency);
  return (
    <>
      <Button
        variant="primary"
        size="l"
        isWide
        isBusy={join.isBusy}
        onClick={() => (isGuest ? setAsking(true) : void join.run())}
      >
        {t("Join for {price}", { price })}
      </Button>
      <p class="muted small">
        {t("You pay now. If the team is not filled in time you get all of it back.")}
      </p>
      <ProblemNote problem={join.problem} />
      <AuthDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reason={t("Create an account or sign in to join the team.")}
        onSignedIn={({ handle }) => {
          setAsking(false);
          onMe(handle);
          void join.run();
        }}
      />
    </>
  );
}

/** The team as it is now: members are told over the socket, everybody else asks as long as it is forming. */
function useTeam(initial: TeamView) {
  const [team, setTeam] = useState(initial);
  const status = useRef(initial.status);
  status.current = team.status;
  const refresh = () => {
    api.get<TeamView>(`/api/teams/${initial.id}`).then(setTeam, () => undefined);
  };
  const now = useMyFrames((frame) => {
    if (frame.t === "my_team" && frame.team.id === initial.id) setTeam(frame.team);
  }, refresh);
  useEffect(() => {
    const timer = setInterval(() => {
      if (status.current === "forming" && !document.hidden) refresh();
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return { team, refresh, now };
}
