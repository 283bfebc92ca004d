// A new brand as its form has it, and what goes to the server.

import { t } from "../lib/words";
import type { NewBrand } from "../types.gen";

export interface BrandDraft {
  name: string;
  /** As typed; empty as long as it follows the name. */
  slug: string;
  tagline: string;
  country: string;
  currency: string;
  hue: number;
  manager: string;
}

export const EMPTY: BrandDraft = {
  name: "",
  slug: "",
  tagline: "",
  country: "",
  currency: "",
  hue: 210,
  manager: "",
};

/** `Café & Söhne 21` is at `cafe-sohne-21`; what has no letters of ours is at nothing yet. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
}

export function read(draft: BrandDraft): { body: NewBrand; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const slug = draft.slug.trim() || slugOf(draft.name);
  const manager = draft.manager.trim().replace(/^@/, "");
  if (!draft.name.trim()) errors.name = t("Give it a name.");
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || slug.length < 2 || slug.length > 40)
    errors.slug = t("Use 2 to 40 small letters a to z and digits, with single hyphens between.");
  if (!draft.country) errors.country = t("Choose a country.");
  if (!draft.currency) errors.currency = t("Choose a currency.");
  if (!/^\w{3,24}$/.test(manager)) errors.manager = t("Write the handle of the person.");
  const { country, currency, hue } = draft;
  const body = {
    name: draft.name.trim(),
    slug,
    tagline: draft.tagline.trim(),
    country,
    currency,
    hue,
    manager,
  };
  return { body, errors };
}
