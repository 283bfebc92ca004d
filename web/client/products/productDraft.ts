// A product as its form has it, and what goes to the server.

import { formatAmount, parseAmount } from "../lib/money";
import { t } from "../lib/words";
import type { NewProduct, ProductView } from "../types.gen";

export interface ProductDraft {
  title: string;
  description: string;
  /** As typed. */
  price: string;
  category: string;
  isGreen: boolean;
  isListed: boolean;
  /** The drawn picture is wanted in place of the uploaded one. */
  isDrawn: boolean;
}

/** That the server reads. */
export const PICTURES = ["image/jpeg", "image/png", "image/webp"];
const MOST_MIB = 8;
const MOST_MINOR = 100_000_000_000;

export function draftOf(product: ProductView | null): ProductDraft {
  return {
    title: product?.title ?? "",
    description: product?.description ?? "",
    price: product ? formatAmount(product.list_price_minor, product.currency) : "",
    category: product?.category ?? "",
    isGreen: product?.is_green ?? false,
    isListed: product?.is_listed ?? true,
    isDrawn: false,
  };
}

/** What is sent, and what is wrong already, by the wire's fields. */
export function read(
  draft: ProductDraft,
  currency: string,
): { body: NewProduct; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const price = parseAmount(draft.price, currency);
  if (!draft.title.trim()) errors.title = t("Give it a title.");
  if (price === null || price < 1 || price > MOST_MINOR)
    errors.list_price_minor = t("Enter what one piece costs, for instance {amount}.", {
      amount: formatAmount(4900, currency),
    });
  if (!draft.category.trim()) errors.category = t("Say what kind of thing it is.");
  const body = {
    title: draft.title.trim(),
    description: draft.description.trim(),
    category: draft.category.trim(),
    list_price_minor: price ?? 0,
    is_green: draft.isGreen,
  };
  return { body, errors };
}

/** Why a file cannot be the picture, as far as one can tell without reading it. */
export function wrongPicture(file: Pick<File, "type" | "size"> | null): string | undefined {
  if (file === null) return undefined;
  if (!PICTURES.includes(file.type)) return t("Choose a JPEG, PNG or WebP picture.");
  if (file.size > MOST_MIB * 1024 * 1024)
    return t("Choose a file of at most {most} MB.", { most: MOST_MIB });
  return undefined;
}
