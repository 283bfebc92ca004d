// What was sent to a webhook, newest first: by state, page by page, with each attempt, and sent again on request.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime, fromLocalInput, timeZoneName, toLocalInput } from "../lib/dates";
import { t, tn } from "../lib/words";
import type { DeliveryDetailView, DeliveryPageView, DeliveryView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { ChoiceField, choicesOf } from "../ui/ChoiceField";
import { Dialog } from "../ui/Dialog";
import { EmptyState } from "../ui/EmptyState";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { whyUnanswered } from "./failure";
import { DeliveryStateBadge, outcome } from "./status";

const STATES = {
  "": t("All"),
  pending: t("Pending"),
  delivered: t("Delivered"),
  failed: t("Failed"),
};
const DAY_MS = 86_400_000;

export interface DeliveryLogProps {
  /** The webhook's own, of the API. */
  path: string;
  page: DeliveryPageView;
  /** Grows whenever there may be news. */
  news: number;
  onReplayed: () => void;
}

export function DeliveryLog({ path, page: initial, news, onReplayed }: DeliveryLogProps) {
  const [state, setState] = useState("");
  const [page, setPage] = useState(initial);
  const [isReplaying, setReplaying] = useState(false);
  const isPaged = useRef(false);
  const query = state ? `state=${state}` : "";
  useEffect(() => {
    // Who has gone back in the log is not torn away from there.
    if (news === 0 || isPaged.current) return;
    api.get<DeliveryPageView>(`${path}/deliveries?${query}`).then(setPage, () => undefined);
  }, [path, query, news]);
  const choose = useAction(async (wanted: string) => {
    isPaged.current = false;
    setState(wanted);
    setPage(await api.get<DeliveryPageView>(`${path}/deliveries?state=${wanted}`));
  });
  const more = useAction(async () => {
    isPaged.current = true;
    const older = await api.get<DeliveryPageView>(
      `${path}/deliveries?${query}&before=${page.next}`,
    );
    setPage({ deliveries: [...page.deliveries, ...older.deliveries], next: older.next });
  });
  const replaced = (changed: DeliveryView) => {
    const put = (known: DeliveryView) => (known.id === changed.id ? changed : known);
    setPage((known) => ({ ...known, deliveries: known.deliveries.map(put) }));
    onReplayed();
  };
  return (
    <section class="section" aria-labelledby="log-title">
      <div class="log-head">
        <h2 id="log-title">{t("Deliveries")}</h2>
        <div class="row">
          <Button variant="quiet" onClick={() => setReplaying(true)}>
            {t("Replay what failed")}
          </Button>
          <ChoiceField
            label={t("Show")}
            value={state}
            choices={choicesOf(STATES)}
            onChoose={(wanted) => void choose.run(wanted)}
          />
        </div>
      </div>
      <ProblemNote problem={choose.problem ?? more.problem} />
      {page.deliveries.length === 0 ? (
        <EmptyState title={state ? t("None of these") : t("Nothing sent yet")}>
          {state
            ? t("No delivery of the last month is in this state.")
            : t(
                "Send a test, or wait for the next order. Each message of the last month is listed here.",
              )}
        </EmptyState>
      ) : (
        <ul class="card">
          {page.deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} path={path} delivery={delivery} onReplayed={replaced} />
          ))}
        </ul>
      )}
      {page.next && (
        <Button variant="ghost" isBusy={more.isBusy} onClick={() => void more.run()}>
          {t("Older deliveries")}
        </Button>
      )}
      <Dialog
        isOpen={isReplaying}
        title={t("Replay what failed")}
        onClose={() => setReplaying(false)}
      >
        <ReplayForm
          path={path}
          onReplayed={() => {
            setReplaying(false);
            onReplayed();
          }}
        />
      </Dialog>
    </section>
  );
}

interface DeliveryRowProps {
  path: string;
  delivery: DeliveryView;
  onReplayed: (delivery: DeliveryView) => void;
}

