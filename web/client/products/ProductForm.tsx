// What is said and shown of a product: of a new one, or of one that there is.

import { useId, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatAmount } from "../lib/money";
import { t } from "../lib/words";
import type { BrandView, ProductView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Field, TextField } from "../ui/Field";
import { useDraft } from "../ui/useDraft";
import { PictureField } from "./PictureField";
import { draftOf, type ProductDraft, read, wrongPicture } from "./productDraft";

export interface ProductFormProps {
  brand: BrandView;
  /** Null: a new one is added. */
  product: ProductView | null;
  /** That the brand's products have, and those of which pictures can be drawn. */
  categories: string[];
  /** All but its picture is saved. */
  onKept: (product: ProductView) => void;
  onSaved: (product: ProductView) => void;
}

const FIELDS = [
  "title",
  "description",
  "category",
  "list_price_minor",
  "is_green",
  "is_listed",
  "picture",
];

export function ProductForm(props: ProductFormProps) {
  const { brand, product: before, categories, onKept, onSaved } = props;
  // What is added stays added if its picture is refused: then it is changed with the next try.
  const [product, setProduct] = useState(before);
  const [picture, setPicture] = useState<File | null>(null);
  const listId = useId();
  const unfit = wrongPicture(picture);
  const save = async (draft: ProductDraft) => {
    const { body } = read(draft, brand.currency);
    if (product === null) return api.post<ProductView>(`/api/brands/${brand.slug}/products`, body);
    return api.patch<ProductView>(`/api/products/${product.id}`, {
      ...body,
      is_listed: draft.isListed,
    });
  };
  const { draft, edit, wrong, form } = useDraft(
    () => draftOf(before),
    (draft) => ({ ...read(draft, brand.currency).errors, ...(unfit && { picture: unfit }) }),
    async (draft) => {
      let saved = await save(draft);
      setProduct(saved);
      onKept(saved);
      const path = `/api/products/${saved.id}/picture`;
      if (picture) saved = await api.upload<ProductView>(path, picture);
      else if (draft.isDrawn && saved.has_picture) saved = await api.delete<ProductView>(path);
      onSaved(saved);
    },
  );
  return (
    <ActionForm
      {...form}
      fields={FIELDS}
      label={before ? t("Save the product") : t("Add the product")}
      isInDialog
    >
      <TextField
        label={t("Title")}
        name="title"
        value={draft.title}
        onText={(title) => edit({ title })}
        error={wrong.title}
        hint={t("Orders keep the title under which it was sold.")}
        maxLength={120}
        required
      />
      <Field label={t("Description")} error={wrong.description} isOptional>
        {(control) => (
          <textarea
            {...control}
            class="input"
            name="description"
            rows={4}
            maxLength={2000}
            value={draft.description}
            onInput={({ currentTarget }) => edit({ description: currentTarget.value })}
          />
        )}
      </Field>
      <TextField
        label={t("List price in {currency}", { currency: brand.currency })}
        name="list_price"
        value={draft.price}
        onText={(price) => edit({ price })}
        error={wrong.list_price_minor}
        hint={t("Deals are at this price or below. It stands as soon as there is a deal.")}
        placeholder={formatAmount(0, brand.currency)}
        inputMode="decimal"
        autocomplete="off"
        maxLength={16}
        required
      />
      <Field
        label={t("Category")}
        error={wrong.category}
        hint={t("Vouchers and segments can be for a category, letter by letter.")}
      >
        {(control) => (
          <input
            {...control}
            class="input"
            name="category"
            list={listId}
            value={draft.category}
            maxLength={40}
            required
            onInput={({ currentTarget }) => edit({ category: currentTarget.value })}
          />
        )}
      </Field>
      <datalist id={listId}>
        {categories.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <PictureField
        shownUrl={product?.has_picture && !draft.isDrawn ? product.image_url : null}
        picture={picture}
        error={wrong.picture ?? unfit}
        onPicture={(chosen) => {
          setPicture(chosen);
          edit({ isDrawn: false });
        }}
        onDrawn={() => {
          setPicture(null);
          edit({ isDrawn: true });
        }}
      />
      <Field
        label={t("Green")}
        isChecked
        hint={t(
          "Made and sold so that it spares the world. Segments know what part of each member's spend is green.",
        )}
      >
        {(control) => (
          <input
            {...control}
            type="checkbox"
            name="is_green"
            checked={draft.isGreen}
            onChange={({ currentTarget }) => edit({ isGreen: currentTarget.checked })}
          />
        )}
      </Field>
      {before && (
        <Field
          label={t("In the catalogue")}
          isChecked
          hint={t(
            "What is not in it cannot be found, or sold in new deals. It stays in the deals and orders that there are.",
          )}
        >
          {(control) => (
            <input
              {...control}
              type="checkbox"
              name="is_listed"
              checked={draft.isListed}
              onChange={({ currentTarget }) => edit({ isListed: currentTarget.checked })}
            />
          )}
        </Field>
      )}
    </ActionForm>
  );
}
