// What remains of a show that is over.

import { t } from "../lib/words";
import { airTime } from "../live/airTime";
import { useRoom } from "../live/hooks";
import type { LiveRoom } from "../live/store";
import { ReplayComing } from "../replay/ReplayComing";
import type { ShowView } from "../types.gen";

export function Summary({ live, show }: { live: LiveRoom; show: ShowView }) {
  const deals = useRoom(live, (room) => room.deals).value;
  if (show.status === "cancelled") {
    return (
      <div class="stage-middle">
        <p class="stage-big">{t("Cancelled")}</p>
        <p>{t("This show will not take place. Look for others on the home page.")}</p>
      </div>
    );
  }
  const views = [...deals.values()].map(({ view }) => view).filter((d) => d.status !== "queued");
  const taken = views.reduce((sum, deal) => sum + deal.stock - deal.stock_left, 0);
  const soldOut = views.filter((deal) => deal.stock_left === 0).length;
  return (
    <div class="stage-middle">
      <p class="stage-big">{t("That was it")}</p>
      <dl class="stage-figures">
        <Figure name={views.length === 1 ? t("deal") : t("deals")} value={String(views.length)} />
        <Figure name={taken === 1 ? t("piece taken") : t("pieces taken")} value={String(taken)} />
        <Figure name={t("sold out")} value={String(soldOut)} />
        {show.started_at_ms !== null && show.ended_at_ms !== null && (
          <Figure name={t("on air")} value={airTime(show.started_at_ms, show.ended_at_ms)} />
        )}
      </dl>
      <ReplayComing showId={show.id} />
      <a class="button button-ghost button-s" href="/">
        {t("See what is live now")}
      </a>
    </div>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="numeral">{value}</dd>
    </div>
  );
}
