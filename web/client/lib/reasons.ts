// Reasons that the server itself writes down, by their codes; what people wrote stays as it is.

import { t } from "./words";

const OWN: Record<string, string> = {
  price_protection: t("Price protection"),
  withdrawn: t("The seller withdrew the pre-sale"),
  paid_too_late: t("The payment came when the order could not take it any more"),
  team_not_filled: t("The team was not filled"),
  left_team: t("The buyer left the team"),
  lost: t("The process ended while it was handed over."),
  not_allowed: t("They no longer agree to e-mails."),
  stopped: t("The campaign was stopped."),
};

export function said(reason: string): string {
  return OWN[reason] ?? reason;
}
