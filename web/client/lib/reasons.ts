// Reasons that the server itself writes down, in English, said in the reader's language; what people wrote stays as it is.

import { t } from "./words";

const OWN: Record<string, string> = {
  "Price protection": t("Price protection"),
  "The seller withdrew the pre-sale": t("The seller withdrew the pre-sale"),
  "The payment came when the order could not take it any more": t(
    "The payment came when the order could not take it any more",
  ),
  "The team was not filled": t("The team was not filled"),
  "The buyer left the team": t("The buyer left the team"),
  "The process ended while it was handed over.": t("The process ended while it was handed over."),
  "They no longer agree to e-mails.": t("They no longer agree to e-mails."),
  "The campaign was stopped.": t("The campaign was stopped."),
};

export function said(reason: string): string {
  return OWN[reason] ?? reason;
}
