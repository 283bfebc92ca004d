// A brand's webhooks, and adding one.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import type { BrandView, WebhookSecretView, WebhookView } from "../types.gen";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { EmptyState } from "../ui/EmptyState";
import { PlusIcon } from "../ui/icons";
import { SecretDialog } from "./SecretDialog";
import { trouble, WebhookStatusBadge } from "./status";
import { WebhookForm } from "./WebhookForm";

const MOST = 10;

export interface WebhooksProps {
  brand: BrandView;
  webhooks: WebhookView[];
  /** What a webhook can be for. */
  kinds: string[];
}

export function Webhooks({ brand, webhooks: initial, kinds }: WebhooksProps) {
  const [webhooks, setWebhooks] = useState(initial);
  const [isAdding, setAdding] = useState(false);
  const [shown, setShown] = useState<WebhookSecretView | null>(null);
  const added = (made: WebhookSecretView) => {
    setWebhooks((known) => [...known, made.webhook]);
    setAdding(false);
    setShown(made);
  };
  const add = (
    <Button variant="primary" disabled={webhooks.length >= MOST} onClick={() => setAdding(true)}>
      <PlusIcon /> {t("Add a webhook")}
    </Button>
  );
  return (
    <div class="webhooks">
      {webhooks.length === 0 ? (
        <EmptyState title={t("No webhooks yet")} heading="h2" action={add}>
          {t(
            "Add the address of your shop system, stock system or chat: it hears of each order and deal from then on.",
          )}
        </EmptyState>
      ) : (
        <>
          <ul class="webhook-list">
            {webhooks.map((webhook) => (
              <WebhookRow key={webhook.id} brand={brand} webhook={webhook} />
            ))}
          </ul>
          <div class="row">
            {add}
            <span class="muted small">
              {t("{count} of {most}", { count: webhooks.length, most: MOST })}
            </span>
          </div>
        </>
      )}
      <Dialog
        isOpen={isAdding}
        title={t("Add a webhook of {name}", { name: brand.name })}
        onClose={() => setAdding(false)}
      >
        <WebhookForm brand={brand} kinds={kinds} onAdded={added} />
      </Dialog>
      <SecretDialog shown={shown} onClose={() => setShown(null)} />
    </div>
  );
}

function WebhookRow({ brand, webhook }: { brand: BrandView; webhook: WebhookView }) {
  return (
    <li class="webhook-row card card-link">
      <p class="row">
        <WebhookStatusBadge status={webhook.status} />
        <span class="muted small">
          {webhook.kinds === null ? t("All events") : webhook.kinds.join(", ")}
        </span>
      </p>
      <h2 class="webhook-url">
        <a class="card-cover" href={`/host/brands/${brand.slug}/webhooks/${webhook.id}`}>
          {webhook.url}
        </a>
      </h2>
      <p class="muted small">
        {[
          webhook.description,
          t("{pending} pending", { pending: webhook.pending }),
          t("{failed} failed", { failed: webhook.failed }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {webhook.status !== "paused" && trouble(webhook) && (
        <p class="small delivery-trouble">{trouble(webhook)?.title}</p>
      )}
    </li>
  );
}
