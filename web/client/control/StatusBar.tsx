// The show's state and the one button that moves it on.

import { useState } from "preact/hooks";
import { accessLabel } from "../gate/gate";
import { formatDateTime } from "../lib/dates";
import { pageLanguage, t } from "../lib/words";
import { airTime } from "../live/airTime";
import { useRoom } from "../live/hooks";
import { OutIcon, PeopleIcon } from "../live/icons";
import type { LinkView, ShowView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { ConfirmDialog } from "../ui/Dialog";
import { ShareIcon } from "../ui/icons";
import { ProblemNote } from "../ui/ProblemNote";
import { ShareDialog } from "../ui/ShareDialog";
import { useAction } from "../ui/useAction";
import type { ControlSession } from "./session";

export function StatusBar({ session }: { session: ControlSession }) {
  const show = useRoom(session.live, (room) => room.show).value;
  const label = accessLabel(show.access);
  return (
    <header class="control-bar">
      <div class="control-title">
        <p class="row">
          <State show={show} />
          {label && <Badge tone="tier">{label}</Badge>}
          <span class="eyebrow">{session.brand.name}</span>
        </p>
        <h1>{show.title}</h1>
        <Times session={session} show={show} />
      </div>
      <Viewers session={session} />
      <div class="control-actions">
        <a class={buttonClass("ghost")} href={`/shows/${show.id}`} target="_blank" rel="noopener">
          <OutIcon /> {show.status === "ended" ? t("Watch it again") : t("Open the room")}
          <span class="visually-hidden"> {t("in a new tab")}</span>
        </a>
        <Share session={session} />
        {session.isHost && show.status === "scheduled" && <GoLive session={session} />}
        {session.isHost && show.status === "live" && <EndShow session={session} />}
      </div>
    </header>
  );
}

function State({ show }: { show: ShowView }) {
  if (show.status === "live") return <Badge tone="live">{t("Live")}</Badge>;
  if (show.status === "scheduled") return <Badge tone="warn">{t("Scheduled")}</Badge>;
  return <Badge tone="quiet">{show.status === "ended" ? t("Ended") : t("Cancelled")}</Badge>;
}

function Times({ session, show }: { session: ControlSession; show: ShowView }) {
  if (show.status === "scheduled") {
    return (
      <p class="muted small">
        {t("{time} · in", { time: formatDateTime(show.scheduled_at_ms) })}{" "}
        <Countdown untilMs={show.scheduled_at_ms} now={session.live.clock.now} />
      </p>
    );
  }
  if (show.started_at_ms === null) return null;
  const started = formatDateTime(show.started_at_ms);
  return (
    <p class="muted small">
      {show.ended_at_ms === null
        ? t("On air since {started}", { started })
        : t("{started} · {time} on air", {
            started,
            time: airTime(show.started_at_ms, show.ended_at_ms),
          })}
    </p>
  );
}

function Viewers({ session }: { session: ControlSession }) {
  const count = useRoom(session.live, (room) => room.audience).value;
  return (
    <p class="control-viewers">
      <PeopleIcon />
      <strong class="numeral">{count.toLocaleString(pageLanguage())}</strong>
      <span class="muted small">{t("in the room")}</span>
    </p>
  );
}

function Share({ session }: { session: ControlSession }) {
  const [link, setLink] = useState<LinkView | null>(null);
  const share = useAction(async () => setLink(await session.shareLink()));
  return (
    <>
      <Button variant="ghost" isBusy={share.isBusy} onClick={() => void share.run()}>
        <ShareIcon /> {t("Share")}
      </Button>
      <ProblemNote problem={share.problem} />
      <ShareDialog link={link} onClose={() => setLink(null)} />
    </>
  );
}

function GoLive({ session }: { session: ControlSession }) {
  const start = useAction(() => session.start());
  return (
    <>
      <Button variant="primary" isBusy={start.isBusy} onClick={() => void start.run()}>
        {t("Go live")}
      </Button>
      <ProblemNote problem={start.problem} />
    </>
  );
}

function EndShow({ session }: { session: ControlSession }) {
  const [isAsking, setAsking] = useState(false);
  const end = useAction(() => session.end());
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t("End show")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("End the show?")}
        text={t(
          "Its deals end with it, unless they go on after the show, and it cannot go live again. Unpaid claims keep their ten minutes.",
        )}
        action={t("End the show")}
        isDangerous
        isBusy={end.isBusy}
        error={end.problem?.detail}
        onConfirm={() => void end.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
