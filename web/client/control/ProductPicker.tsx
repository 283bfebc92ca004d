// Finds a product of the brand's catalogue by its title, text or category.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import type { ProductView } from "../types.gen";
import { TextField } from "../ui/Field";
import { Money } from "../ui/Price";

export interface ProductPickerProps {
  products: readonly ProductView[];
  /** Where they are added, for who may. */
  productsUrl: string | null;
  onPick: (product: ProductView) => void;
}

export function ProductPicker({ products, productsUrl, onPick }: ProductPickerProps) {
  const [query, setQuery] = useState("");
  const found = products.filter((product) => isMatch(product, query));
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
      {found.length === 0 ? (
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
    </div>
  );
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
