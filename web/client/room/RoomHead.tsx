// Which show this is, whose, and the two things to do about that: join and share.

import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import type { ClipView } from "../types.gen";
import { Avatar } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ShareIcon } from "../ui/icons";
import { MembershipButton } from "./Membership";
import type { RoomSession } from "./session";
import { useShare } from "./useShare";

interface HeadProps {
  session: RoomSession;
  clip: ClipView | null;
}

export function RoomHead({ session, clip }: HeadProps) {
  const show = useRoom(session.live, (room) => room.show).value;
  const share = useShare(session);
  const { brand } = session;
  return (
    <header class="room-head">
      <Avatar name={brand.name} hue={brand.hue} />
      <div class="room-title">
        <h1>{clip?.title ?? show.title}</h1>
        <a class="room-brand" href={`/brands/${brand.slug}`}>
          {brand.name}
        </a>
        {clip && (
          <a class="room-whole" href={`/shows/${show.id}?t=${Math.floor(clip.starts_ms / 1000)}`}>
            {t("From “{title}”: watch it all", { title: show.title })}
          </a>
        )}
      </div>
      <div class="room-actions">
        <MembershipButton session={session} />
        <Button
          variant="ghost"
          class="room-share"
          isBusy={share.isBusy}
          onClick={() => void share.run(clip ? "clip" : "show", clip?.id ?? show.id)}
        >
          <ShareIcon />
          <span class="room-share-text">{t("Share")}</span>
          <span class="visually-hidden"> {clip ? t("this clip") : t("this show")}</span>
        </Button>
      </div>
    </header>
  );
}
