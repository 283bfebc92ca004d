// Writes a campaign: who gets it, by what way, what it says, and how it is measured.

import { api } from "../lib/api";
import { type Titled, withNone } from "../lib/titled";
import { t, tn } from "../lib/words";
import type { BrandView, CampaignView, NewCampaign, SegmentView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { ChoiceField } from "../ui/ChoiceField";
import { Field, TextField } from "../ui/Field";
import { useDraft } from "../ui/useDraft";
import { EarlyFields } from "./EarlyFields";

export interface CampaignFormProps {
  brand: BrandView;
  segments: SegmentView[];
  /** To which it can invite. */
  shows: Titled[];
  /** That can come with it. */
  vouchers: Titled[];
  /** The draft to change; without one a new one is made. */
  campaign: CampaignView | null;
  onSaved: (campaign: CampaignView) => void;
}

const FIELDS = [
  "name",
  "segment_id",
  "channel",
  "subject",
  "body",
  "show_id",
  "early_access_s",
  "early_deal_id",
  "voucher_id",
  "holdout_percent",
  "measure_days",
];

export function CampaignForm(props: CampaignFormProps) {
  const { brand, segments, shows, vouchers, campaign, onSaved } = props;
  const { draft, edit, wrong, form } = useDraft(
    () => draftOf(campaign, segments),
    missingIn,
    async (draft) => {
      const body = bodyOf(draft);
      onSaved(
        campaign
          ? await api.put<CampaignView>(`/api/campaigns/${campaign.id}`, body)
          : await api.post<CampaignView>(`/api/brands/${brand.slug}/campaigns`, body),
      );
    },
  );
  return (
    <ActionForm {...form} fields={FIELDS} label={t("Save as a draft")} isInDialog>
      <TextField
        label={t("Name")}
        name="name"
        value={draft.name}
        onText={(name) => edit({ name })}
        error={wrong.name}
        hint={t("For your team; members never see it.")}
        maxLength={60}
        required
      />
      <ChoiceField
        label={t("Segment")}
        value={draft.segment_id}
        error={wrong.segment_id}
        choices={segments.map(({ id, name, members }) => [
          id,
          tn("{name}, {count} member", "{name}, {count} members", members, { name }),
        ])}
        hint={t("Who is in it when the campaign starts is its audience.")}
        onChoose={(segment_id) => edit({ segment_id })}
      />
      <ChoiceField
        label={t("Sent as")}
        value={draft.channel}
        choices={[
          ["message", t("A message in their inbox")],
          ["email", t("An e-mail")],
        ]}
        hint={t("Only members who agreed to it get it.")}
        onChoose={(channel) => edit({ channel })}
      />
      <TextField
        label={t("Subject")}
        name="subject"
        value={draft.subject}
        onText={(subject) => edit({ subject })}
        error={wrong.subject}
        maxLength={120}
        required
      />
      <Field label={t("Text")} error={wrong.body}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            name="body"
            rows={5}
            maxLength={4000}
            value={draft.body}
            onInput={({ currentTarget }) => edit({ body: currentTarget.value })}
          />
        )}
      </Field>
      <ChoiceField
        label={t("Invites to a show")}
        value={draft.show_id}
        error={wrong.show_id}
        isOptional
        choices={withNone(withOwn(shows, campaign?.show_id, campaign?.show_title), t("None"))}
        onChoose={(show_id) => edit({ show_id, early_deal_id: "" })}
      />
      {draft.show_id && (
        <EarlyFields
          showId={draft.show_id}
          seconds={draft.early}
          dealId={draft.early_deal_id}
          own={ownDeal(campaign, draft.show_id)}
          errors={wrong}
          onSeconds={(early) => edit({ early })}
          onDeal={(early_deal_id) => edit({ early_deal_id })}
        />
      )}
      <ChoiceField
        label={t("Voucher for everyone who gets it")}
        value={draft.voucher_id}
        error={wrong.voucher_id}
        isOptional
        choices={withNone(
          withOwn(vouchers, campaign?.voucher_id, campaign?.voucher_title),
          t("None"),
        )}
        hint={t("One of yours that people get from you by name. Each person gets it once.")}
        onChoose={(voucher_id) => edit({ voucher_id })}
      />
      <div class="field-pair">
        <TextField
          label={t("Held out, in percent")}
          name="holdout_percent"
          value={draft.holdout}
          onText={(holdout) => edit({ holdout })}
          error={wrong.holdout_percent}
          inputMode="numeric"
          hint={t(
            "They get nothing, so that you see what the others bought because of it. 0 to 50.",
          )}
          maxLength={2}
        />
        <TextField
          label={t("Measured for days")}
          name="measure_days"
          value={draft.days}
          onText={(days) => edit({ days })}
          error={wrong.measure_days}
          inputMode="numeric"
          hint={t("What both groups buy from then on. 1 to 30.")}
          maxLength={2}
        />
      </div>
    </ActionForm>
  );
}

