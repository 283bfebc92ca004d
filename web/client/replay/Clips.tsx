// A show's clips; for its hosts also the way to cut one, and to remove the recording.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDate } from "../lib/dates";
import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import type { RoomSession } from "../room/session";
import { useShare } from "../room/useShare";
import type { ClipView } from "../types.gen";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { CloseIcon, ShareIcon } from "../ui/icons";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { CutClip } from "./CutClip";
import type { Rerun } from "./rerun";
import { formatPosition } from "./timeline";

const HOST_RANK = 110;

export function Clips({ session, rerun }: { session: RoomSession; rerun: Rerun }) {
  const showId = session.live.room.peek().show.id;
  const [clips, setClips] = useState<ClipView[]>([]);
  const isHost = useRoom(session.live, ({ you }) => (you?.rank ?? 0) >= HOST_RANK).value;
  useEffect(() => {
    api.get<ClipView[]>(`/api/shows/${showId}/clips`).then(setClips, () => {});
  }, [showId]);
  if (clips.length === 0 && !isHost) return null;
  const removed = (id: string) => setClips(clips.filter((clip) => clip.id !== id));
  return (
    <section class="clips" aria-labelledby="clips-title">
      <h2 id="clips-title">{t("Clips")}</h2>
      {clips.length === 0 && <p class="muted small">{t("Nothing was cut from this show yet.")}</p>}
      <ul class="clips-list">
        {clips.map((clip) => (
          <Clip key={clip.id} session={session} clip={clip} onRemoved={isHost ? removed : null} />
        ))}
      </ul>
      {isHost && !rerun.clip && (
        <>
          <CutClip session={session} rerun={rerun} onCut={(clip) => setClips([clip, ...clips])} />
          <Removal rerun={rerun} showId={showId} />
        </>
      )}
    </section>
  );
}

interface ClipProps {
  session: RoomSession;
  clip: ClipView;
  onRemoved: ((id: string) => void) | null;
}

function Clip({ session, clip, onRemoved }: ClipProps) {
  const share = useShare(session);
  const remove = useAction(async () => {
    await api.delete(`/api/clips/${clip.id}`);
    onRemoved?.(clip.id);
  });
  return (
    <li class="clips-one">
      <a href={`/clips/${clip.id}`}>{clip.title}</a>
      <span class="muted small numeral">{formatPosition(clip.ends_ms - clip.starts_ms)}</span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Share {title}", { title: clip.title })}
        aria-busy={share.isBusy}
        onClick={() => void share.run("clip", clip.id)}
      >
        <ShareIcon />
      </button>
      {onRemoved && (
        <button
          type="button"
          class="icon-button"
          aria-label={t("Remove {title}", { title: clip.title })}
          aria-busy={remove.isBusy}
          onClick={() => void remove.run()}
        >
          <CloseIcon />
        </button>
      )}
    </li>
  );
}

function Removal({ rerun, showId }: { rerun: Rerun; showId: string }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useAction(async () => {
    await api.delete(`/api/shows/${showId}/replay`);
    toast(t("The recording is removed."));
    location.reload();
  });
  const { kept_until_ms } = rerun.replay;
  return (
    <p class="clips-removal small muted">
      {kept_until_ms !== null &&
        `${t("The recording is kept until {date}.", { date: formatDate(kept_until_ms) })} `}
      <Button variant="quiet" size="s" onClick={() => setAsking(true)}>
        {t("Remove it now")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("Remove the recording")}
        text={t(
          "Nobody can watch this show again, and its clips are gone as well. This cannot be taken back.",
        )}
        action={t("Remove the recording")}
        isDangerous
        isBusy={remove.isBusy}
        error={remove.problem?.detail}
        onConfirm={() => void remove.run()}
        onClose={() => setAsking(false)}
      />
    </p>
  );
}
