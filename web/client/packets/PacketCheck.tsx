// The check of a packet: loads who opened it, splits it again, shows all shares and says what holds.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { PacketView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import { type Arrival, arrivalsOf, type Finding, findingsOf, sharesOf } from "./splitting";

interface Checked {
  readonly shares: readonly number[];
  readonly arrivals: readonly Arrival[];
  readonly findings: readonly Finding[];
}

export function PacketCheck({ id }: { id: string }) {
  const [checked, setChecked] = useState<Checked | null>(null);
  const check = useAction(async () => {
    setChecked(null);
    const packet = await api.get<PacketView>(`/api/packets/${id}`);
    const answer = await fetch(`/api/packets/${id}/arrivals`);
    if (!answer.ok) throw new Error("the list of arrivals could not be loaded");
    const text = await answer.text();
    const shares = await sharesOf(packet);
    const findings = await findingsOf(packet, shares, text);
    setChecked({ shares, arrivals: arrivalsOf(text), findings });
  });
  // Browsers have their cryptography on https pages and on this machine only.
  if (!globalThis.isSecureContext) {
    return (
      <p class="muted">{t("Your browser checks packets on https pages only. The script works.")}</p>
    );
  }
  return (
    <div class="stack" aria-live="polite">
      <p>
        <Button variant="primary" isBusy={check.isBusy} onClick={() => void check.run()}>
          {t("Check it in this browser")}
        </Button>
      </p>
      <ProblemNote problem={check.problem} />
      {checked && <Findings {...checked} />}
    </div>
  );
}

function Findings({ findings, shares, arrivals }: Checked) {
  const isGood = findings.every(({ holds }) => holds);
  return (
    <>
      <p>
        <Badge tone={isGood ? "good" : "bad"}>
          {isGood ? t("Checks out") : t("Does not check out")}
        </Badge>
      </p>
      <ul>
        {findings.map(({ what, holds }) => (
          <li key={what}>
            {what}{" "}
            <Badge tone={holds ? "good" : "bad"}>{holds ? t("Holds") : t("Does not hold")}</Badge>
          </li>
        ))}
      </ul>
      <Shares shares={shares} arrivals={arrivals} />
    </>
  );
}

function Shares({ shares, arrivals }: Pick<Checked, "shares" | "arrivals">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="packet-shares" tabIndex={0} aria-label={t("All shares")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("Place")}</th>
            <th scope="col">{t("Points")}</th>
            <th scope="col">{t("Ticket")}</th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share, index) => (
            <tr key={`${index + 1}`}>
              <td class="numeral">{index + 1}</td>
              <td class="numeral">{share}</td>
              <td>
                {arrivals[index] ? (
                  <code>{arrivals[index].ticket}</code>
                ) : (
                  <span class="muted">{t("Not opened")}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
