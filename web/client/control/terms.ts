// A deal's terms between the form, where they are text, and the wire, where they are numbers.

import { formatAmount, formatMoney, parseAmount } from "../lib/money";
import { t } from "../lib/words";
import type {
  DealChange,
  DealView,
  NewPresale,
  NewTeamTerms,
  PresaleView,
  ProductView,
  TeamTermsView,
} from "../types.gen";

/** The server's bounds (commerce/views.py). */
const MOST_PRICE_MINOR = 100_000_000_000;
const MOST_STOCK = 1_000_000;
const MOST_PER_BUYER = 100;
const LEAST_DURATION_S = 10;
const MOST_DURATION_S = 7 * 24 * 3600;
const LEAST_TEAM_MINUTES = 2;
const MOST_TEAM_MINUTES = 1_440;

const UNITS = { s: 1, min: 60, h: 3600, d: 86_400 } as const;
export type Unit = keyof typeof UNITS;

export interface Draft {
  readonly price: string;
  readonly stock: string;
  readonly perBuyer: string;
  readonly tierRank: string;
  readonly duration: string;
  readonly unit: Unit;
  readonly tiersFirst: boolean;
  readonly sellsOn: boolean;
  readonly isLowestPrice: boolean;
  readonly isPresale: boolean;
  readonly windowId: string;
  readonly deposit: string;
  readonly worth: string;
  readonly isForTeams: boolean;
  readonly teamPrice: string;
  readonly teamSize: string;
  readonly teamMinutes: string;
}

export interface Terms {
  readonly price_minor: number;
  readonly stock: number;
  readonly per_buyer_limit: number;
  readonly min_tier_rank: number;
  readonly duration_s: number;
  readonly tiers_first: boolean;
  readonly sells_on: boolean;
  readonly is_lowest_price: boolean;
  readonly presale: NewPresale | null;
  readonly team: NewTeamTerms | null;
}

/** What is wrong, by the name of the wire's field. */
export type FieldName =
  | Exclude<keyof Terms, "presale" | "team">
  | `presale.${keyof NewPresale}`
  | `team.${keyof NewTeamTerms}`;
export type Errors = Readonly<Partial<Record<FieldName, string>>>;

/** What a new deal's form begins with: a fifth off, twenty pieces, one each, for everyone, for ten minutes. */
export function draftForProduct({ list_price_minor, currency }: ProductView): Draft {
  const price = formatAmount(Math.max(1, Math.round(list_price_minor * 0.8)), currency);
  return {
    price,
    stock: "20",
    perBuyer: "1",
    tierRank: "0",
    duration: "10",
    unit: "min",
    tiersFirst: false,
    sellsOn: false,
    isLowestPrice: false,
    ...presaleDraft(null, parseAmount(price, currency) ?? 1, currency),
    ...teamDraft(null, parseAmount(price, currency) ?? 1, currency),
  };
}

/** To teams of two it proposes a fifth less, and half an hour to fill. */
function teamDraft(team: TeamTermsView | null, priceMinor: number, currency: string) {
  const fifthLess = Math.max(1, Math.round(priceMinor * 0.8));
  return {
    isForTeams: team !== null,
    teamPrice: formatAmount(team?.price_minor ?? fifthLess, currency),
    teamSize: String(team?.size ?? 2),
    teamMinutes: String(team?.minutes ?? 30),
  };
}

/** Of a deal that is not sold in advance it proposes a tenth as the deposit, which counts for twice as much. */
function presaleDraft(presale: PresaleView | null, priceMinor: number, currency: string) {
  const tenth = Math.max(1, Math.round(priceMinor / 10));
  const worth = Math.min(priceMinor, 2 * tenth);
  return {
    isPresale: presale !== null,
    windowId: presale?.sale_window_id ?? "",
    deposit: formatAmount(presale?.deposit_minor ?? tenth, currency),
    worth: formatAmount(presale?.worth_minor ?? worth, currency),
  };
}

export function draftOf(deal: DealView): Draft {
  return {
    price: formatAmount(deal.price_minor, deal.currency),
    stock: String(deal.stock),
    perBuyer: String(deal.per_buyer_limit),
    tierRank: String(deal.min_tier_rank),
    ...durationDraft(deal.duration_s),
    tiersFirst: deal.tiers_first,
    sellsOn: deal.sells_on,
    isLowestPrice: deal.is_lowest_price,
    ...presaleDraft(deal.presale, deal.price_minor, deal.currency),
    ...teamDraft(deal.team, deal.price_minor, deal.currency),
  };
}

/** In the largest unit that needs no fraction. */
export function durationDraft(seconds: number): Pick<Draft, "duration" | "unit"> {
  const fits = (["d", "h", "min", "s"] as const).find((unit) => seconds % UNITS[unit] === 0) ?? "s";
  return { duration: String(seconds / UNITS[fits]), unit: fits };
}

