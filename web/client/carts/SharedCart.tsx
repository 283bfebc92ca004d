// Somebody's shared lines: a friend adds them all with one press and reads line by line what became of each. Its sharer takes lines
// from it, or all of it back.

import { useEffect, useRef, useState } from "preact/hooks";
import { api, newIdempotencyKey } from "../lib/api";
import { noteOrder } from "../lib/cartCount";
import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { AdditionsView, AdditionView, SharedCartView, SharedLineView } from "../types.gen";
import { AuthDialog } from "../ui/AuthDialog";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { ProblemNote } from "../ui/ProblemNote";
import { announce } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { canClaim, ItemLine } from "./ItemLine";

export interface SharedCartProps {
  cart: SharedCartView;
  is_signed_in: boolean;
}

export function SharedCart({ cart: initial, is_signed_in }: SharedCartProps) {
  const [cart, setCart] = useState(initial);
  useEffect(() => {
    // A link's preview shows what everyone may see; members of a tier may see more.
    if (!is_signed_in) return;
    const own = api.get<SharedCartView>(`/api/shared-carts/${initial.id}`);
    own.then(setCart, () => undefined);
  }, [initial.id, is_signed_in]);
  if (cart.status !== "open") return <Over cart={cart} />;
  return cart.is_mine ? (
    <Own cart={cart} onCart={setCart} />
  ) : (
    <Offered cart={cart} isSignedIn={is_signed_in} />
  );
}

export function Over({ cart }: { cart: SharedCartView }) {
  return (
    <p class="note note-warn">
      <strong>{t("This is not shared any more")}</strong>
      <span>
        {cart.status === "withdrawn"
          ? t("{name} took it back.", { name: cart.sharer_handle })
          : t("It was shared until {date}.", { date: formatDateTime(cart.expires_at_ms) })}{" "}
        <a class="link" href={`/brands/${cart.brand_slug}`}>
          {t("See what {brand} has", { brand: cart.brand_name })}
        </a>
      </span>
    </p>
  );
}

function Offered({ cart, isSignedIn }: { cart: SharedCartView; isSignedIn: boolean }) {
  const [results, setResults] = useState<readonly AdditionView[]>([]);
  const [isAsking, setAsking] = useState(false);
  const key = useRef(newIdempotencyKey());
  const add = useAction(async () => {
    setAsking(false);
    const answer = await api.post<AdditionsView>(
      `/api/shared-carts/${cart.id}/additions`,
      wantedOf(cart),
      { idempotencyKey: key.current },
    );
    setResults(answer.lines);
    for (const { order } of answer.lines) if (order) noteOrder(order);
    announce(summaryOf(answer.lines));
  });
  const isDone = results.length > 0;
  return (
    <div class="shared-cart">
      <ul class="item-list">
        {cart.lines.map(({ item, quantity }) => (
          <li key={item.id}>
            <ItemLine item={item} quantity={quantity} />
            <Result result={results.find(({ item_id }) => item_id === item.id)} />
          </li>
        ))}
      </ul>
      <ProblemNote problem={add.problem} />
      {isDone ? (
        <p class="note note-good" role="status">
          {summaryOf(results)}
        </p>
      ) : (
        <Button
          variant="primary"
          size="l"
          isWide
          isBusy={add.isBusy}
          onClick={() => (isSignedIn ? void add.run() : setAsking(true))}
        >
          {t("Add all")}
        </Button>
      )}
      {isDone && (
        <p class="row">
          {results.some(({ order }) => order) && (
            <a class={buttonClass("primary")} href="/cart">
              {t("Pay in my cart")}
            </a>
          )}
          {results.some(({ outcome }) => outcome === "wished") && (
            <a class={buttonClass("ghost")} href="/wishlist">
              {t("My wish list")}
            </a>
          )}
        </p>
      )}
      {!isDone && (
        <p class="muted small">
          {cart.lines.some(isClaimable)
            ? t(
                "What can be claimed is held for you for ten minutes. The rest goes to your wish list.",
              )
            : t("Nothing of it can be claimed right now, so all goes to your wish list.")}
        </p>
      )}
      <AuthDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reason={t("Create an account or sign in to add this to your cart.")}
        onSignedIn={() => void add.run()}
      />
    </div>
  );
}

const TONES = { claimed: "good", in_cart: "good", wished: "tier", refused: "warn" } as const;

function Result({ result }: { result: AdditionView | undefined }) {
  if (!result) return null;
  const words = {
    claimed: t("In your cart"),
    in_cart: t("Already in your cart"),
    wished: t("On your wish list"),
    refused: t("Not added"),
  };
  return (
    <p class="row small item-result">
      <Badge tone={TONES[result.outcome]}>{words[result.outcome]}</Badge>
      {result.detail && <span class="muted">{result.detail}</span>}
    </p>
  );
}

interface OwnProps {
  cart: SharedCartView;
  onCart: (cart: SharedCartView) => void;
}

function Own({ cart, onCart }: OwnProps) {
  const [isAsking, setAsking] = useState(false);
  const path = `/api/shared-carts/${cart.id}`;
  const remove = useAction(async (removed: string) => {
    const left = cart.lines.filter(({ item }) => item.id !== removed);
    const lines = left.map(({ item, quantity }) => ({ kind: item.kind, id: item.id, quantity }));
    onCart(await api.put<SharedCartView>(path, { lines }));
  });
  const withdraw = useAction(async () => {
    onCart(await api.post<SharedCartView>(`${path}/withdrawal`));
  });
  return (
    <div class="shared-cart">
      <p class="note">
        <strong>{t("This is what your friends see")}</strong>
        <span>
          {t("Shared until {date}. Only these lines, and nothing else of yours.", {
            date: formatDateTime(cart.expires_at_ms),
          })}
        </span>
      </p>
      <ul class="item-list">
        {cart.lines.map(({ item, quantity }) => (
          <li key={item.id}>
            <ItemLine item={item} quantity={quantity}>
              {cart.lines.length > 1 && (
                <Button
                  variant="quiet"
                  size="s"
                  isBusy={remove.isBusy}
                  aria-label={t("Do not share {title}", { title: item.product.title })}
                  onClick={() => void remove.run(item.id)}
                >
                  {t("Remove")}
                </Button>
              )}
            </ItemLine>
          </li>
        ))}
      </ul>
      <ProblemNote problem={remove.problem} />
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t("Take it back")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("Take it back?")}
        text={t("Friends who open the link then read that it is not shared any more.")}
        action={t("Take it back")}
        isDangerous
        isBusy={withdraw.isBusy}
        error={withdraw.problem?.detail}
        onConfirm={() => void withdraw.run()}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}

function isClaimable({ item, quantity }: SharedLineView): boolean {
  return canClaim(item, quantity);
}

/** All lines as they stand here: nothing is claimed at a price that was not seen. */
function wantedOf(cart: SharedCartView) {
  return {
    lines: cart.lines.map(({ item }) => ({
      item_id: item.id,
      deal_id: item.offer?.id ?? null,
      price_minor: item.offer?.price_minor ?? null,
    })),
  };
}

function summaryOf(lines: readonly AdditionView[]): string {
  const claimed = lines.filter(({ order }) => order).length;
  return t("{claimed} of {all} in your cart.", { claimed, all: lines.length });
}
