// Another price or stock for a deal that is live. Whoever raises the price is asked once more.

import { useState } from "preact/hooks";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import { EditIcon } from "../live/icons";
import type { DealChange, DealView } from "../types.gen";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import type { ControlSession } from "./session";
import { type Draft, draftOf, type Errors, readLive } from "./terms";

interface LiveTermsProps {
  session: ControlSession;
  deal: DealView;
}

export function LiveTermsButton({ session, deal }: LiveTermsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        <EditIcon /> {t("Price and stock")}
        <span class="visually-hidden"> {t("of {title}", { title: deal.title })}</span>
      </Button>
      <Dialog isOpen={isOpen} title={t("Change the live deal")} onClose={() => setOpen(false)}>
        <LiveTermsForm session={session} deal={deal} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function LiveTermsForm({ session, deal, onDone }: LiveTermsProps & { onDone: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(deal));
  const [isTried, setTried] = useState(false);
  const [isSure, setSure] = useState(false);
  const { change, errors } = readLive(draft, deal);
  const save = useAction(async () => {
    await session.changeDeal(deal.id, change);
    onDone();
  });
  const isRaised = (change.price_minor ?? 0) > deal.price_minor;
  const edit = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setSure(false);
    save.clear();
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(errors).length > 0) return;
        if (Object.keys(change).length === 0) onDone();
        else if (isRaised && !isSure) setSure(true);
        else void save.run();
      }}
    >
      <Fields
        deal={deal}
        draft={draft}
        errors={{ ...(isTried ? errors : {}), ...save.problem?.fields }}
        onChange={edit}
      />
      {isSure && <Raise deal={deal} change={change} />}
      <ProblemNote problem={save.problem} besides={["price_minor", "stock"]} />
      <div class="dialog-actions">
        <Button type="submit" variant={isSure ? "danger" : "primary"} isBusy={save.isBusy}>
          {isSure ? t("Raise the price") : t("Save")}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  deal: DealView;
  draft: Draft;
  errors: Errors;
  onChange: (part: Partial<Draft>) => void;
}

function Fields({ deal, draft, errors, onChange }: FieldsProps) {
  const taken = deal.stock - deal.stock_left;
  return (
    <>
      <TextField
        label={t("Price in {currency}", { currency: deal.currency })}
        name="price"
        value={draft.price}
        onText={(price) => onChange({ price })}
        error={errors.price_minor}
        hint={t("Who has claimed keeps their price, or pays the lower one.")}
        inputMode="decimal"
        autocomplete="off"
        required
      />
      <TextField
        label={t("Stock")}
        name="stock"
        value={draft.stock}
        onText={(stock) => onChange({ stock })}
        error={errors.stock}
        hint={stockHint(taken, deal.waiting)}
        inputMode="numeric"
        autocomplete="off"
        required
      />
    </>
  );
}

function stockHint(taken: number, waiting: number): string {
  const all = t("All pieces of this deal, with those taken: {taken}.", { taken });
  if (waiting === 0) return all;
  return `${all} ${t("New ones go first to those in line: {waiting}.", { waiting })}`;
}

function Raise({ deal, change }: { deal: DealView; change: DealChange }) {
  const from = formatMoney(deal.price_minor, deal.currency);
  const to = formatMoney(change.price_minor ?? deal.price_minor, deal.currency);
  return (
    <p class="note note-warn" role="status">
      {t(
        "The price goes up from {from} to {to}. Whoever is about to claim at {from} is asked again.",
        { from, to },
      )}
      {deal.is_lowest_price && ` ${t("It is not announced as the lowest price any more.")}`}
    </p>
  );
}