export function read(draft: Draft, currency: string): { terms: Terms; errors: Errors } {
  const terms: Terms = {
    price_minor: parseAmount(draft.price, currency) ?? Number.NaN,
    stock: wholeNumber(draft.stock),
    per_buyer_limit: wholeNumber(draft.perBuyer),
    min_tier_rank: wholeNumber(draft.tierRank),
    duration_s: Math.round(decimal(draft.duration) * UNITS[draft.unit]),
    tiers_first: draft.tiersFirst,
    sells_on: draft.sellsOn,
    is_lowest_price: draft.isLowestPrice,
    presale: draft.isPresale
      ? {
          sale_window_id: draft.windowId,
          deposit_minor: parseAmount(draft.deposit, currency) ?? Number.NaN,
          worth_minor: parseAmount(draft.worth, currency) ?? Number.NaN,
        }
      : null,
    team: draft.isForTeams
      ? {
          price_minor: parseAmount(draft.teamPrice, currency) ?? Number.NaN,
          size: wholeNumber(draft.teamSize),
          minutes: wholeNumber(draft.teamMinutes),
        }
      : null,
  };
  return { terms, errors: errorsOf(terms, currency) };
}

/** Of a live deal: what is to be changed, if anything. */
export function readLive(draft: Draft, deal: DealView): { change: DealChange; errors: Errors } {
  const { terms, errors: all } = read(draft, deal.currency);
  const errors: Partial<Record<keyof Terms, string>> = {};
  if (all.price_minor) errors.price_minor = all.price_minor;
  const taken = deal.stock - deal.stock_left;
  if (all.stock) errors.stock = all.stock;
  else if (terms.stock < taken)
    errors.stock = t("Already taken: {taken}. Enter at least that many.", { taken });
  return {
    change: {
      ...(terms.price_minor !== deal.price_minor && { price_minor: terms.price_minor }),
      ...(terms.stock !== deal.stock && { stock: terms.stock }),
    },
    errors,
  };
}

function errorsOf(terms: Terms, currency: string): Errors {
  const errors: Partial<Record<FieldName, string>> = {
    ...presaleErrors(terms),
    ...teamErrors(terms),
  };
  if (!isWithin(terms.price_minor, 1, MOST_PRICE_MINOR)) {
    const [least, example] = [formatMoney(1, currency), formatAmount(1_990, currency)];
    errors.price_minor = t("Enter a price from {least}, for example {example}.", {
      least,
      example,
    });
  }
  if (!isWithin(terms.stock, 1, MOST_STOCK)) {
    errors.stock = t("Enter a whole number from 1 to 1,000,000.");
  }
  if (!isWithin(terms.per_buyer_limit, 1, MOST_PER_BUYER)) {
    errors.per_buyer_limit = t("Enter a whole number from 1 to 100.");
  } else if (!errors.stock && terms.per_buyer_limit > terms.stock) {
    errors.per_buyer_limit = t("This is more than the stock. Lower it or add stock.");
  }
  if (!isWithin(terms.duration_s, LEAST_DURATION_S, MOST_DURATION_S)) {
    errors.duration_s = t("Choose from 10 seconds to 7 days.");
  }
  return errors;
}

function presaleErrors({ price_minor, presale }: Terms): Partial<Record<FieldName, string>> {
  const errors: Partial<Record<FieldName, string>> = {};
  if (!presale) return errors;
  if (!presale.sale_window_id) errors["presale.sale_window_id"] = t("Choose a sale window.");
  if (!isWithin(presale.deposit_minor, 1, MOST_PRICE_MINOR)) {
    errors["presale.deposit_minor"] = t("Enter what is paid now for one piece.");
  } else if (!isWithin(presale.worth_minor, presale.deposit_minor, price_minor)) {
    errors["presale.worth_minor"] = t("Enter an amount from the deposit to the price.");
  }
  return errors;
}

function teamErrors({ price_minor, stock, team }: Terms): Partial<Record<FieldName, string>> {
  const errors: Partial<Record<FieldName, string>> = {};
  if (!team) return errors;
  if (!isWithin(team.price_minor, 1, price_minor - 1)) {
    errors["team.price_minor"] = t("Enter less than who buys alone pays.");
  }
  if (team.size !== undefined && team.size > stock) {
    errors["team.size"] = t("A team needs one piece for each member.");
  }
  if (!isWithin(team.minutes ?? Number.NaN, LEAST_TEAM_MINUTES, MOST_TEAM_MINUTES)) {
    errors["team.minutes"] = t("Enter from 2 to 1,440 minutes.");
  }
  return errors;
}

/** False for what is no number, too. */
function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function decimal(text: string): number {
  const normal = text.trim().replace(",", ".");
  return /^\d{1,6}(\.\d{1,3})?$/.test(normal) ? Number(normal) : Number.NaN;
}
