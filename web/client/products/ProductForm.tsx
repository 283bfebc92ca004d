// What is said of a product.

import { useId, useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { ProductView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Field, TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";

export interface ProductFormProps {
  product: ProductView;
  /** That the brand's products have. */
  categories: string[];
  onSaved: (product: ProductView) => void;
}

export function ProductForm({ product, categories, onSaved }: ProductFormProps) {
  const { title, description, category, is_green } = product;
  const [draft, setDraft] = useState({ title, description, category, is_green });
  const [isTried, setTried] = useState(false);
  const listId = useId();
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const action = useAction(async () =>
    onSaved(await api.patch<ProductView>(`/api/products/${product.id}`, draft)),
  );
  const missing: Record<string, string> = {};
  if (!draft.title.trim()) missing.title = t("Give it a title.");
  if (!draft.category.trim()) missing.category = t("Say what kind of thing it is.");
  const wrong = { ...(isTried ? missing : {}), ...action.problem?.fields };
  return (
    <ActionForm
      action={action}
      fields={["title", "description", "category", "is_green"]}
      errors={missing}
      onWrong={() => setTried(true)}
      label={t("Save the product")}
      isInDialog
    >
      <TextField
        label={t("Title")}
        name="title"
        value={draft.title}
        onText={(to) => set({ title: to })}
        error={wrong.title}
        hint={t("Orders keep the title under which it was sold.")}
        maxLength={120}
        required
      />
      <Field label={t("Description")} error={wrong.description}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            name="description"
            rows={4}
            maxLength={2000}
            value={draft.description}
            onInput={({ currentTarget }) => set({ description: currentTarget.value })}
          />
        )}
      </Field>
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
            onInput={({ currentTarget }) => set({ category: currentTarget.value })}
          />
        )}
      </Field>
      <datalist id={listId}>
        {categories.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
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
            checked={draft.is_green}
            onChange={({ currentTarget }) => set({ is_green: currentTarget.checked })}
          />
        )}
      </Field>
    </ActionForm>
  );
}
