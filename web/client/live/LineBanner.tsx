// Says when what is shown may be old, and when it will not get newer. Lies over the stage and moves nothing.

import { useEffect, useState } from "preact/hooks";
import { t } from "../lib/words";
import type { LiveRoom } from "./store";

/** A line that is back within this time was not worth a word. */
const PATIENCE_MS = 700;

export function LineBanner({ live }: { live: LiveRoom }) {
  const text = useBannerText(live);
  return (
    <div class="line-banner" role="status">
      {text && <p>{text}</p>}
    </div>
  );
}

function useBannerText(live: LiveRoom): string | null {
  const status = live.status.value;
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (status === "open") return;
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [status]);
  if (status === "closed") return endOf(live.finalCode.value);
  if (status === "catching_up") return t("Catching up …");
  if (status === "open") return live.room.value.isDegraded ? DEGRADED : null;
  if (!isSlow) return null;
  return live.hasEntered.value ? t("The line was lost. Reconnecting …") : t("Entering the room …");
}

const DEGRADED = t("Some of the room is out of reach. Chat and claims go on.");
const NO_SUCH_SHOW = 4504;

function endOf(finalCode: number | null): string | null {
  if (finalCode === null) return null;
  if (finalCode === NO_SUCH_SHOW)
    return t("This show is no longer here. Find others on the home page.");
  return t("This page cannot follow the room any more. Reload it.");
}
