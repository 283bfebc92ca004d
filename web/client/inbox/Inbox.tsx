// What brands wrote to this person, live. A message that is opened counts as read.

import { useCallback, useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { hueClass } from "../lib/hue";
import { showUnread } from "../lib/inboxCount";
import { useMyFrames } from "../lib/myFrames";
import { t, tn } from "../lib/words";
import type { InboxMessageView, InboxView, UnreadView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import { marked, withMessage, withOlder } from "./messages";

export function Inbox({ inbox: initial }: { inbox: InboxView }) {
  const [inbox, setInbox] = useState(initial);
  useEffect(() => showUnread(inbox.unread), [inbox.unread]);
  const refresh = useCallback(() => {
    api.get<InboxView>("/api/inbox").then(setInbox, () => undefined);
  }, []);
  useMyFrames((frame) => {
    if (frame.t === "my_inbox") {
      setInbox((known) => withMessage(known, frame.message, frame.unread));
    }
  }, refresh);
  const read = useAction(async (upTo: string) => {
    const { unread } = await api.post<UnreadView>("/api/inbox/reading", { up_to: upTo });
    setInbox((known) => marked(known, upTo, unread));
  });
  const more = useAction(async () => {
    const older = await api.get<InboxView>(`/api/inbox?before=${inbox.next}`);
    setInbox((known) => withOlder(known, older));
  });
  const newest = inbox.messages[0];
  if (!newest) return <Empty />;
  return (
    <div class="stack">
      <div class="row">
        {inbox.unread > 0 && (
          <Button isBusy={read.isBusy} onClick={() => void read.run(newest.id)}>
            {t("Mark all as read")}
          </Button>
        )}
      </div>
      <ProblemNote problem={read.problem ?? more.problem} />
      <ul class="inbox" aria-label={t("Messages")}>
        {inbox.messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ul>
      {inbox.next !== null && (
        <Button isBusy={more.isBusy} onClick={() => void more.run()}>
          {t("Show older messages")}
        </Button>
      )}
    </div>
  );
}

function Message({ message }: { message: InboxMessageView }) {
  return (
    <li class={`card card-pad inbox-message ${hueClass(message.hue)}`} data-read={message.is_read}>
      <p class="row">
        <a class="eyebrow" href={`/brands/${message.brand_slug}`}>
          {message.brand_name}
        </a>
        {!message.is_read && <Badge tone="tier">{t("New")}</Badge>}
        <span class="small muted">{formatDateTime(message.sent_at_ms)}</span>
      </p>
      {message.notice === "payout_details" ? (
        <PayoutDetailsNotice message={message} />
      ) : (
        <>
          <h2>{message.subject}</h2>
          <p class="inbox-body">{message.body}</p>
        </>
      )}
      {message.voucher_title && (
        <p>
          {t("With it comes a voucher: {voucher}.", { voucher: message.voucher_title })}{" "}
          <a class="link" href="/vouchers">
            {t("My vouchers")}
          </a>
        </p>
      )}
      {message.early_access_s > 0 && <p>{earlyWords(message)}</p>}
      {message.show_id && (
        <a class={buttonClass("primary")} href={`/shows/${message.show_id}`}>
          {t("To the show: {title}", { title: message.show_title ?? "" })}
        </a>
      )}
    </li>
  );
}

function earlyWords({ early_access_s: count, early_deal_title: deal }: InboxMessageView): string {
  if (deal === null) {
    return tn(
      "You see its deals {count} second before everyone else.",
      "You see its deals {count} seconds before everyone else.",
      count,
    );
  }
  return tn(
    "You see the deal on {deal} {count} second before everyone else.",
    "You see the deal on {deal} {count} seconds before everyone else.",
    count,
    { deal },
  );
}

function PayoutDetailsNotice({ message }: { message: InboxMessageView }) {
  const brand = message.brand_name;
  return (
    <>
      <h2>{t("There is money for you")}</h2>
      <p class="inbox-body">
        {t(
          "Your links earned money at {brand}. Say to which bank account it is paid: until then payouts leave you out.",
          { brand },
        )}
      </p>
      <a class={buttonClass("primary")} href="/links/earnings#paid-to">
        {t("Say where it is paid to")}
      </a>
    </>
  );
}

function Empty() {
  const action = (
    <a class={buttonClass("primary")} href="/">
      {t("Find a brand")}
    </a>
  );
  return (
    <EmptyState heading="h2" title={t("No messages yet")} action={action}>
      {t("Brands that you join write here when they have something for you.")}
    </EmptyState>
  );
}