interface Draft {
  name: string;
  segment_id: string;
  channel: "message" | "email";
  subject: string;
  body: string;
  show_id: string;
  early: string;
  early_deal_id: string;
  voucher_id: string;
  holdout: string;
  days: string;
}

function draftOf(campaign: CampaignView | null, segments: SegmentView[]): Draft {
  return {
    name: campaign?.name ?? "",
    segment_id: campaign?.segment_id ?? segments[0]?.id ?? "",
    channel: campaign?.channel ?? "message",
    subject: campaign?.subject ?? "",
    body: campaign?.body ?? "",
    show_id: campaign?.show_id ?? "",
    early: String(campaign?.early_access_s ?? 0),
    early_deal_id: campaign?.early_deal_id ?? "",
    voucher_id: campaign?.voucher_id ?? "",
    holdout: String(campaign?.holdout_percent ?? 10),
    days: String(campaign?.measure_days ?? 14),
  };
}

function missingIn(draft: Draft): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (!draft.name.trim()) wrong.name = t("Give it a name.");
  if (!draft.subject.trim()) wrong.subject = t("Write a subject.");
  if (!draft.body.trim()) wrong.body = t("Write what it says.");
  if (!/^\d+$/.test(draft.holdout) || Number(draft.holdout) > 50) {
    wrong.holdout_percent = t("Write a number from 0 to 50.");
  }
  if (draft.show_id && (!/^\d+$/.test(draft.early) || Number(draft.early) > 3600)) {
    wrong.early_access_s = t("Write a number from 0 to 3600.");
  }
  if (!/^\d+$/.test(draft.days) || Number(draft.days) < 1 || Number(draft.days) > 30) {
    wrong.measure_days = t("Write a number from 1 to 30.");
  }
  return wrong;
}

function bodyOf(draft: Draft): NewCampaign {
  const early_access_s = draft.show_id ? Number(draft.early) : 0;
  return {
    name: draft.name.trim(),
    segment_id: draft.segment_id,
    channel: draft.channel,
    subject: draft.subject.trim(),
    body: draft.body.trim(),
    show_id: draft.show_id || null,
    early_access_s,
    early_deal_id: (early_access_s > 0 && draft.early_deal_id) || null,
    voucher_id: draft.voucher_id || null,
    holdout_percent: Number(draft.holdout),
    measure_days: Number(draft.days),
  };
}

function ownDeal(campaign: CampaignView | null, showId: string): Titled | null {
  if (!campaign?.early_deal_id || campaign.show_id !== showId) return null;
  return { id: campaign.early_deal_id, title: campaign.early_deal_title ?? "" };
}

/** The choices, and the draft's own, which may be over by now. */
function withOwn(
  choices: Titled[],
  id: string | null | undefined,
  title: string | null | undefined,
): Titled[] {
  if (!id || choices.some((choice) => choice.id === id)) return choices;
  return [...choices, { id, title: title ?? id }];
}
