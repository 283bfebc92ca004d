// Made-up wire values for the unit tests of the live parts.

import type {
  BrandView,
  DealView,
  MessageView,
  MuteView,
  OrderView,
  ShowView,
  You,
} from "../types.gen";

export const NOW_MS = 1_800_000_000_000;

/** Of a tier that asks for nothing. */
const GIVEN = {
  points_from: null,
  spend_from_minor: null,
  multiplier_bp: 10_000,
  early_access_s: 0,
  has_free_shipping: false,
};

export function aShow(changes: Partial<ShowView> = {}): ShowView {
  return {
    id: "show1",
    brand_id: "brand1",
    brand_slug: "kumo",
    brand_name: "Kumo",
    hue: 210,
    title: "Autumn knits",
    description: "",
    status: "live",
    scheduled_at_ms: NOW_MS - 60_000,
    started_at_ms: NOW_MS - 60_000,
    ended_at_ms: null,
    poster_url: "/pictures/shows/show1.svg",
    access: {
      min_tier_rank: 0,
      min_tier_name: "",
      first_tier_rank: 0,
      first_tier_name: "",
      head_start_s: 0,
    },
    version: 2,
    ...changes,
  };
}

export function aBrand(changes: Partial<BrandView> = {}): BrandView {
  return {
    id: "brand1",
    slug: "kumo",
    name: "Kumo",
    country: "DE",
    currency: "EUR",
    locale: "de-DE",
    tagline: "Soft things",
    hue: 210,
    tiers: [
      { ...GIVEN, rank: 1, name: "Silver", share_rate_bp: 200, perk: "Free returns" },
      { ...GIVEN, rank: 2, name: "Gold", share_rate_bp: 500, perk: "Early deals" },
    ],
    ...changes,
  };
}

export function aDeal(changes: Partial<DealView> = {}): DealView {
  return {
    id: "deal1",
    show_id: "show1",
    brand_id: "brand1",
    product_id: "product1",
    title: "Wool scarf",
    description: "",
    image_url: "/pictures/products/product1.svg",
    list_price_minor: 4_000,
    price_minor: 2_500,
    currency: "EUR",
    stock: 20,
    stock_left: 20,
    per_buyer_limit: 2,
    min_tier_rank: 0,
    duration_s: 600,
    tiers_first: false,
    steps: [],
    is_early: false,
    status: "live",
    opened_at_ms: NOW_MS - 10_000,
    closes_at_ms: NOW_MS + 590_000,
    is_pinned: false,
    sells_on: false,
    is_lowest_price: false,
    was_price_minor: null,
    waiting: 0,
    line_served: 0,
    presale: null,
    team: null,
    version: 2,
    ...changes,
  };
}

export function anOrder(changes: Partial<OrderView> = {}): OrderView {
  return {
    id: "order1",
    number: "K7Q2M4",
    brand_id: "brand1",
    brand_slug: "kumo",
    brand_name: "Kumo",
    show_id: "show1",
    buyer_handle: "mira",
    status: "held",
    lines: [
      {
        deal_id: "deal1",
        product_id: "product1",
        title: "Wool scarf",
        image_url: "/pictures/products/product1.svg",
        quantity: 1,
        unit_price_minor: 2_500,
        list_price_minor: 4_000,
        discount_minor: 0,
        refunded_quantity: 0,
      },
    ],
    shipping_minor: 0,
    discount_minor: 0,
    vouchers: [],
    total_minor: 2_500,
    currency: "EUR",
    created_at_ms: NOW_MS,
    hold_expires_at_ms: NOW_MS + 600_000,
    was_offered: false,
    presale: null,
    team_id: null,
    payment: null,
    paid_at_ms: null,
    card_last4: null,
    refunded_minor: 0,
    refunds: [],
    lowered: [],
    fulfilled_at_ms: null,
    tracking: null,
    recipient_handle: null,
    version: 1,
    ...changes,
  };
}

export function aMessage(changes: Partial<MessageView> = {}): MessageView {
  return {
    id: "message1",
    show_id: "show1",
    account_id: "account1",
    handle: "mira",
    badge: "",
    is_staff: false,
    text: "Hello",
    sent_at_ms: NOW_MS,
    ...changes,
  };
}

export function aMute(changes: Partial<MuteView> = {}): MuteView {
  return {
    account_id: "account1",
    handle: "mira",
    muted_at_ms: NOW_MS,
    until_ms: null,
    is_shadow: false,
    ...changes,
  };
}

export function aViewer(changes: Partial<You> = {}): You {
  return {
    account_id: "account1",
    handle: "mira",
    rank: 0,
    tier_name: "",
    is_muted: false,
    muted_until_ms: null,
    ...changes,
  };
}
