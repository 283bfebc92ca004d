// The sharer's desk: what the links brought, live.

import { useCallback, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatAgo } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { useMyFrames } from "../lib/myFrames";
import { t } from "../lib/words";
import type { DeskView, LinkView, RewardView } from "../types.gen";
import { buttonClass } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { ShareDialog } from "../ui/ShareDialog";
import { announce, toast } from "../ui/Toast";
import { LinkRow } from "./LinkRow";
import { RewardState, rewardAmount } from "./RewardState";
import { TailorDialog } from "./TailorDialog";
import { changed, isNewReward, refreshed, totalsOf } from "./totals";

/** That the desk has at most (share/linking.py). */
const MOST_LINKS = 200;

export function Links({ desk: initial }: { desk: DeskView }) {
  const [desk, setDesk] = useState(initial);
  const [shared, setShared] = useState<LinkView | null>(null);
  const [tailored, setTailored] = useState<LinkView | null>(null);
  const take = (link: LinkView) =>
    setDesk((known) => changed(known, { t: "my_link", link, reward: null }));
  const refresh = useCallback(() => {
    api.get<DeskView>("/api/links").then(
      (answer) => setDesk((known) => refreshed(known, answer)),
      () => undefined,
    );
  }, []);
  const now = useMyFrames((frame) => {
    if (frame.t !== "my_link") return;
    setDesk((known) => changed(known, frame));
    if (frame.reward && isNewReward(desk, frame.reward)) tellReward(frame.reward);
    else if (!frame.reward)
      announce(t("News of your link to {title}.", { title: frame.link.title }));
  }, refresh);
  if (desk.links.length === 0) return <NoLinks />;
  return (
    <div class="links">
      <Totals links={desk.links} />
      <section class="section" aria-labelledby="links-title">
        <h2 id="links-title">{t("Your links")}</h2>
        <ul class="link-list">
          {desk.links.map((link) => (
            <LinkRow
              key={link.code}
              link={link}
              nowMs={now()}
              onShare={() => setShared(link)}
              onTailor={() => setTailored(link)}
              onChanged={take}
            />
          ))}
        </ul>
        {desk.links.length >= MOST_LINKS && (
          <p class="small muted">
            {t("These are your newest {count} links, and the sums above are theirs.", {
              count: MOST_LINKS,
            })}{" "}
            <a class="link" href="/links/earnings">
              {t("All that you earned")}
            </a>
          </p>
        )}
      </section>
      <Rewards rewards={desk.rewards} nowMs={now()} />
      <ShareDialog link={shared} onClose={() => setShared(null)} />
      <TailorDialog
        link={tailored}
        onClose={() => setTailored(null)}
        onMade={(link) => {
          take(link);
          setTailored(null);
          setShared(link);
        }}
      />
    </div>
  );
}

function NoLinks() {
  return (
    <EmptyState
      title={t("No links yet")}
      heading="h2"
      action={
        <a class={buttonClass("primary")} href="/">
          {t("Find something to share")}
        </a>
      }
    >
      {t(
        "Press Share on a show, one of its deals, a brand or a product. Your link and all that comes of it will be here.",
      )}
    </EmptyState>
  );
}

function Totals({ links }: { links: LinkView[] }) {
  const totals = totalsOf(links);
  return (
    <dl class="totals">
      <div class="card">
        <dt>{t("Clicks")}</dt>
        <dd>{totals.clicks}</dd>
      </div>
      <div class="card">
        <dt>{t("Orders")}</dt>
        <dd>{totals.orders}</dd>
      </div>
      <div class="card totals-pending">
        <dt>{t("Pending rewards")}</dt>
        {totals.pending.length === 0 && <dd>{t("None yet")}</dd>}
        {totals.pending.map(({ currency, amountMinor }) => (
          <dd key={currency}>{formatMoney(amountMinor, currency)}</dd>
        ))}
      </div>
    </dl>
  );
}

function Rewards({ rewards, nowMs }: { rewards: RewardView[]; nowMs: number }) {
  return (
    <section class="section" aria-labelledby="rewards-title">
      <h2 id="rewards-title">{t("Rewards")}</h2>
      {rewards.length === 0 ? (
        <EmptyState title={t("No rewards yet")}>
          {t(
            "When a friend pays an order after coming by your link, your share appears here at once.",
          )}
        </EmptyState>
      ) : (
        <ul class="reward-list card">
          {rewards.map((reward) => (
            <li key={reward.id} class="reward-row">
              <div>
                <p class="reward-title">{reward.title}</p>
                <p class="muted small">
                  {reward.brand_name} · {t("order {number}", { number: reward.order_number })} ·{" "}
                  {formatAgo(reward.earned_at_ms, nowMs)}
                </p>
              </div>
              <div class="reward-end">
                <span class="reward-amount numeral">+{rewardAmount(reward)}</span>
                <RewardState reward={reward} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function tellReward(reward: RewardView): void {
  const amount = rewardAmount(reward);
  toast(
    t("You earned {amount}: a friend paid for “{title}”.", { amount, title: reward.title }),
    "good",
  );
}
