// A brand's campaigns, for its managers: members by tier, segments, campaigns and what came of them.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import type { Titled } from "../lib/titled";
import { t } from "../lib/words";
import type { BrandView, CampaignView, QuietLimit, SegmentView, TierDayView } from "../types.gen";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { EmptyState } from "../ui/EmptyState";
import { PlusIcon } from "../ui/icons";
import { toast } from "../ui/Toast";
import { CampaignForm } from "./CampaignForm";
import { CampaignRow } from "./CampaignRow";
import { QuietForm } from "./QuietForm";
import { Results } from "./Results";
import { Segments } from "./Segments";
import { TierChart } from "./TierChart";

const LOOK_AGAIN_MS = 2_000;

export interface CampaignDeskProps {
  brand: BrandView;
  campaigns: CampaignView[];
  segments: SegmentView[];
  categories: string[];
  tier_days: TierDayView[];
  quiet_limit: QuietLimit;
  shows: Titled[];
  vouchers: Titled[];
}

/** The draft that is written: none, a new one, or one to change. */
type Writing = null | "new" | CampaignView;

export function CampaignDesk(props: CampaignDeskProps) {
  const { brand, categories, shows, vouchers } = props;
  const [campaigns, setCampaigns] = useState(props.campaigns);
  const [segments, setSegments] = useState(props.segments);
  const [writing, setWriting] = useState<Writing>(null);
  const [looking, setLooking] = useState<string | null>(null);
  useNewsWhileRunning(brand.slug, campaigns, setCampaigns);
  const put = (changed: CampaignView) =>
    setCampaigns((known) =>
      known.some(({ id }) => id === changed.id)
        ? known.map((other) => (other.id === changed.id ? changed : other))
        : [changed, ...known],
    );
  return (
    <div class="campaign-desk">
      <TierChart brand={brand} days={props.tier_days} />
      <Segments brand={brand} categories={categories} segments={segments} onChange={setSegments} />
      <section aria-labelledby="campaigns-title">
        <h2 id="campaigns-title">{t("Campaigns")}</h2>
        {campaigns.length === 0 ? (
          <EmptyState title={t("No campaigns yet")}>
            {t(
              "Make a segment, then write to the members in it. A part of them can be held out, so that you see what the campaign changed.",
            )}
          </EmptyState>
        ) : (
          <ul class="card campaign-list">
            {campaigns.map((campaign) => (
              <CampaignRow
                key={campaign.id}
                campaign={campaign}
                onChanged={put}
                onEdit={() => setWriting(campaign)}
                onLook={() => setLooking(campaign.id)}
                onRemoved={() =>
                  setCampaigns((known) => known.filter(({ id }) => id !== campaign.id))
                }
              />
            ))}
          </ul>
        )}
        {segments.length > 0 && (
          <Button onClick={() => setWriting("new")}>
            <PlusIcon /> {t("Write a campaign")}
          </Button>
        )}
        <QuietForm brand={brand} limit={props.quiet_limit} />
      </section>
      <Dialog
        isOpen={writing !== null}
        isWide
        title={writing === "new" ? t("Write a campaign") : t("Change the draft")}
        onClose={() => setWriting(null)}
      >
        <CampaignForm
          brand={brand}
          segments={segments}
          shows={shows}
          vouchers={vouchers}
          campaign={writing === "new" ? null : writing}
          onSaved={(campaign) => {
            put(campaign);
            setWriting(null);
            toast(t("Saved. It is sent when you schedule it."), "good");
          }}
        />
      </Dialog>
      <Dialog
        isOpen={looking !== null}
        isWide
        title={t("What came of it")}
        onClose={() => setLooking(null)}
      >
        {looking !== null && <Results campaignId={looking} />}
      </Dialog>
    </div>
  );
}

/** Ask again every moment while one is about to start or runs. */
function useNewsWhileRunning(
  slug: string,
  campaigns: CampaignView[],
  onNews: (campaigns: CampaignView[]) => void,
) {
  const isMoving = campaigns.some(
    ({ status, starts_at_ms }) =>
      status === "running" ||
      (status === "scheduled" && (starts_at_ms ?? 0) <= Date.now() + 60_000),
  );
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => {
      api.get<CampaignView[]>(`/api/brands/${slug}/campaigns`).then(onNews, () => undefined);
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isMoving, slug]);
}
