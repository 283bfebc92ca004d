// Other targets for people who read other languages: each a language, and what of the same brand the link opens for it.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { pageLanguage, t } from "../lib/words";
import type { LinkView, ProductView, ShowView } from "../types.gen";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { Field, TextField } from "../ui/Field";
import { BY_ADDRESS, LANGUAGES, NO_PLACE, type Place, type PlaceErrors } from "./elsewhere";

interface Things {
  shows: readonly ShowView[];
  products: readonly ProductView[];
}

interface LanguageFieldsProps {
  link: LinkView;
  places: readonly Place[];
  errors: readonly PlaceErrors[];
  /** What the server says of all of them. */
  refused: string | undefined;
  onChange: (places: readonly Place[]) => void;
}

export function LanguageFields(props: LanguageFieldsProps) {
  const { link, places, errors, refused, onChange } = props;
  const things = useThings(link, places.length > 0);
  const change = (index: number, part: Partial<Place>) =>
    onChange(places.map((place, at) => (at === index ? { ...place, ...part } : place)));
  return (
    <fieldset class="languages">
      <legend>{t("For people who read another language")}</legend>
      <p class="field-hint">
        {t("Their browser says which. Everyone else comes to “{title}”.", { title: link.title })}
      </p>
      {places.map((place, index) => (
        <PlaceFields
          key={index}
          number={index + 1}
          place={place}
          errors={errors[index] ?? {}}
          link={link}
          things={things}
          onChange={(part) => change(index, part)}
          onRemove={() => onChange(places.filter((_, at) => at !== index))}
        />
      ))}
      {refused && (
        <p class="field-error" role="alert">
          {refused}
        </p>
      )}
      {places.length < 20 && (
        <Button size="s" variant="quiet" onClick={() => onChange([...places, NO_PLACE])}>
          {t("Add a language")}
        </Button>
      )}
    </fieldset>
  );
}

interface PlaceFieldsProps {
  number: number;
  place: Place;
  errors: PlaceErrors;
  link: LinkView;
  things: Things;
  onChange: (part: Partial<Place>) => void;
  onRemove: () => void;
}

function PlaceFields(props: PlaceFieldsProps) {
  const { number, place, errors, link, things, onChange, onRemove } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group inside the fieldset
    <div class="language" role="group" aria-label={t("Language {number}", { number })}>
      <ChoiceField
        label={t("Language")}
        error={errors.language}
        value={place.language}
        choices={[["", t("Choose…")], ...languages()]}
        onChoose={(language) => onChange({ language })}
      />
      <Field label={t("Leads to")} error={errors.target}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={place.target}
            onChange={(event) => onChange({ target: event.currentTarget.value })}
          >
            <Targets link={link} things={things} />
          </select>
        )}
      </Field>
      {place.target === BY_ADDRESS && (
        <TextField
          label={t("Address")}
          name={`address-${number}`}
          autocomplete="off"
          value={place.address}
          onText={(address) => onChange({ address })}
          error={errors.address}
          placeholder={`${location.origin}/shows/…`}
        />
      )}
      <Button size="s" variant="ghost" onClick={onRemove}>
        {t("Remove language {number}", { number })}
      </Button>
    </div>
  );
}

function Targets({ link, things: { shows, products } }: { link: LinkView; things: Things }) {
  return (
    <>
      <option value="">{t("Choose…")}</option>
      <option value={`brand/${link.brand_id}`}>{link.brand_name}</option>
      {shows.length > 0 && (
        <optgroup label={t("Shows")}>
          {shows.map(({ id, title }) => (
            <option key={id} value={`show/${id}`}>
              {title}
            </option>
          ))}
        </optgroup>
      )}
      {products.length > 0 && (
        <optgroup label={t("Products")}>
          {products.map(({ id, title }) => (
            <option key={id} value={`product/${id}`}>
              {title}
            </option>
          ))}
        </optgroup>
      )}
      <option value={BY_ADDRESS}>{t("An address of this site…")}</option>
    </>
  );
}

/** What the brand has to lead to; asked for once it is needed. Without it an address can be pasted still. */
function useThings({ brand_slug }: LinkView, isNeeded: boolean): Things {
  const [shows, setShows] = useState<readonly ShowView[]>([]);
  const [products, setProducts] = useState<readonly ProductView[]>([]);
  useEffect(() => {
    if (!isNeeded) return;
    const slug = encodeURIComponent(brand_slug);
    api.get<ShowView[]>(`/api/shows?brand=${slug}`).then(
      (found) => setShows(found.filter(({ status }) => status !== "cancelled")),
      () => undefined,
    );
    api.get<ProductView[]>(`/api/brands/${slug}/products`).then(setProducts, () => undefined);
  }, [brand_slug, isNeeded]);
  return { shows, products };
}

/** Codes with their names in the page's language, by name. */
function languages(): [string, string][] {
  const names = new Intl.DisplayNames(pageLanguage(), { type: "language" });
  const order = new Intl.Collator(pageLanguage());
  return LANGUAGES.map((code): [string, string] => [code, names.of(code) ?? code]).sort(
    ([, one], [, other]) => order.compare(one, other),
  );
}
