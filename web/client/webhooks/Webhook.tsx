// One webhook: where it stands, what can be done with it, and its log. Looks for news while it is looked at.

import { useCallback, useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type {
  BrandView,
  DeliveryPageView,
  DeliveryView,
  WebhookSecretView,
  WebhookView,
} from "../types.gen";
import { Button, buttonClass } from "../ui/Button";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { DeliveryLog } from "./DeliveryLog";
import { SecretDialog } from "./SecretDialog";
import { trouble, WebhookStatusBadge } from "./status";
import { WebhookForm } from "./WebhookForm";

const NEWS_MS = 4000;

export interface WebhookProps {
  brand: BrandView;
  webhook: WebhookView;
  page: DeliveryPageView;
  kinds: string[];
}

type Asked = "change" | "rotate" | "remove" | null;

export function Webhook({ brand, webhook: initial, page, kinds }: WebhookProps) {
  const path = `/api/brands/${brand.slug}/webhooks/${initial.id}`;
  const [webhook, setWebhook] = useState(initial);
  const [asked, setAsked] = useState<Asked>(null);
  const [shown, setShown] = useState<WebhookSecretView | null>(null);
  const [news, setNews] = useState(0);
  const look = useCallback(() => {
    setNews((count) => count + 1);
    api.get<WebhookView>(path).then(setWebhook, () => undefined);
  }, [path]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") look();
    }, NEWS_MS);
    return () => clearInterval(timer);
  }, [look]);
  const move = useAction(async (verb: "pause" | "resume") => {
    setWebhook(await api.post<WebhookView>(`${path}/${verb}`));
    toast(verb === "pause" ? t("Nothing is sent from now on.") : t("It is sent to again."), "good");
    look();
  });
  const test = useAction(async () => {
    await api.post<DeliveryView>(`${path}/test`);
    toast(t("A test message is on its way. The log says what became of it."), "good");
    look();
  });
  const rotate = useAction(async () => {
    const made = await api.post<WebhookSecretView>(`${path}/secret`);
    setWebhook(made.webhook);
    setAsked(null);
    setShown(made);
  });
  const remove = useAction(async () => {
    await api.delete(path);
    location.assign(`/host/brands/${brand.slug}/webhooks`);
  });
  const isActive = webhook.status === "active";
  const close = () => setAsked(null);
  return (
    <div class="webhook">
      <header class="webhook-head">
        <p class="row">
          <WebhookStatusBadge status={webhook.status} />
          <span class="eyebrow">{t("Webhook of {name}", { name: brand.name })}</span>
        </p>
        <h1 class="webhook-url">{webhook.url}</h1>
        <p class="muted small">
          {[
            webhook.description,
            webhook.kinds === null ? t("All events") : webhook.kinds.join(", "),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <Trouble webhook={webhook} />
        <div class="row">
          {isActive ? (
            <>
              <Button isBusy={test.isBusy} onClick={() => void test.run()}>
                {t("Send a test")}
              </Button>
              <Button variant="quiet" isBusy={move.isBusy} onClick={() => void move.run("pause")}>
                {t("Pause")}
              </Button>
            </>
          ) : (
            <Button variant="primary" isBusy={move.isBusy} onClick={() => void move.run("resume")}>
              {t("Resume")}
            </Button>
          )}
          <Button variant="quiet" onClick={() => setAsked("change")}>
            {t("Change")}
          </Button>
          <Button variant="quiet" onClick={() => setAsked("rotate")}>
            {t("New secret")}
          </Button>
          <Button variant="quiet" onClick={() => setAsked("remove")}>
            {t("Remove")}
          </Button>
          <a class={buttonClass("quiet")} href={`/host/brands/${brand.slug}/webhooks`}>
            {t("All webhooks")}
          </a>
        </div>
        <ProblemNote problem={test.problem ?? move.problem} />
      </header>
      <DeliveryLog path={path} page={page} news={news} onReplayed={look} />
      <Dialog isOpen={asked === "change"} title={t("Change the webhook")} onClose={close}>
        <WebhookForm
          brand={brand}
          kinds={kinds}
          webhook={webhook}
          onChanged={(changed) => {
            setWebhook(changed);
            close();
            toast(t("The webhook is changed."), "good");
          }}
        />
      </Dialog>
      <ConfirmDialog
        isOpen={asked === "rotate"}
        title={t("Make a new secret?")}
        text={t(
          "For 24 hours messages are signed with both, so that you can change it in your system without losing any. After that only the new one counts.",
        )}
        action={t("Make a new secret")}
        isBusy={rotate.isBusy}
        error={rotate.problem?.detail}
        onConfirm={() => void rotate.run()}
        onClose={close}
      />
      <ConfirmDialog
        isOpen={asked === "remove"}
        title={t("Remove this webhook?")}
        text={t("Nothing more is sent to it, also not what is pending. This cannot be taken back.")}
        action={t("Remove the webhook")}
        isDangerous
        isBusy={remove.isBusy}
        error={remove.problem?.detail}
        onConfirm={() => void remove.run()}
        onClose={close}
      />
      <SecretDialog shown={shown} onClose={() => setShown(null)} />
    </div>
  );
}

function Trouble({ webhook }: { webhook: WebhookView }) {
  const said = trouble(webhook);
  return (
    <div role="status">
      {said && (
        <p class="note note-warn">
          <strong>{said.title}</strong>
          <span>{said.text}</span>
        </p>
      )}
    </div>
  );
}
