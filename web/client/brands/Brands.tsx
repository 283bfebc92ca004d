// The festival's brands, and the form by which an operator founds one.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { hueClass } from "../lib/hue";
import { pageLanguage, t } from "../lib/words";
import type { BrandView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Avatar } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { Dialog } from "../ui/Dialog";
import { EmptyState } from "../ui/EmptyState";
import { TextField } from "../ui/Field";
import { PlusIcon } from "../ui/icons";
import { toast } from "../ui/Toast";
import { useDraft } from "../ui/useDraft";
import { EMPTY, read, slugOf } from "./brandDraft";
import { HueField } from "./HueField";

export interface BrandsProps {
  brands: BrandView[];
  /** What is paid with, by country. */
  currencies: Record<string, string>;
}

const FIELDS = ["name", "slug", "tagline", "country", "currency", "hue", "manager"];

export function Brands({ brands: initial, currencies }: BrandsProps) {
  const [brands, setBrands] = useState(initial);
  const [isOpen, setOpen] = useState(false);
  const found = (
    <Button variant="primary" onClick={() => setOpen(true)}>
      <PlusIcon /> {t("Found a brand")}
    </Button>
  );
  const founded = (brand: BrandView, manager: string) => {
    setBrands((known) => [brand, ...known]);
    setOpen(false);
    toast(t("{brand} is founded. {manager} manages it.", { brand: brand.name, manager }), "good");
  };
  return (
    <div>
      {brands.length === 0 ? (
        <EmptyState title={t("No brands yet")} heading="h2" action={found}>
          {t("Found the first one. Its manager needs an account.")}
        </EmptyState>
      ) : (
        <>
          {found}
          <ul class="brand-list">
            {brands.map((brand) => (
              <Row key={brand.id} brand={brand} />
            ))}
          </ul>
        </>
      )}
      <Dialog isOpen={isOpen} title={t("Found a brand")} onClose={() => setOpen(false)}>
        <BrandForm currencies={currencies} onFounded={founded} />
      </Dialog>
    </div>
  );
}

function Row({ brand }: { brand: BrandView }) {
  return (
    <li class={`card card-pad ${hueClass(brand.hue)}`}>
      <Avatar name={brand.name} hue={brand.hue} />
      <div>
        <h2>
          <a class="link" href={`/brands/${brand.slug}`}>
            {brand.name}
          </a>
        </h2>
        <p class="small muted">
          {nameOf("region", brand.country)} · {brand.currency}
        </p>
      </div>
      <a class={buttonClass("quiet", "s")} href={`/host/brands/${brand.slug}/products`}>
        {t("Products")}
        <span class="visually-hidden"> {brand.name}</span>
      </a>
    </li>
  );
}

interface BrandFormProps {
  currencies: Record<string, string>;
  onFounded: (brand: BrandView, manager: string) => void;
}

function BrandForm({ currencies, onFounded }: BrandFormProps) {
  const { draft, edit, wrong, form } = useDraft(
    EMPTY,
    (draft) => read(draft).errors,
    async () => onFounded(await api.post<BrandView>("/api/brands", body), body.manager),
  );
  const { body } = read(draft);
  return (
    <ActionForm {...form} fields={FIELDS} label={t("Found the brand")} isInDialog>
      <TextField
        label={t("Name")}
        name="name"
        value={draft.name}
        onText={(name) => edit({ name })}
        error={wrong.name}
        autocomplete="off"
        maxLength={80}
        required
      />
      <TextField
        label={t("Address")}
        name="slug"
        value={draft.slug}
        onText={(slug) => edit({ slug })}
        error={wrong.slug}
        hint={t("Its page is {path}, for good.", { path: `/brands/${body.slug || "…"}` })}
        placeholder={slugOf(draft.name)}
        autocomplete="off"
        maxLength={40}
      />
      <TextField
        label={t("What it stands for, in one line")}
        name="tagline"
        value={draft.tagline}
        onText={(tagline) => edit({ tagline })}
        error={wrong.tagline}
        maxLength={160}
        isOptional
      />
      <ChoiceField
        label={t("Country")}
        name="country"
        value={draft.country}
        choices={named("region", Object.keys(currencies))}
        required
        error={wrong.country}
        onChoose={(country) => edit({ country, currency: currencies[country] ?? "" })}
      />
      <ChoiceField
        label={t("Currency")}
        name="currency"
        value={draft.currency}
        choices={named("currency", [...new Set(Object.values(currencies))])}
        required
        error={wrong.currency}
        hint={t("Of all its prices, for good.")}
        onChoose={(currency) => edit({ currency })}
      />
      <HueField name={draft.name} hue={draft.hue} onHue={(hue) => edit({ hue })} />
      <TextField
        label={t("Handle of its manager")}
        name="manager"
        value={draft.manager}
        onText={(manager) => edit({ manager })}
        error={wrong.manager}
        hint={t("They find it at their host desk, and choose the rest of the staff.")}
        autocomplete="off"
        maxLength={25}
        required
      />
    </ActionForm>
  );
}

/** Codes with their names, and first that none is chosen. */
function named(type: "region" | "currency", codes: string[]): [string, string][] {
  const found = codes.map((code): [string, string] => [code, nameOf(type, code)]);
  found.sort(([, a], [, b]) => a.localeCompare(b, pageLanguage()));
  return [["", t("Choose")], ...found];
}

function nameOf(type: "region" | "currency", code: string): string {
  return new Intl.DisplayNames([pageLanguage()], { type }).of(code) ?? code;
}