function DeliveryRow({ path, delivery, onReplayed }: DeliveryRowProps) {
  const [detail, setDetail] = useState<DeliveryDetailView | null>(null);
  const one = `${path}/deliveries/${delivery.id}`;
  const toggle = useAction(async () => {
    setDetail(detail ? null : await api.get<DeliveryDetailView>(one));
  });
  const replay = useAction(async () => {
    onReplayed(await api.post<DeliveryView>(`${one}/replay`));
    setDetail(null);
    toast(t("It is sent again."), "good");
  });
  const label = t("{kind} of {time}", {
    kind: delivery.kind,
    time: formatDateTime(delivery.created_at_ms),
  });
  return (
    <li class="delivery">
      <div class="delivery-line">
        <div class="delivery-what">
          <p class="row">
            <DeliveryStateBadge state={delivery.state} />
            <code>{delivery.kind}</code>
          </p>
          <p class="muted small">
            {formatDateTime(delivery.created_at_ms)} · {subjectOf(delivery)}
          </p>
          <p class="small">{outcome(delivery)}</p>
        </div>
        <div class="delivery-actions">
          <Button
            size="s"
            variant="quiet"
            isBusy={toggle.isBusy}
            aria-expanded={detail !== null}
            onClick={() => void toggle.run()}
          >
            {t("Details")}
            <span class="visually-hidden"> {t("of {label}", { label })}</span>
          </Button>
          <Button size="s" isBusy={replay.isBusy} onClick={() => void replay.run()}>
            {t("Replay")}
            <span class="visually-hidden"> {label}</span>
          </Button>
        </div>
      </div>
      <ProblemNote problem={replay.problem ?? toggle.problem} />
      {detail && <Detail detail={detail} />}
    </li>
  );
}

function Detail({ detail }: { detail: DeliveryDetailView }) {
  return (
    <div class="delivery-detail">
      <h3>{t("Message")}</h3>
      <p class="muted small">
        {t("Its webhook-id is {id}, at each attempt.", { id: detail.delivery.event_id })}
      </p>
      <pre>{indented(detail.body)}</pre>
      <h3>{t("Attempts")}</h3>
      {detail.attempts.length === 0 && <p class="muted small">{t("None so far.")}</p>}
      <ol class="stack">
        {detail.attempts.map((attempt) => (
          <li key={attempt.number}>
            <p class="small">
              {attempt.number}. {formatDateTime(attempt.began_at_ms)} ·{" "}
              {attempt.status === null
                ? whyUnanswered(attempt.error ?? "")
                : `HTTP ${attempt.status}`}{" "}
              · {t("{count} ms", { count: attempt.took_ms })}
            </p>
            {attempt.excerpt && <pre>{attempt.excerpt}</pre>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function ReplayForm({ path, onReplayed }: { path: string; onReplayed: () => void }) {
  const [since, setSince] = useState(() => toLocalInput(Date.now() - DAY_MS));
  const [wrong, setWrong] = useState("");
  const action = useAction(async () => {
    const since_ms = fromLocalInput(since);
    setWrong(since_ms === null ? t("Choose a day and a time.") : "");
    if (since_ms === null) return;
    const { count } = await api.post<{ count: number }>(`${path}/replay`, { since_ms });
    toast(tn("{count} delivery is tried again.", "{count} deliveries are tried again.", count));
    onReplayed();
  });
  return (
    <ActionForm action={action} fields={["since_ms"]} label={t("Replay")}>
      <p class="muted">
        {t(
          "What failed is sent again under its id, and what waits for its next try is tried at once. Events of one order or deal still arrive in order.",
        )}
      </p>
      <TextField
        label={t("Since")}
        name="since"
        type="datetime-local"
        value={since}
        onText={setSince}
        error={wrong || action.problem?.fields.since_ms}
        hint={t("Your local time ({time}).", { time: timeZoneName() })}
        required
      />
    </ActionForm>
  );
}

/** `order 06h04… no. 2`; a test is about nothing that has a number. */
function subjectOf({ kind, subject_id, sequence }: DeliveryView): string {
  const [what = ""] = kind.split(".");
  return what === "webhook"
    ? t("a test")
    : t("{what} {id} no. {number}", { what, id: subject_id, number: String(sequence) });
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
