// Where a link leads people who read another language, between its form and the wire.

import { t } from "../lib/words";
import type { LinkView, NewLink } from "../types.gen";

type Choices = NonNullable<NewLink["by_language"]>;
type Choice = Choices[string];

/** What `Place.target` is while an address is pasted instead. */
export const BY_ADDRESS = "address";

export interface Place {
  language: string;
  /** `show/ID`, `product/ID` or `brand/ID`; or `BY_ADDRESS`, and then the address says it. */
  target: string;
  address: string;
}

export interface PlaceErrors {
  language?: string;
  target?: string;
  address?: string;
}

/** As a browser asks for them. */
export const LANGUAGES =
  "ar bn cs da de el en es fa fi fr he hi hu id it ja ko ms nb nl pl pt ro ru sv sw th tr uk ur vi zh".split(
    " ",
  );

export const NO_PLACE: Place = { language: "", target: "", address: "" };

/** The targets to ask for; errors by place, all empty if there are none. */
export function readPlaces(
  places: readonly Place[],
  link: LinkView,
): { choices: Choices; errors: PlaceErrors[] } {
  const choices: Choices = {};
  const errors = places.map((place) => {
    const { choice, errors: found } = readPlace(place, link);
    if (!place.language) found.language = t("Choose a language.");
    else if (place.language in choices) found.language = t("This language is there already.");
    if (choice) choices[place.language] = choice;
    return found;
  });
  return { choices, errors };
}

/** What an address of this site shows, if it can be shared and is of the link's brand. */
export function targetAt(address: string, link: LinkView, site: URL): Choice | null {
  const url = read(address, site);
  if (url?.host !== site.host) return null;
  const [, kind, id = ""] = /^\/(shows|clips|brands)\/([\w-]+)\/?$/.exec(url.pathname) ?? [];
  const part = /^#(deal|product)-(\w+)$/.exec(url.hash);
  if (kind === "clips") return { kind: "clip", target_id: id };
  if (kind === "shows") {
    return part?.[1] === "deal"
      ? { kind: "deal", target_id: part[2] ?? "" }
      : { kind: "show", target_id: id };
  }
  if (kind !== "brands" || id !== link.brand_slug) return null;
  return part?.[1] === "product"
    ? { kind: "product", target_id: part[2] ?? "" }
    : { kind: "brand", target_id: link.brand_id };
}

// `URL.canParse` came to Safari in 17.
function read(address: string, site: URL): URL | null {
  try {
    return new URL(address, site);
  } catch {
    return null;
  }
}

function readPlace(place: Place, link: LinkView): { choice: Choice | null; errors: PlaceErrors } {
  if (place.target !== BY_ADDRESS) {
    const [kind, id] = place.target.split("/");
    if (!kind || !id) return { choice: null, errors: { target: t("Choose where it leads.") } };
    return { choice: { kind: kind as Choice["kind"], target_id: id }, errors: {} };
  }
  const choice = targetAt(place.address.trim(), link, new URL(location.href));
  if (place.address.trim() && choice) return { choice, errors: {} };
  const errors = {
    address: t("Paste the address of a show, deal, clip or product of {brand} on this site.", {
      brand: link.brand_name,
    }),
  };
  return { choice: null, errors };
}
