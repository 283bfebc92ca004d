// A brand's products: found by a part of their title, and each described in a dialog.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import type { BrandView, ProductView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { EmptyState } from "../ui/EmptyState";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { ProductForm } from "./ProductForm";

/** That a list has at most. */
const MOST = 100;

export function Products({ brand, products: all }: { brand: BrandView; products: ProductView[] }) {
  const [products, setProducts] = useState(all);
  const [wanted, setWanted] = useState("");
  const [changing, setChanging] = useState<ProductView | null>(null);
  const find = useAction(async () => {
    const path = `/api/brands/${brand.slug}/products?q=${encodeURIComponent(wanted.trim())}`;
    setProducts(await api.get<ProductView[]>(path));
  });
  const saved = (product: ProductView) => {
    setProducts((known) => known.map((one) => (one.id === product.id ? product : one)));
    setChanging(null);
    toast(t("“{name}” is saved.", { name: product.title }), "good");
  };
  if (all.length === 0) {
    return (
      <EmptyState title={t("No products yet")} heading="h2">
        {t("Products that {brand} sells are listed here.", { brand: brand.name })}
      </EmptyState>
    );
  }
  return (
    <div>
      <search>
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            void find.run();
          }}
        >
          <TextField
            label={t("Find by title")}
            name="q"
            type="search"
            value={wanted}
            onText={setWanted}
            maxLength={100}
          />
          <Button type="submit" isBusy={find.isBusy}>
            {t("Find")}
          </Button>
        </form>
      </search>
      <ProblemNote problem={find.problem} />
      {products.length === 0 && <p role="status">{t("No product has this in its title.")}</p>}
      <ul class="product-list">
        {products.map((product) => (
          <Product key={product.id} product={product} onChange={() => setChanging(product)} />
        ))}
      </ul>
      {products.length === MOST && (
        <p class="small muted">{t("These are the first 100. Find others by their title.")}</p>
      )}
      <Dialog
        isOpen={changing !== null}
        title={t("Change the product")}
        onClose={() => setChanging(null)}
      >
        {changing && (
          <ProductForm
            key={changing.id}
            product={changing}
            categories={[...new Set(all.map(({ category }) => category))].sort()}
            onSaved={saved}
          />
        )}
      </Dialog>
    </div>
  );
}

function Product({ product, onChange }: { product: ProductView; onChange: () => void }) {
  return (
    <li class="card card-pad product-row">
      <img src={product.image_url} alt="" width="64" height="64" />
      <div>
        <h2>{product.title}</h2>
        <p class="row small muted">
          <span>{product.category}</span>
          <span>{formatMoney(product.list_price_minor, product.currency)}</span>
          {product.is_green && <Badge tone="good">{t("Green")}</Badge>}
        </p>
      </div>
      <Button size="s" onClick={onChange}>
        {t("Change")}
        <span class="visually-hidden"> {product.title}</span>
      </Button>
    </li>
  );
}
