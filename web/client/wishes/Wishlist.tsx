// What a person keeps: with prices of now, where it is sold, and a way to share what they choose of it.

import { useState } from "preact/hooks";
import { choicesOfWishes } from "../carts/choices";
import { ItemLine } from "../carts/ItemLine";
import { ShareLines } from "../carts/ShareLines";
import { formatDateTime } from "../lib/dates";
import { t, tn } from "../lib/words";
import type { SharedCartView, WishView } from "../types.gen";
import { Button, buttonClass } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import { keep } from "./kept";

export interface WishlistProps {
  wishes: WishView[];
  shared: SharedCartView[];
}

export function Wishlist({ wishes: initial, shared: initialShared }: WishlistProps) {
  const [wishes, setWishes] = useState(initial);
  const [shared, setShared] = useState(initialShared);
  const remove = useAction(async ({ item }: WishView) => {
    await keep(item.kind, item.id, false);
    setWishes((known) => known.filter((wish) => wish.item.id !== item.id));
  });
  return (
    <div class="stack">
      {wishes.length === 0 ? (
        <Empty />
      ) : (
        <section class="card card-pad shared-cart" aria-label={t("What you keep")}>
          <p class="row-between">
            <span class="muted">{tn("{count} thing", "{count} things", wishes.length)}</span>
            <ShareLines
              kind="wishlist"
              choices={choicesOfWishes(wishes)}
              label={t("Share some of it")}
              onShared={(cart) => setShared((known) => [cart, ...known])}
            />
          </p>
          <ProblemNote problem={remove.problem} />
          <ul class="item-list">
            {wishes.map((wish) => (
              <li key={wish.item.id}>
                <ItemLine item={wish.item}>
                  <Button
                    variant="quiet"
                    size="s"
                    aria-label={t("Remove {title}", { title: wish.item.product.title })}
                    onClick={() => void remove.run(wish)}
                  >
                    {t("Remove")}
                  </Button>
                </ItemLine>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Shared carts={shared} />
    </div>
  );
}

function Empty() {
  return (
    <EmptyState
      heading="h2"
      title={t("Nothing on your wish list yet")}
      action={
        <a class={buttonClass("primary")} href="/">
          {t("Look around")}
        </a>
      }
    >
      {t(
        "Press the heart on a product or a deal to keep it here. You see what it costs now and when it is sold next.",
      )}
    </EmptyState>
  );
}

function Shared({ carts }: { carts: readonly SharedCartView[] }) {
  if (carts.length === 0) return null;
  return (
    <section class="card card-pad" aria-labelledby="shared-title">
      <h2 id="shared-title">{t("Shared by you")}</h2>
      <ul class="shared-list">
        {carts.map((cart) => (
          <li key={cart.id} class="row-between">
            <a class="link" href={`/carts/${cart.id}`}>
              {cart.lines.map(({ item }) => item.product.title).join(", ")}
            </a>
            <span class="muted small">
              {t("until {date}", { date: formatDateTime(cart.expires_at_ms) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
