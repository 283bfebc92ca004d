// The rules against cheating, and what they found, in words.

import { t, tn } from "../lib/words";
import type { CaseView, FindingView } from "../types.gen";

export type RuleCode = FindingView["rule"];

/** What a rule is called. */
export function ruleTitle(code: RuleCode): string {
  return {
    same_browser: t("Same browser"),
    same_device: t("Same device"),
    same_card: t("Same card"),
    same_network: t("Same network address"),
    same_mailbox: t("Same mailbox"),
    disposable_email: t("Throw-away e-mail address"),
    one_per_friend: t("One reward per friend"),
    ring: t("Ring"),
    rewards_an_hour: t("Many rewards within an hour"),
    rewards_a_day: t("Many rewards within a day"),
    new_friends_an_hour: t("Many new accounts"),
  }[code];
}

/** What a rule looks at. */
export function ruleHint(code: RuleCode): string {
  return {
    same_browser: t("Sharer and friend used the same browser."),
    same_device: t(
      "Within a week both were at the same network address with the same kind of browser.",
    ),
    same_card: t("Sharer and friend paid with the same card."),
    same_network: t(
      "So many of the sharer's rewards within a week came from their own network address.",
    ),
    same_mailbox: t("Both e-mail addresses are one mailbox, written differently."),
    disposable_email: t(
      "The friend's e-mail address is from a service that gives them out for minutes.",
    ),
    one_per_friend: t("The same friend earned the sharer so many rewards before."),
    ring: t("Up to four people buy by each other's links, so that all of them earn."),
    rewards_an_hour: t("The sharer earned so many rewards within an hour."),
    rewards_a_day: t("The sharer earned so many rewards within a day."),
    new_friends_an_hour: t(
      "So many accounts less than a day old earned the link rewards within an hour.",
    ),
  }[code];
}

/** What a rule found in a reward; `ring` are the handles of those who are in one. */
export function findingText({ rule, found: count }: FindingView, ring: readonly string[]): string {
  switch (rule) {
    case "same_browser":
      return tn("Both used the same browser.", "Both used the same {count} browsers.", count);
    case "same_device":
      return t(
        "Within a week both were at the same network address with the same kind of browser.",
      );
    case "same_card":
      return tn("Both paid with the same card.", "Both paid with the same {count} cards.", count);
    case "same_network":
      return tn(
        "{count} reward of this sharer within a week came from their own network address.",
        "{count} rewards of this sharer within a week came from their own network address.",
        count,
      );
    case "same_mailbox":
      return t("Both e-mail addresses are one mailbox, written differently.");
    case "disposable_email":
      return t("The friend's e-mail address is from a service that gives them out for minutes.");
    case "one_per_friend":
      return tn(
        "This friend earned the sharer {count} reward before.",
        "This friend earned the sharer {count} rewards before.",
        count,
      );
    case "ring":
      return t("They earn by each other in a circle: {people}.", {
        people: [...ring, ring[0] ?? ""].join(" → "),
      });
    case "rewards_an_hour":
      return t("It is reward number {count} of this sharer within an hour.", { count });
    case "rewards_a_day":
      return t("It is reward number {count} of this sharer within a day.", { count });
    case "new_friends_an_hour":
      return t("It is reward number {count} of this link within an hour by new accounts.", {
        count,
      });
  }
}

export function statusText(status: CaseView["status"]): string {
  return {
    waiting: t("Waits for a decision"),
    released: t("Released"),
    refused: t("Refused"),
    closed: t("Closed: the order was refunded"),
  }[status];
}
