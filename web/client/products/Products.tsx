// A brand's products: found by a part of their title, added and described in a dialog.

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
import { PlusIcon } from "../ui/icons";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { ProductForm } from "./ProductForm";

/** That a list has at most. */
const MOST = 100;

export interface ProductsProps {
  brand: BrandView;
  products: ProductView[];
  /** Categories of which pictures can be drawn. */
  kinds: string[];
}

export function Products({ brand, products: all, kinds }: ProductsProps) {
  const [products, setProducts] = useState(all);
  const [categories, setCategories] = useState(() => sorted([...kinds, ...all.map(categoryOf)]));
  const [isEmpty, setEmpty] = useState(all.length === 0);
  const [wanted, setWanted] = useState("");
  const [open, setOpen] = useState<ProductView | "new" | null>(null);
  const find = useAction(async () => {
    const path = `/api/brands/${brand.slug}/catalogue?q=${encodeURIComponent(wanted.trim())}`;
    setProducts(await api.get<ProductView[]>(path));
  });
  const keep = (product: ProductView) => {
    setProducts((known) => withProduct(known, product));
    setCategories((known) => sorted([...known, product.category]));
    setEmpty(false);
  };
  const saved = (product: ProductView) => {
    keep(product);
    setOpen(null);
    toast(
      open === "new"
        ? t("“{name}” is in the catalogue.", { name: product.title })
        : t("“{name}” is saved.", { name: product.title }),
      "good",
    );
  };
  const add = (
    <Button variant="primary" onClick={() => setOpen("new")}>
      <PlusIcon /> {t("Add a product")}
    </Button>
  );
  return (
    <div>
      {isEmpty ? (
        <EmptyState title={t("No products yet")} heading="h2" action={add}>
          {t("Add what {brand} sells. Then its shows can make deals of it.", { brand: brand.name })}
        </EmptyState>
      ) : (
        <>
          <div class="product-tools">
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
            {add}
          </div>
          <ProblemNote problem={find.problem} />
          {products.length === 0 && <p role="status">{t("No product has this in its title.")}</p>}
          <ul class="product-list">
            {products.map((product) => (
              <Product key={product.id} product={product} onChange={() => setOpen(product)} />
            ))}
          </ul>
          {products.length >= MOST && (
            <p class="small muted">{t("These are the first 100. Find others by their title.")}</p>
          )}
        </>
      )}
      <Dialog
        isOpen={open !== null}
        title={open === "new" ? t("Add a product") : t("Change the product")}
        onClose={() => setOpen(null)}
      >
        {open && (
          <ProductForm
            key={open === "new" ? "new" : open.id}
            brand={brand}
            product={open === "new" ? null : open}
            categories={categories}
            onKept={keep}
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
          {!product.is_listed && <Badge tone="quiet">{t("Not in the catalogue")}</Badge>}
        </p>
      </div>
      <Button size="s" onClick={onChange}>
        {t("Change")}
        <span class="visually-hidden"> {product.title}</span>
      </Button>
    </li>
  );
}

/** In its place, or first if it is new. */
function withProduct(known: ProductView[], product: ProductView): ProductView[] {
  const isKnown = known.some(({ id }) => id === product.id);
  return isKnown
    ? known.map((one) => (one.id === product.id ? product : one))
    : [product, ...known];
}

function categoryOf({ category }: ProductView): string {
  return category;
}

function sorted(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}
