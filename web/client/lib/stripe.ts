// Stripe's own script, on pages where it is allowed: what is typed into its card field never comes to us. It is asked for when
// somebody is about to pay, and once.

import { Problem } from "./api";
import { pageLanguage, t } from "./words";

export interface StripeError {
  message?: string;
}

/** What we use of https://docs.stripe.com/js. */
export interface Stripe {
  elements(): { create(kind: "card", options: object): CardElement };
  createPaymentMethod(of: {
    type: "card";
    card: CardElement;
  }): Promise<{ paymentMethod?: { id: string }; error?: StripeError }>;
  confirmCardPayment(clientSecret: string): Promise<{ error?: StripeError }>;
}

export interface CardElement {
  mount(place: HTMLElement): void;
  on(event: "change", heard: () => void): void;
  destroy(): void;
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string, options: { locale: string }) => Stripe;
  }
}

let loading: Promise<Stripe> | undefined;

/** Whether this page takes cards by Stripe. Without it they are the sandbox's. */
export function hasStripe(): boolean {
  return stripeOfPage().stripeScript !== undefined;
}

/** Throws a `Problem` if the script did not come; then it may be asked for again. */
export function loadStripe(): Promise<Stripe> {
  loading ??= load().catch((thrown) => {
    loading = undefined;
    throw thrown;
  });
  return loading;
}

/** What Stripe says is wrong, as a problem with words for a person. */
export function refusedByStripe(error: StripeError): Problem {
  return new Problem({
    code: "stripe",
    title: t("This did not work"),
    detail: error.message ?? t("Check what you entered and try again."),
  });
}

/** As Stripe calls it: its field and what it says are in the page's language. */
function localeOf(language: string): string {
  return language.startsWith("zh") ? "zh" : "en";
}

async function load(): Promise<Stripe> {
  const { stripeKey = "", stripeScript = "" } = stripeOfPage();
  const script = document.createElement("script");
  script.src = stripeScript;
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(unreachable());
    document.head.append(script);
  });
  if (!window.Stripe) throw unreachable();
  return window.Stripe(stripeKey, { locale: localeOf(pageLanguage()) });
}

function unreachable(): Problem {
  return new Problem({
    code: "stripe_unreachable",
    title: t("The card form did not come"),
    detail: t("Nothing was charged. Check your network, and whether something blocks stripe.com."),
  });
}

function stripeOfPage(): DOMStringMap {
  return document.documentElement.dataset;
}
