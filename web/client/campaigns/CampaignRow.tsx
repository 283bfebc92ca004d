// One campaign: how far it is, and what can be done with it now.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime, fromLocalInput, timeZoneName, toLocalInput } from "../lib/dates";
import { t, tn } from "../lib/words";
import type { CampaignView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

export interface CampaignRowProps {
  campaign: CampaignView;
  onChanged: (campaign: CampaignView) => void;
  onEdit: () => void;
  onLook: () => void;
  onRemoved: () => void;
}

export function CampaignRow(props: CampaignRowProps) {
  const { campaign } = props;
  const channel = campaign.channel === "email" ? t("E-mail") : t("Inbox message");
  const { early_access_s: seconds } = campaign;
  const early = seconds > 0 && t("{seconds} s early access", { seconds });
  const { segment_name, show_title, early_deal_title, voucher_title } = campaign;
  const facts = [channel, segment_name, show_title, early, early_deal_title, voucher_title];
  return (
    <li class="campaign-row">
      <div>
        <strong>{campaign.name}</strong>
        <p class="small muted">{facts.filter(Boolean).join(" · ")}</p>
        <p class="small muted">{whenText(campaign)}</p>
      </div>
      <Status status={campaign.status} />
      <Actions {...props} />
    </li>
  );
}

function Actions({ campaign, onChanged, onEdit, onLook, onRemoved }: CampaignRowProps) {
  const [asked, setAsked] = useState<null | "schedule" | "remove" | "stop">(null);
  const path = `/api/campaigns/${campaign.id}`;
  const withdraw = useAction(async () =>
    onChanged(await api.delete<CampaignView>(`${path}/schedule`)),
  );
  const stop = useAction(async () => {
    onChanged(await api.post<CampaignView>(`${path}/stop`));
    setAsked(null);
  });
  const remove = useAction(async () => {
    await api.delete(path);
    setAsked(null);
    onRemoved();
  });
  const named = <span class="visually-hidden"> {campaign.name}</span>;
  return (
    <div class="row">
      {campaign.status === "draft" && (
        <>
          <Button size="s" variant="primary" onClick={() => setAsked("schedule")}>
            {t("Schedule")}
            {named}
          </Button>
          <Button size="s" onClick={onEdit}>
            {t("Change")}
            {named}
          </Button>
          <Button size="s" variant="quiet" onClick={() => setAsked("remove")}>
            {t("Remove")}
            {named}
          </Button>
        </>
      )}
      {campaign.status === "scheduled" && (
        <Button size="s" isBusy={withdraw.isBusy} onClick={() => void withdraw.run()}>
          {t("Back to a draft")}
          {named}
        </Button>
      )}
      {campaign.status === "running" && (
        <Button size="s" variant="quiet" onClick={() => setAsked("stop")}>
          {t("Stop")}
          {named}
        </Button>
      )}
      {campaign.started_at_ms !== null && (
        <Button size="s" onClick={onLook}>
          {t("Results")}
          {named}
        </Button>
      )}
      <Dialog
        isOpen={asked === "schedule"}
        title={t("Schedule “{name}”", { name: campaign.name })}
        onClose={() => setAsked(null)}
      >
        <ScheduleForm
          campaign={campaign}
          onScheduled={(scheduled) => {
            setAsked(null);
            onChanged(scheduled);
          }}
        />
      </Dialog>
      <ConfirmDialog
        isOpen={asked === "stop"}
        title={t("Stop “{name}”?", { name: campaign.name })}
        text={t("Who was reached was reached; nobody else will be. It cannot go on later.")}
        action={t("Stop the campaign")}
        isDangerous
        isBusy={stop.isBusy}
        error={stop.problem?.detail}
        onConfirm={() => void stop.run()}
        onClose={() => setAsked(null)}
      />
      <ConfirmDialog
        isOpen={asked === "remove"}
        title={t("Remove “{name}”?", { name: campaign.name })}
        text={t("The draft is gone then. This cannot be taken back.")}
        action={t("Remove the draft")}
        isDangerous
        isBusy={remove.isBusy}
        error={remove.problem?.detail}
        onConfirm={() => void remove.run()}
        onClose={() => setAsked(null)}
      />
    </div>
  );
}

interface ScheduleFormProps {
  campaign: CampaignView;
  onScheduled: (campaign: CampaignView) => void;
}

function ScheduleForm({ campaign, onScheduled }: ScheduleFormProps) {
  const [start, setStart] = useState(() => toLocalInput(Date.now()));
  const action = useAction(async () => {
    const scheduled = await api.post<CampaignView>(`/api/campaigns/${campaign.id}/schedule`, {
      starts_at_ms: fromLocalInput(start),
    });
    toast(t("Scheduled. Until it starts it can be made a draft again."), "good");
    onScheduled(scheduled);
  });
  return (
    <ActionForm action={action} fields={["starts_at_ms"]} label={t("Schedule it")} isInDialog>
      <TextField
        label={t("Start")}
        name="starts_at"
        type="datetime-local"
        value={start}
        onText={setStart}
        error={action.problem?.fields.starts_at_ms}
        hint={t("Your local time ({zone}). A time that has passed, or none, is at once.", {
          zone: timeZoneName(),
        })}
      />
      <p class="small muted">
        {t("The audience is who is in “{segment}” at that moment.", {
          segment: campaign.segment_name,
        })}
      </p>
    </ActionForm>
  );
}

function Status({ status }: { status: CampaignView["status"] }) {
  if (status === "draft") return <Badge>{t("Draft")}</Badge>;
  if (status === "scheduled") return <Badge tone="tier">{t("Scheduled")}</Badge>;
  if (status === "running") return <Badge tone="warn">{t("Running")}</Badge>;
  if (status === "done") return <Badge tone="good">{t("Done")}</Badge>;
  return <Badge tone="quiet">{t("Stopped")}</Badge>;
}

function whenText(campaign: CampaignView): string {
  const { starts_at_ms, started_at_ms, people } = campaign;
  if (started_at_ms === null) {
    if (starts_at_ms === null) return t("Not scheduled");
    return t("Starts {date}", { date: formatDateTime(starts_at_ms) });
  }
  const date = formatDateTime(started_at_ms);
  return tn(
    "Started {date}, sent to {count} person",
    "Started {date}, sent to {count} people",
    people.sent,
    { date },
  );
}
