// Choosing lines of the cart or wish list to share. None is chosen at first, and nothing is sent before Share is pressed.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import { t, tn } from "../lib/words";
import type { LinkView, SharedCartView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { Dialog } from "../ui/Dialog";
import { ShareIcon } from "../ui/icons";
import { ShareCard } from "../ui/ShareDialog";
import { useAction } from "../ui/useAction";
import { type Choice, requestsFor } from "./choices";

const DAYS = [1, 7, 30, 90];

export interface ShareLinesProps {
  kind: SharedCartView["kind"];
  choices: readonly Choice[];
  /** What the button says. */
  label: string;
  onShared?: (cart: SharedCartView) => void;
}

export function ShareLines({ kind, choices, label, onShared }: ShareLinesProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" disabled={choices.length === 0} onClick={() => setOpen(true)}>
        <ShareIcon /> {label}
      </Button>
      <Dialog isOpen={isOpen} title={label} onClose={() => setOpen(false)}>
        <Chooser kind={kind} choices={choices} onShared={onShared ?? (() => undefined)} />
      </Dialog>
    </>
  );
}

function Chooser({ kind, choices, onShared }: Required<Omit<ShareLinesProps, "label">>) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [days, setDays] = useState(30);
  const [isWrong, setWrong] = useState(false);
  const [links, setLinks] = useState<ReadonlyMap<string, LinkView>>(new Map());
  const wanted = choices.filter(({ id }) => chosen.has(id));
  const requests = requestsFor(kind, wanted, days);
  const share = useAction(async () => {
    const made = new Map(links);
    for (const [brandId, request] of requests) {
      if (made.has(brandId)) continue;
      const cart = await api.post<SharedCartView>("/api/shared-carts", request);
      made.set(brandId, await api.post<LinkView>("/api/links", { kind, target_id: cart.id }));
      setLinks(new Map(made));
      onShared(cart);
    }
  });
  if (links.size > 0 && links.size === requests.size) return <Links links={[...links.values()]} />;
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <ActionForm
      action={share}
      fields={[]}
      label={
        wanted.length === 0
          ? t("Share")
          : tn("Share {count} thing", "Share {count} things", wanted.length)
      }
      errors={wanted.length === 0 ? { lines: true } : {}}
      onWrong={() => setWrong(true)}
    >
      <fieldset class="choices">
        <legend>{t("Choose what friends may see")}</legend>
        {choices.map((choice) => (
          <label key={choice.id} class="choice">
            <input
              type="checkbox"
              checked={chosen.has(choice.id)}
              aria-invalid={isWrong && wanted.length === 0 ? "true" : undefined}
              onChange={(event) => toggle(choice.id, event.currentTarget.checked)}
            />
            <span>
              {choice.quantity > 1 && `${choice.quantity} × `}
              {choice.title}{" "}
              <span class="muted small">
                {choice.brandName} · {formatMoney(choice.priceMinor, choice.currency)}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <p class={isWrong && wanted.length === 0 ? "field-error" : "muted small"} role="status">
        {wanted.length === 0
          ? t("Nothing is chosen, so nothing is shared.")
          : t("Only this is shared: not your other things, nor what you paid or saved.")}
        {requests.size > 1 && ` ${t("Each brand gets a link of its own.")}`}
      </p>
      <ChoiceField
        label={t("Shared for")}
        value={days}
        choices={DAYS.map((count) => [count, tn("{count} day", "{count} days", count)])}
        onChoose={setDays}
      />
    </ActionForm>
  );
}

function Links({ links }: { links: readonly LinkView[] }) {
  return (
    <>
      {links.map((link) => (
        <section key={link.code} class="shared-link" aria-label={link.brand_name}>
          {links.length > 1 && <h3>{link.brand_name}</h3>}
          <ShareCard link={link} />
        </section>
      ))}
    </>
  );
}
