// The stage: the show's poster under light, what state the show is in, and the deal of the moment.

import { useComputed } from "@preact/signals";
import { formatDateTime } from "../lib/dates";
import { showArtUrl } from "../lib/pictures";
import { pageLanguage, t } from "../lib/words";
import { useRoom } from "../live/hooks";
import { PeopleIcon } from "../live/icons";
import { LineBanner } from "../live/LineBanner";
import { ReplayPlayer } from "../replay/ReplayPlayer";
import type { Rerun } from "../replay/rerun";
import type { ShowView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Countdown } from "../ui/Countdown";
import { Player } from "../video/Player";
import { FeaturedDeal } from "./FeaturedDeal";
import { RisingReactions } from "./RisingReactions";
import { Summary } from "./Summary";
import type { RoomSession } from "./session";

interface StageProps {
  session: RoomSession;
  /** The show, if it is watched again. */
  rerun: Rerun | null;
}

export function Stage({ session, rerun }: StageProps) {
  const show = useRoom(session.live, (room) => room.show).value;
  const hasVideo = useRoom(session.live, (room) => room.video.signal !== "off").value;
  return (
    <section
      class={rerun ? "stage is-rerun" : "stage"}
      data-status={show.status}
      aria-label={t("Stage")}
    >
      <Poster show={show} />
      {show.status === "live" && (hasVideo ? <Player live={session.live} /> : <OnAir />)}
      <div class="stage-top">
        {rerun ? <Badge>{rerun.clip ? t("Clip") : t("Replay")}</Badge> : <Status show={show} />}
        {show.status === "live" && <Audience session={session} />}
      </div>
      <LineBanner live={session.live} />
      {show.status === "live" && <RisingReactions reactions={session.reactions} />}
      {show.status === "scheduled" && <Waiting session={session} show={show} />}
      {rerun && (
        <ReplayPlayer
          rerun={rerun}
          onShare={(atS) => void session.shareMoment(rerun.clip?.id ?? null, atS)}
        />
      )}
      {!rerun && (show.status === "ended" || show.status === "cancelled") && (
        <Summary live={session.live} show={show} />
      )}
      <FeaturedDeal session={session} />
    </section>
  );
}

/** With the title on it where there is room; elsewhere, and behind other words, the art alone. */
function Poster({ show }: { show: ShowView }) {
  const art = showArtUrl(show.id);
  return (
    <picture>
      <source media="(max-width: 959px)" srcset={art} />
      <img class="stage-poster" src={show.status === "live" ? show.poster_url : art} alt="" />
    </picture>
  );
}

function Status({ show }: { show: ShowView }) {
  if (show.status === "live") return <Badge tone="live">{t("Live")}</Badge>;
  if (show.status === "scheduled") return <Badge tone="warn">{t("Soon")}</Badge>;
  return <Badge>{show.status === "ended" ? t("Ended") : t("Cancelled")}</Badge>;
}

function Audience({ session }: { session: RoomSession }) {
  const count = useRoom(session.live, (room) => room.audience).value;
  return (
    <span class="badge stage-audience">
      <PeopleIcon />
      <span class="numeral">{count.toLocaleString(pageLanguage())}</span>
      <span class="visually-hidden"> {t("watching")}</span>
    </span>
  );
}

/** Light that moves as long as the show is on air. */
function OnAir() {
  return (
    <div class="on-air" aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
      <i />
    </div>
  );
}

function Waiting({ session, show }: { session: RoomSession; show: ShowView }) {
  const isLate = useComputed(() => session.live.now.value >= show.scheduled_at_ms).value;
  return (
    <div class="stage-middle">
      <p>{isLate ? t("The host is getting ready") : t("The show starts in")}</p>
      {isLate ? (
        <p class="stage-big">{t("Any moment now")}</p>
      ) : (
        <Countdown class="stage-big" untilMs={show.scheduled_at_ms} now={session.live.clock.now} />
      )}
      <p>{formatDateTime(show.scheduled_at_ms)}</p>
    </div>
  );
}
