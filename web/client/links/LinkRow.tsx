// One link on the sharer's desk: where it leads, what it brought, and why orders count for it or not.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime, formatDuration } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { offerWords } from "../lib/offers";
import { showArtUrl } from "../lib/pictures";
import { t } from "../lib/words";
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
  show: t("Show"),
  deal: t("Deal"),
  clip: t("Clip"),
  product: t("Product"),
  brand: t("Brand"),
  cart: t("Shared cart"),
  wishlist: t("Wish list"),
  team: t("Team"),
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
          {link.at_s > 0 && (
            <Badge tone="quiet">{t("At {moment}", { moment: formatDuration(link.at_s) })}</Badge>
          )}
          {link.is_direct && <Badge tone="quiet">{t("Straight there")}</Badge>}
          {link.expires_at_ms !== null && (
            <Badge tone={isOver(link, nowMs) ? "bad" : "warn"}>{endText(link, nowMs)}</Badge>
          )}
          {offerWords(link) ? (
            <Badge tone="good">
              {t("{rate} as {tier}", { rate: offerWords(link), tier: link.tier_name })}
            </Badge>
          ) : (
            <a class="link" href={`/brands/${link.brand_slug}`}>
              {t("Join to earn")}
            </a>
          )}
        </p>
      </div>
      <div class="link-row-actions">
        <CopyField
          text={addressOf(link)}
          label={t("Short link to {title}", { title: link.title })}
        />
        <Button onClick={onShare}>
          <ShareIcon /> {t("QR and share")}
        </Button>
        <Button variant="quiet" onClick={onTailor}>
          <PlusIcon /> {t("Name it")}
        </Button>
      </div>
      <dl class="link-row-counts">
        <div>
          <dt>{t("Clicks")}</dt>
          <dd>{link.clicks}</dd>
        </div>
        <div>
          <dt>{t("Orders")}</dt>
          <dd>{link.orders}</dd>
        </div>
        <div>
          <dt>{t("Pending")}</dt>
          <dd>{formatMoney(link.pending_minor, link.currency)}</dd>
        </div>
      </dl>
      <details class="link-row-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("From click to order")}</summary>
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
    toast(isEnded ? t("The link is open again.") : t("The link has ended."), "good");
  });
  return (
    <p class="row small">
      <Button size="s" variant="ghost" isBusy={change.isBusy} onClick={() => void change.run()}>
        {isEnded ? t("Open it again") : t("End this link")}
      </Button>
      <span class="muted">{t("What came of it stays.")}</span>
      {change.problem && <span class="field-error">{change.problem.detail}</span>}
    </p>
  );
}

function endText(link: LinkView, nowMs: number): string {
  const time = formatDateTime(link.expires_at_ms ?? 0);
  return isOver(link, nowMs) ? t("Ended {time}", { time }) : t("Ends {time}", { time });
}

function isOver(link: LinkView, nowMs: number): boolean {
  return link.expires_at_ms !== null && link.expires_at_ms <= nowMs;
}
