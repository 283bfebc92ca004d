// Why a delivery had no answer, in words: the server tells a code and, behind a colon, what the network said.

import { t } from "../lib/words";

export function whyUnanswered(error: string): string {
  const [code, ...rest] = error.split(": ");
  switch (code) {
    case "timed_out":
      return t("There was no whole answer in time.");
    case "unknown_host":
      return t("The name of the server is not known.");
    case "not_public":
      return t("The server's address is not public.");
    case "not_connected":
      return t("The connection failed: {detail}", { detail: rest.join(": ") });
    case "our_fault":
      return t("It could not be sent, by a fault of ours.");
    default:
      return error; // written down before there were codes
  }
}
