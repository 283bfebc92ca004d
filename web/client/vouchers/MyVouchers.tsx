// The vouchers of this person: what each takes, where and until when, or why it cannot be used now; and a code to enter.

import { useCallback, useState } from "preact/hooks";
import { api } from "../lib/api";
import { useMyFrames } from "../lib/myFrames";
import { benefitText, conditionText, STATE_TEXTS } from "../lib/vouchers";
import { t } from "../lib/words";
import type { BrandView, MyVoucherView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { buttonClass } from "../ui/Button";
import { CodeForm } from "../ui/CodeForm";
import { EmptyState } from "../ui/EmptyState";
import { announce } from "../ui/Toast";
import { shelves, standingText } from "./holdings";

export interface MyVouchersProps {
  vouchers: MyVoucherView[];
  /** Those that the vouchers are of. */
  brands: BrandView[];
}

export function MyVouchers({ vouchers: initial, brands: known }: MyVouchersProps) {
  const [brands, setBrands] = useState(known);
  const [vouchers, setVouchers] = useState(initial);
  const refresh = useCallback(() => {
    api.get<MyVoucherView[]>("/api/me/vouchers").then(setVouchers, () => undefined);
  }, []);
  // An order that is paid, cancelled or over uses its vouchers or gives them back.
  useMyFrames((frame) => {
    if (frame.t === "my_order") refresh();
  }, refresh);
  const add = (voucher: MyVoucherView) => {
    setVouchers((all) => [voucher, ...all.filter(({ terms }) => terms.id !== voucher.terms.id)]);
    announce(t("{title} is yours", { title: voucher.terms.title }));
    const brandId = voucher.terms.brand_id;
    if (brandId === null || brands.some(({ id }) => id === brandId)) return;
    const learn = (found: BrandView[]) => setBrands((others) => [...others, ...found]);
    api.get<BrandView[]>(`/api/brands?id=${brandId}`).then(learn, () => undefined);
  };
  const shown = shelves(vouchers);
  return (
    <div class="my-vouchers">
      <section class="card card-pad" aria-label={t("Enter a code")}>
        <CodeForm onVoucher={add} />
      </section>
      {shown.map(({ title, vouchers: own }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          <ul>
            {own.map((voucher) => (
              <Voucher
                key={voucher.terms.id}
                voucher={voucher}
                brand={brands.find(({ id }) => id === voucher.terms.brand_id)}
              />
            ))}
          </ul>
        </section>
      ))}
      {shown.length === 0 && <Empty />}
    </div>
  );
}

function Voucher({ voucher, brand }: { voucher: MyVoucherView; brand: BrandView | undefined }) {
  const { terms, state } = voucher;
  return (
    <li class="voucher" data-state={state}>
      <div class="voucher-text">
        <strong>{benefitText(terms)}</strong>
        <p class="small">
          {[terms.title, conditionText(terms)].filter(Boolean).join(" · ")}
          {" · "}
          <Where voucher={voucher} brand={brand} />
        </p>
        <p class="small muted">{standingText(voucher)}</p>
      </div>
      <Action voucher={voucher} brand={brand} />
    </li>
  );
}

function Where({ voucher, brand }: { voucher: MyVoucherView; brand: BrandView | undefined }) {
  if (voucher.terms.brand_id === null) return <>{t("at all brands")}</>;
  if (!brand) return null;
  return (
    <a class="link" href={`/brands/${brand.slug}`}>
      {t("at {brand}", { brand: brand.name })}
    </a>
  );
}

function Action({ voucher, brand }: { voucher: MyVoucherView; brand: BrandView | undefined }) {
  const { terms, state } = voucher;
  const forTitle = <span class="visually-hidden"> {t("for {title}", { title: terms.title })}</span>;
  if (state === "ready") {
    return (
      <a class={buttonClass("plain", "s")} href={brand ? `/brands/${brand.slug}` : "/"}>
        {t("Find shows")}
        {forTitle}
      </a>
    );
  }
  if (state === "reserved") {
    return (
      <a class={buttonClass("plain", "s")} href="/cart">
        {t("To the cart")}
        {forTitle}
      </a>
    );
  }
  if (state === "open") {
    return (
      <a class={buttonClass("plain", "s")} href={`/shows/${terms.show_id}`}>
        {t("To its show")}
        {forTitle}
      </a>
    );
  }
  return <Badge tone="quiet">{state === "waiting" ? t("Later") : STATE_TEXTS[state]}</Badge>;
}

function Empty() {
  const action = (
    <a class={buttonClass("primary")} href="/">
      {t("See what is live")}
    </a>
  );
  return (
    <EmptyState heading="h2" title={t("No vouchers yet")} action={action}>
      {t(
        "Collect them in live shows, or enter a code that a brand gave you. The cart tries all that you have and takes the best.",
      )}
    </EmptyState>
  );
}
