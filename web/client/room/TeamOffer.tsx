// A deal that is sold to teams too: starting a team, and how one's own stands.

import { useLayoutEffect, useRef } from "preact/hooks";
import { formatMoney } from "../lib/money";
import { t, tn } from "../lib/words";
import { teamFor } from "../team/teams";
import type { DealView, MyTeamView, TeamTermsView } from "../types.gen";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import type { Offer } from "./claiming";
import type { RoomSession } from "./session";
import { useOffer } from "./useOffer";
import { useShare } from "./useShare";

interface TeamProps {
  session: RoomSession;
  deal: DealView;
}

export function TeamOffer({ session, deal }: TeamProps) {
  const { team } = deal;
  const { kind } = useOffer(session, deal.id).value;
  const mine = teamFor(session.teams.value, deal.id);
  const place = useKeptFocus(`${kind} ${mine !== null}`);
  if (!team) return null;
  return (
    <div class="team-offer" data-team={mine?.team.status ?? "none"} ref={place}>
      {mine ? (
        <Mine session={session} mine={mine} />
      ) : (
        <Start session={session} deal={deal} team={team} kind={kind} />
      )}
    </div>
  );
}

/** Who pressed the button here with the keyboard is on what the deal offers next, which is to pay. */
function useKeptFocus(state: string) {
  const place = useRef<HTMLDivElement>(null);
  const hadFocus = place.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (!hadFocus || place.current?.contains(document.activeElement)) return;
    place.current?.closest("article")?.querySelector<HTMLElement>(".claim-action")?.focus();
  }, [state]);
  return place;
}

interface StartProps extends TeamProps {
  team: TeamTermsView;
  kind: Offer["kind"];
}

function Start({ session, deal, team, kind }: StartProps) {
  const price = formatMoney(team.price_minor, deal.currency);
  return (
    <>
      <p class="team-offer-text">
        <strong>{t("{price} each as a team of {size}", { price, size: team.size })}</strong>
        <span class="muted">{t("Not filled in time: everyone is refunded.")}</span>
      </p>
      {(kind === "open" || kind === "sign_in") && (
        <Button
          size="s"
          isBusy={session.claimingId.value === deal.id}
          onClick={() => void session.startTeam(deal)}
        >
          {t("Start a team")}
          <span class="visually-hidden"> {deal.title}</span>
        </Button>
      )}
    </>
  );
}

function Mine({ session, mine: { team } }: { session: RoomSession; mine: MyTeamView }) {
  const share = useShare(session);
  const isOpen = team.members.some(({ is_paid }) => is_paid);
  return (
    <>
      <p class="team-offer-text">
        <strong>
          <a class="link" href={`/t/${team.id}`}>
            {t("Your team")}
          </a>{" "}
          {team.status === "forming" && (
            <Countdown untilMs={team.fills_by_ms} now={session.live.clock.now} />
          )}
        </strong>
        <span class="muted">{standing(team, isOpen)}</span>
      </p>
      {team.status === "forming" && isOpen && team.left > 0 && (
        <Button size="s" isBusy={share.isBusy} onClick={() => void share.run("team", team.id)}>
          {t("Invite friends")}
        </Button>
      )}
    </>
  );
}

function standing({ status, left }: MyTeamView["team"], isOpen: boolean): string {
  if (status === "complete") return t("Complete: it is yours.");
  if (!isOpen) return t("Pay first, then invite your friends.");
  if (left === 0) return t("Full. It is complete when everyone has paid.");
  return tn("{count} place left", "{count} places left", left);
}
