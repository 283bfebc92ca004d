// Finds a product of the brand's catalogue by its title, text or category.

import { useEffect, useState } from "preact/hooks";
import { t } from "../lib/words";
import type { ProductView } from "../types.gen";
import { TextField } from "../ui/Field";
import { Money } from "../ui/Price";

/** That are listed at once; of a longer catalogue the others are asked for. */
const MOST = 100;
const ASK_AFTER_MS = 250;

export interface ProductPickerProps {
  products: readonly ProductView[];
  /** Products of the whole catalogue with this in their title. */
  find: (part: string) => Promise<ProductView[]>;
  /** Where they are added, for who may. */
  productsUrl: string | null;
  onPick: (product: ProductView) => void;
}

export function ProductPicker({ products, find, productsUrl, onPick }: ProductPickerProps) {
  const [query, setQuery] = useState("");
  const { others, isAsking } = useOthers(products, find, query);
  const found = [...products, ...others].filter((product) => isMatch(product, query));
  return (
    <div class="picker">
      <TextField
        label={t("Find a product")}
        name="product"
        type="search"
        value={query}
        onText={setQuery}
        placeholder={t("Title or category")}
        autocomplete="off"
        maxLength={100}
      />
      <p class="visually-hidden" role="status">
        {found.length === 1 ? t("1 product") : t("{count} products", { count: found.length })}
      </p>
      {found.length === 0 && isAsking ? (
        <p class="note">{t("Looking for it…")}</p>
      ) : found.length === 0 ? (
        <p class="note">
          {emptySentence(products, query)}{" "}
          {productsUrl && (
            <a class="link" href={productsUrl}>
              {t("Add a product")}
            </a>
          )}
        </p>
      ) : (
        <ul class="picker-list">
          {found.map((product) => (
            <li key={product.id}>
              <button type="button" class="picker-item" onClick={() => onPick(product)}>
                <img src={product.image_url} alt="" width="56" height="56" loading="lazy" />
                <span class="picker-text">
                  <strong>{product.title}</strong>
                  <span class="small muted">{product.category}</span>
                </span>
                <Money amountMinor={product.list_price_minor} currency={product.currency} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {products.length >= MOST && !query.trim() && (
        <p class="small muted">{t("These are the first 100. Find others by their title.")}</p>
      )}
    </div>
  );
}

/** What a catalogue that is longer than its list has besides, once the person stops typing. */
function useOthers(
  products: readonly ProductView[],
  find: ProductPickerProps["find"],
  query: string,
) {
  const [others, setOthers] = useState<readonly ProductView[]>([]);
  const [asked, setAsked] = useState("");
  const part = query.trim();
  const isWanted = products.length >= MOST && part !== "";
  useEffect(() => {
    if (!isWanted) return;
    let isLate = false;
    const timer = setTimeout(() => {
      const answered = (found: readonly ProductView[]) => {
        if (isLate) return;
        const known = new Set(products.map(({ id }) => id));
        setOthers(found.filter(({ id }) => !known.has(id)));
        setAsked(part);
      };
      find(part).then(answered, () => answered([]));
    }, ASK_AFTER_MS);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [part, isWanted]);
  return { others, isAsking: isWanted && asked !== part };
}

/** Every word stands somewhere in the product. */
function isMatch(product: ProductView, query: string): boolean {
  const text = `${product.title} ${product.category} ${product.description}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function emptySentence(products: readonly ProductView[], query: string): string {
  if (products.length === 0)
    return t("This brand's catalogue is empty, so there is nothing to sell yet.");
  return t("Nothing in the catalogue matches “{trim}”. Try a shorter word.", {
    trim: query.trim(),
  });
}
