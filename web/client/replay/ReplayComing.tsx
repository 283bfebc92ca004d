// What a show that has ended says of its replay while there is none to watch.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { ReplayView } from "../types.gen";
import { Button } from "../ui/Button";

const LOOK_EVERY_MS = 3_000;
/** Who stays on the page longer than that loads it again. */
const LOOK_FOR_MS = 120_000;

export function ReplayComing({ showId }: { showId: string }) {
  const status = useStatus(showId);
  if (status === "ready") {
    return (
      <Button variant="primary" onClick={() => location.assign(`/shows/${showId}`)}>
        {t("Watch the replay")}
      </Button>
    );
  }
  return <p role="status">{NOTES[status]}</p>;
}

const NOTES: Record<"unknown" | "none" | "processing", string> = {
  unknown: "",
  none: t("There is no replay of this show."),
  processing: t("The replay is being made. It will be here in a moment."),
};

function useStatus(showId: string): ReplayView["status"] | "unknown" {
  const [status, setStatus] = useState<ReplayView["status"] | "unknown">("unknown");
  useEffect(() => {
    const since = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const found = await api.get<ReplayView>(`/api/shows/${showId}/replay`).catch(() => null);
      if (found) setStatus(found.status);
      const mayCome = found === null || found.status === "processing";
      if (mayCome && performance.now() - since < LOOK_FOR_MS) {
        timer = setTimeout(() => void look(), LOOK_EVERY_MS);
      }
    };
    void look();
    return () => clearTimeout(timer);
  }, [showId]);
  return status;
}
