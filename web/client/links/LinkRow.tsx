// One link on the sharer's desk: where it leads, what it brought, and why orders count for it or not.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime, formatDuration } from "../lib/dates";
import { formatMoney, formatRate } from "../lib/money";
import { showArtUrl } from "../lib/pictures";
import type { LinkView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { PlusIcon, ShareIcon } from "../ui/icons";
import { addressOf, CopyField } from "../ui/ShareDialog";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { Funnel } from "./Funnel";
import { LinkOrders } from "./LinkOrders";

const KINDS: Record<LinkView["kind"], string> = {
  show: "Show",
  deal: "Deal",
  clip: "Clip",
  product: "Product",
  brand: "Brand",
  team: "Team",
};

export interface LinkRowProps {
  link: LinkView;
  nowMs: number;
  onShare: () => void;
  onTailor: () => void;
  onChanged: (link: LinkView) => void;
}

export function LinkRow({ link, nowMs, onShare, onTailor, onChanged }: LinkRowProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li class="link-row card">
      <img
        src={link.kind === "show" ? showArtUrl(link.target_id) : link.image_url}
        alt=""
        width="104"
        height="104"
        loading="lazy"
      />
      <div class="link-row-text">
        <h3>
          <a class="link-row-title" href={link.leads_to}>
            {link.title}
          </a>
        </h3>
        <p class="row small muted">
          {link.brand_name}
          <Badge tone="quiet">{KINDS[link.kind]}</Badge>
          {link.at_s > 0 && <Badge tone="quiet">At {formatDuration(link.at_s)}</Badge>}
          {link.is_direct && <Badge tone="quiet">Straight there</Badge>}
          {link.expires_at_ms !== null && (
            <Badge tone={isOver(link, nowMs) ? "bad" : "warn"}>
              {isOver(link, nowMs) ? "Ended" : "Ends"} {formatDateTime(link.expires_at_ms)}
            </Badge>
          )}
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
        <Button variant="quiet" onClick={onTailor}>
          <PlusIcon /> Name it
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
      <details class="link-row-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>From click to order</summary>
        {isOpen && (
          <div class="link-row-story">
            <Funnel counts={link.funnel} title={link.title} />
            <LinkOrders code={link.code} orders={link.orders} />
            {link.is_tailored && <Ending link={link} nowMs={nowMs} onChanged={onChanged} />}
          </div>
        )}
      </details>
    </li>
  );
}

function Ending({ link, nowMs, onChanged }: Pick<LinkRowProps, "link" | "nowMs" | "onChanged">) {
  const isEnded = isOver(link, nowMs);
  const change = useAction(async () => {
    const expires_at_ms = isEnded ? null : Date.now();
    onChanged(await api.patch<LinkView>(`/api/links/${link.code}`, { expires_at_ms }));
    toast(isEnded ? "The link is open again." : "The link has ended.", "good");
  });
  return (
    <p class="row small">
      <Button size="s" variant="ghost" isBusy={change.isBusy} onClick={() => void change.run()}>
        {isEnded ? "Open it again" : "End this link"}
      </Button>
      <span class="muted">What came of it stays.</span>
      {change.problem && <span class="field-error">{change.problem.detail}</span>}
    </p>
  );
}

function isOver(link: LinkView, nowMs: number): boolean {
  return link.expires_at_ms !== null && link.expires_at_ms <= nowMs;
}
