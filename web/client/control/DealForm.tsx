// The form of a deal: from the catalogue into the queue, or a change to what is queued.

import { useEffect, useState } from "preact/hooks";
import { formatDuration } from "../lib/dates";
import { formatMoney, percentOff } from "../lib/money";
import { tierChoices } from "../lib/tierChoices";
import { t } from "../lib/words";
import type { DealView, ProductView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { Dialog } from "../ui/Dialog";
import { Field, TextField } from "../ui/Field";
import { useDraft } from "../ui/useDraft";
import { PresaleFields } from "./PresaleFields";
import { ProductPicker } from "./ProductPicker";
import type { ControlSession } from "./session";
import { TeamFields } from "./TeamFields";
import {
  type Draft,
  draftForProduct,
  draftOf,
  durationDraft,
  type FieldName,
  read,
  type Terms,
  type Unit,
} from "./terms";

const PRESETS_S = [30, 60, 300, 600, 1_800, 3_600];
const FIELDS: FieldName[] = [
  "price_minor",
  "stock",
  "per_buyer_limit",
  "min_tier_rank",
  "duration_s",
  "tiers_first",
  "sells_on",
  "is_lowest_price",
  "presale.sale_window_id",
  "presale.deposit_minor",
  "presale.worth_minor",
  "team.price_minor",
  "team.size",
  "team.minutes",
];

interface DialogProps {
  session: ControlSession;
  onClose: () => void;
}

export function AddDealDialog({ session, onClose }: DialogProps) {
  const [product, setProduct] = useState<ProductView | null>(null);
  const [products, setProducts] = useState(session.products);
  useEffect(() => {
    // Someone may have added one since the page was loaded.
    session.catalogue().then(setProducts, () => undefined);
  }, [session]);
  return (
    <Dialog isOpen isWide title={product ? t("Set the terms") : t("Add a deal")} onClose={onClose}>
      {product ? (
        <TermsForm
          key={product.id}
          session={session}
          goods={product}
          initial={draftForProduct(product)}
          action={t("Add to the run sheet")}
          onTerms={(terms) => session.addDeal({ product_id: product.id, ...terms })}
          onDone={onClose}
          onBack={() => setProduct(null)}
        />
      ) : (
        <ProductPicker
          products={products}
          find={(part) => session.catalogue(part)}
          productsUrl={session.isManager ? `/host/brands/${session.brand.slug}/products` : null}
          onPick={setProduct}
        />
      )}
    </Dialog>
  );
}

export function EditDealDialog({ session, deal, onClose }: DialogProps & { deal: DealView }) {
  return (
    <Dialog isOpen isWide title={t("Change the terms")} onClose={onClose}>
      <TermsForm
        session={session}
        goods={deal}
        initial={draftOf(deal)}
        action={t("Save the terms")}
        onTerms={(terms) => session.changeDeal(deal.id, terms)}
        onDone={onClose}
      />
    </Dialog>
  );
}

interface TermsFormProps {
  session: ControlSession;
  goods: ProductView | DealView;
  initial: Draft;
  action: string;
  onTerms: (terms: Terms) => Promise<void>;
  onDone: () => void;
  onBack?: () => void;
}

function TermsForm(props: TermsFormProps) {
  const { session, goods, initial, action: label, onTerms, onDone, onBack } = props;
  const { draft, edit, wrong, form } = useDraft(
    initial,
    (draft) => read(draft, goods.currency).errors,
    async () => {
      await onTerms(terms);
      onDone();
    },
  );
  const { terms } = read(draft, goods.currency);
  return (
    <ActionForm {...form} fields={FIELDS} label={label} isInDialog>
      <Goods goods={goods} {...(onBack && { onBack })} />
      <div class="form-row">
        <TextField
          label={t("Price in {currency}", { currency: goods.currency })}
          name="price"
          value={draft.price}
          onText={(price) => edit({ price })}
          error={wrong.price_minor}
          hint={priceHint(terms.price_minor, goods)}
          inputMode="decimal"
          autocomplete="off"
          required
        />
        <TextField
          label={t("Stock")}
          name="stock"
          value={draft.stock}
          onText={(stock) => edit({ stock })}
          error={wrong.stock}
          hint={t("Pieces in this deal.")}
          inputMode="numeric"
          autocomplete="off"
          required
        />
        <TextField
          label={t("Limit per buyer")}
          name="per_buyer_limit"
          value={draft.perBuyer}
          onText={(perBuyer) => edit({ perBuyer })}
          error={wrong.per_buyer_limit}
          hint={t("Pieces one person may take.")}
          inputMode="numeric"
          autocomplete="off"
          required
        />
      </div>
      <TierField session={session} draft={draft} error={wrong.min_tier_rank} onChange={edit} />
      <DurationField draft={draft} error={wrong.duration_s} onChange={edit} />
      <TiersFirstField session={session} draft={draft} error={wrong.tiers_first} onChange={edit} />
      <SellsOnField draft={draft} error={wrong.sells_on} onChange={edit} />
      <LowestPriceField draft={draft} error={wrong.is_lowest_price} onChange={edit} />
      <PresaleFields
        draft={draft}
        terms={terms}
        windows={session.windows}
        currency={goods.currency}
        errors={wrong}
        onChange={edit}
      />
      <TeamFields draft={draft} currency={goods.currency} errors={wrong} onChange={edit} />
    </ActionForm>
  );
}

function Goods({ goods, onBack }: { goods: ProductView | DealView; onBack?: () => void }) {
  return (
    <div class="goods">
      <img src={goods.image_url} alt="" width="72" height="72" />
      <div class="goods-text">
        <strong>{goods.title}</strong>
        <p class="small muted">
          {t("List price {amount}", {
            amount: formatMoney(goods.list_price_minor, goods.currency),
          })}
        </p>
      </div>
      {onBack && (
        <Button variant="ghost" size="s" onClick={onBack}>
          {t("Another product")}
        </Button>
      )}
    </div>
  );
}

interface PartProps {
  draft: Draft;
  error: string | undefined;
  onChange: (part: Partial<Draft>) => void;
}

function TierField({ session, draft, error, onChange }: PartProps & { session: ControlSession }) {
  return (
    <ChoiceField
      label={t("Opens to")}
      hint={t("Who is below this tier does not see the deal.")}
      error={error}
      name="min_tier_rank"
      value={Number(draft.tierRank)}
      choices={[[0, t("Everyone")], ...tierChoices(session.brand.tiers)]}
      onChoose={(rank) => onChange({ tierRank: String(rank) })}
    />
  );
}

/** Only where it makes a difference: some of those for whom the deal is come before the others. */
function TiersFirstField(props: PartProps & { session: ControlSession }) {
  const { session, draft, error, onChange } = props;
  const { tiers } = session.brand;
  const lowest = tiers.find(({ rank }) => rank === Number(draft.tierRank))?.early_access_s ?? 0;
  if (!tiers.some((tier) => tier.early_access_s > lowest)) return null;
  return (
    <Field
      label={t("Tiers first")}
      hint={t(
        "Each tier sees it as early as its early access says, and the others later. The time of the deal begins when it is open to all.",
      )}
      error={error}
      isChecked
    >
      {(control) => (
        <input
          {...control}
          type="checkbox"
          name="tiers_first"
          checked={draft.tiersFirst}
          onChange={(event) => onChange({ tiersFirst: event.currentTarget.checked })}
        />
      )}
    </Field>
  );
}

function DurationField({ draft, error, onChange }: PartProps) {
  const seconds = read(draft, "EUR").terms.duration_s;
  return (
    <div class="stack-s">
      <Field
        label={t("Open for")}
        hint={t("From 10 seconds to 7 days, from the drop on.")}
        error={error}
      >
        {(control) => (
          <div class="duration">
            <input
              {...control}
              class="input"
              name="duration"
              inputMode="decimal"
              autocomplete="off"
              value={draft.duration}
              onInput={(event) => onChange({ duration: event.currentTarget.value })}
            />
            <select
              class="input"
              name="unit"
              aria-label={t("Unit of the duration")}
              value={draft.unit}
              onChange={(event) => onChange({ unit: event.currentTarget.value as Unit })}
            >
              <option value="s">{t("seconds")}</option>
              <option value="min">{t("minutes")}</option>
              <option value="h">{t("hours")}</option>
              <option value="d">{t("days")}</option>
            </select>
          </div>
        )}
      </Field>
      <div class="chips">
        {PRESETS_S.map((preset) => (
          <button
            key={preset}
            type="button"
            class="chip"
            aria-pressed={seconds === preset}
            onClick={() => onChange(durationDraft(preset))}
          >
            {formatDuration(preset)}
          </button>
        ))}
      </div>
    </div>
  );
}

function SellsOnField({ draft, error, onChange }: PartProps) {
  return (
    <Field
      label={t("Go on selling it after the show")}
      hint={t(
        "Whoever watches the replay can buy it until its time is over. Else it ends with the show.",
      )}
      error={error}
      isChecked
    >
      {(control) => (
        <input
          {...control}
          type="checkbox"
          name="sells_on"
          checked={draft.sellsOn}
          onChange={(event) => onChange({ sellsOn: event.currentTarget.checked })}
        />
      )}
    </Field>
  );
}

function LowestPriceField({ draft, error, onChange }: PartProps) {
  return (
    <Field
      label={t("Announce as the lowest price in 30 days")}
      hint={t("Checked against the product's public prices, now and when you drop the deal.")}
      error={error}
      isChecked
    >
      {(control) => (
        <input
          {...control}
          type="checkbox"
          name="is_lowest_price"
          checked={draft.isLowestPrice}
          onChange={(event) => onChange({ isLowestPrice: event.currentTarget.checked })}
        />
      )}
    </Field>
  );
}

function priceHint(priceMinor: number, { list_price_minor }: ProductView | DealView): string {
  if (Number.isNaN(priceMinor)) return t("What one piece costs in this deal.");
  const off = percentOff(priceMinor, list_price_minor);
  if (off > 0) return t("{off}% below the list price.", { off });
  return priceMinor > list_price_minor ? t("Above the list price.") : t("The list price.");
}
