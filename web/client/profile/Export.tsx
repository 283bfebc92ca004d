// Taking one's data along: asked for once, gathered in the background, and downloaded for a week.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { ExportView, MyExportView } from "../types.gen";
import { Button, buttonClass } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";

const PATH = "/api/me/export";
const ASK_EVERY_MS = 1500;

export function Export({ last }: { last: ExportView | null }) {
  const [present, setPresent] = useState(last);
  const ask = useAction(async () => setPresent(await api.post<ExportView>(PATH)));
  const isUnderWay = present !== null && !present.is_ready;
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => {
      api.get<MyExportView>(PATH).then(
        (mine) => setPresent(mine.export),
        () => undefined,
      );
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isUnderWay]);
  return (
    <div class="stack">
      <h3>{t("Take it along")}</h3>
      <p class="muted">
        {t(
          "One file with everything that Dealcast has of you: profile, consents, orders, points, links, chats and more, for you to read and for other programs.",
        )}
      </p>
      <div role="status">{present && <Progress present={present} />}</div>
      {present?.is_ready && (
        <a class={buttonClass("primary")} href={`${PATH}/file`} download>
          {t("Download my data")}
        </a>
      )}
      {!isUnderWay && (
        <Button variant="ghost" isBusy={ask.isBusy} onClick={() => void ask.run()}>
          {present ? t("Gather it afresh") : t("Gather my data")}
        </Button>
      )}
      <ProblemNote problem={ask.problem} />
    </div>
  );
}

function Progress({ present }: { present: ExportView }) {
  const { files_done: done, files, expires_at_ms } = present;
  if (expires_at_ms !== null) {
    return (
      <p>
        {t("Ready. You can download it until {when}.", { when: formatDateTime(expires_at_ms) })}
      </p>
    );
  }
  return (
    <label class="export-progress">
      {t("Gathering: {done} of {files} files", { done, files })}
      <progress value={done} max={files} />
    </label>
  );
}
