// How someone's points came about, entry by entry, and what they had on any day.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { effectText, reasonText } from "../lib/points";
import { t } from "../lib/words";
import type { BalanceView, EntriesView, WalletView } from "../types.gen";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";

type Entry = EntriesView["entries"][number];

export function History({ wallet }: { wallet: WalletView }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="desk-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("How your points came about")}</summary>
      {isOpen && (
        <div class="wallet-history">
          <Entries wallet={wallet} />
          <PastBalance slug={wallet.brand_slug} />
        </div>
      )}
    </details>
  );
}

function Entries({ wallet }: { wallet: WalletView }) {
  const [entries, setEntries] = useState<Entry[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const path = `/api/me/wallets/${wallet.brand_slug}/entries`;
  const load = useAction(async (before: string | null) => {
    const page = await api.get<EntriesView>(before ? `${path}?before=${before}` : path);
    setEntries((known) => (before ? [...(known ?? []), ...page.entries] : page.entries));
    setNext(page.next);
  });
  useEffect(() => void load.run(null), [wallet.version]);
  if (load.problem) return <ProblemNote problem={load.problem} />;
  if (!entries) return <div class="skeleton wallet-entries-skeleton" />;
  if (entries.length === 0)
    return <p class="muted">{t("Nothing yet. What you buy will be here.")}</p>;
  return (
    <>
      <ol
        class="wallet-entries card"
        aria-label={t("Points with {brand_name}", { brand_name: wallet.brand_name })}
      >
        {entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </ol>
      {next && (
        <Button variant="quiet" isBusy={load.isBusy} onClick={() => void load.run(next)}>
          {t("Show older")}
        </Button>
      )}
    </>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  return (
    <li class="wallet-entry">
      <div>
        <p>
          {entry.order_id ? (
            <a class="link" href={`/orders/${entry.order_id}`}>
              {entry.title}
            </a>
          ) : (
            entry.title
          )}
        </p>
        <p class="small muted">
          {reasonText(entry)} · {formatDateTime(entry.at_ms)}
        </p>
      </div>
      <strong class="numeral">{effectText(entry)}</strong>
    </li>
  );
}

function balanceText({ active, pending, spent, expired, reversed }: BalanceView): string {
  return t(
    "{active} to spend, {pending} pending, {spent} spent, {expired} expired, {reversed} taken back.",
    { active, pending, spent, expired, reversed },
  );
}

function PastBalance({ slug }: { slug: string }) {
  const [day, setDay] = useState("");
  const [balance, setBalance] = useState<BalanceView | null>(null);
  const ask = useAction(async () => {
    const end = new Date(`${day}T23:59:59.999`).getTime();
    if (Number.isNaN(end)) return;
    setBalance(await api.get<BalanceView>(`/api/me/wallets/${slug}/balance?at_ms=${end}`));
  });
  return (
    <form
      class="wallet-past"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void ask.run();
      }}
    >
      <TextField
        label={t("What you had at the end of a day")}
        name={`day-${slug}`}
        type="date"
        value={day}
        onText={setDay}
      />
      <Button type="submit" isBusy={ask.isBusy} disabled={!day}>
        {t("Look it up")}
      </Button>
      <p class="small" role="status">
        {balance && balanceText(balance)}
      </p>
      <ProblemNote problem={ask.problem} />
    </form>
  );
}
