// The sharer's desk: what the links brought, live.

import { useCallback, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatAgo } from "../lib/dates";
import { formatMoney, formatRate } from "../lib/money";
import { useMyFrames } from "../lib/myFrames";
import { showArtUrl } from "../lib/pictures";
import type { DeskView, LinkView, RewardView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { ShareIcon } from "../ui/icons";
import { addressOf, CopyField, ShareDialog } from "../ui/ShareDialog";
import { announce, toast } from "../ui/Toast";
import { changed, isNewReward, refreshed, totalsOf } from "./totals";

export function Links({ desk: initial }: { desk: DeskView }) {
  const [desk, setDesk] = useState(initial);
  const [shared, setShared] = useState<LinkView | null>(null);
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
    else if (!frame.reward) announce(`A click on your link to ${frame.link.title}.`);
  }, refresh);
  if (desk.links.length === 0) return <NoLinks />;
  return (
    <div class="links">
      <Totals links={desk.links} />
      <section class="section" aria-labelledby="links-title">
        <h2 id="links-title">Your links</h2>
        <ul class="link-list">
          {desk.links.map((link) => (
            <LinkRow key={link.code} link={link} onShare={() => setShared(link)} />
          ))}
        </ul>
      </section>
      <Rewards rewards={desk.rewards} nowMs={now()} />
      <ShareDialog link={shared} onClose={() => setShared(null)} />
    </div>
  );
}

function NoLinks() {
  return (
    <EmptyState
      title="No links yet"
      heading="h2"
      action={
        <a class={buttonClass("primary")} href="/">
          Find something to share
        </a>
      }
    >
      Open a show and press Share on it or on one of its deals. Your link and all that comes of it
      will be here.
    </EmptyState>
  );
}

function Totals({ links }: { links: LinkView[] }) {
  const totals = totalsOf(links);
  return (
    <dl class="totals">
      <div class="card">
        <dt>Clicks</dt>
        <dd>{totals.clicks}</dd>
      </div>
      <div class="card">
        <dt>Orders</dt>
        <dd>{totals.orders}</dd>
      </div>
      <div class="card totals-pending">
        <dt>Pending rewards</dt>
        {totals.pending.length === 0 && <dd>None yet</dd>}
        {totals.pending.map(({ currency, amountMinor }) => (
          <dd key={currency}>{formatMoney(amountMinor, currency)}</dd>
        ))}
      </div>
    </dl>
  );
}

function LinkRow({ link, onShare }: { link: LinkView; onShare: () => void }) {
  return (
    <li class="link-row card">
      <img
        src={link.kind === "show" ? showArtUrl(link.show_id) : link.image_url}
        alt=""
        width="104"
        height="104"
        loading="lazy"
      />
      <div class="link-row-text">
        <h3>
          <a class="link-row-title" href={`/shows/${link.show_id}`}>
            {link.title}
          </a>
        </h3>
        <p class="row small muted">
          {link.brand_name}
          <Badge tone="quiet">{link.kind === "show" ? "Show" : "Deal"}</Badge>
          {link.rate_bp > 0 ? (
            <Badge tone="good">
              {formatRate(link.rate_bp)} as {link.tier_name}
            </Badge>
          ) : (
            <a class="link" href={`/brands/${link.brand_slug}`}>
              Join to earn
            </a>
          )}
        </p>
      </div>
      <div class="link-row-actions">
        <CopyField text={addressOf(link)} label={`Short link to ${link.title}`} />
        <Button onClick={onShare}>
          <ShareIcon /> QR and share
        </Button>
      </div>
      <dl class="link-row-counts">
        <div>
          <dt>Clicks</dt>
          <dd>{link.clicks}</dd>
        </div>
        <div>
          <dt>Orders</dt>
          <dd>{link.orders}</dd>
        </div>
        <div>
          <dt>Pending</dt>
          <dd>{formatMoney(link.pending_minor, link.currency)}</dd>
        </div>
      </dl>
    </li>
  );
}

function Rewards({ rewards, nowMs }: { rewards: RewardView[]; nowMs: number }) {
  return (
    <section class="section" aria-labelledby="rewards-title">
      <h2 id="rewards-title">Rewards</h2>
      {rewards.length === 0 ? (
        <EmptyState title="No rewards yet">
          When a friend pays an order after coming by your link, your share appears here at once.
        </EmptyState>
      ) : (
        <ul class="reward-list card">
          {rewards.map((reward) => (
            <li key={reward.id} class="reward-row">
              <div>
                <p class="reward-title">{reward.title}</p>
                <p class="muted small">
                  {reward.brand_name} · order {reward.order_number} ·{" "}
                  {formatAgo(reward.earned_at_ms, nowMs)}
                </p>
              </div>
              <div class="reward-end">
                <span class="reward-amount numeral">
                  +{formatMoney(reward.amount_minor, reward.currency)}
                </span>
                {reward.status === "pending" ? (
                  <Badge tone="warn">Pending · {formatRate(reward.rate_bp)}</Badge>
                ) : (
                  <Badge tone="quiet">Cancelled: the order was refunded</Badge>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function tellReward(reward: RewardView): void {
  const amount = formatMoney(reward.amount_minor, reward.currency);
  toast(`You earned ${amount}: a friend paid for “${reward.title}”.`, "good");
}
