// Vouchers as who issued them sees them: what is taken and spent, issuing, handing out and ending.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { benefitText, conditionText } from "../lib/vouchers";
import { t } from "../lib/words";
import type { VoucherView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { PlusIcon } from "../ui/icons";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { GrantForm } from "./GrantForm";
import { VoucherForm } from "./VoucherForm";
import type { Issuer, VoucherShow } from "./voucherDraft";

export interface VouchersProps {
  issuer: Issuer;
  shows: VoucherShow[];
  vouchers: VoucherView[];
}

export function Vouchers({ issuer, shows, vouchers: initial }: VouchersProps) {
  const [vouchers, setVouchers] = useState(initial);
  const [isIssuing, setIssuing] = useState(false);
  const put = (changed: VoucherView) =>
    setVouchers((known) =>
      known.map((other) => (other.terms.id === changed.terms.id ? changed : other)),
    );
  return (
    <div class="voucher-desk">
      {vouchers.length > 0 && (
        <ul class="card">
          {vouchers.map((voucher) => (
            <Voucher key={voucher.terms.id} voucher={voucher} onChanged={put} />
          ))}
        </ul>
      )}
      <Button onClick={() => setIssuing(true)}>
        <PlusIcon /> {t("Issue a voucher")}
      </Button>
      <Dialog
        isOpen={isIssuing}
        isWide
        title={t("Issue a voucher of {name}", { name: issuer.name })}
        onClose={() => setIssuing(false)}
      >
        <VoucherForm
          issuer={issuer}
          shows={shows.filter(({ status }) => status === "live" || status === "scheduled")}
          onIssued={(voucher) => {
            setVouchers((known) => [voucher, ...known]);
            setIssuing(false);
            toast(t("“{title}” is issued.", { title: voucher.terms.title }), "good");
          }}
        />
      </Dialog>
    </div>
  );
}

interface VoucherProps {
  voucher: VoucherView;
  onChanged: (voucher: VoucherView) => void;
}

function Voucher({ voucher, onChanged }: VoucherProps) {
  const { terms } = voucher;
  const [isEnding, setEnding] = useState(false);
  const end = useAction(async () => {
    onChanged(await api.post<VoucherView>(`/api/vouchers/${terms.id}/end`));
    setEnding(false);
    toast(t("“{title}” is ended.", { title: terms.title }));
  });
  const isOver = voucher.is_ended || terms.ends_at_ms <= Date.now();
  const facts = [
    benefitText(terms),
    conditionText(terms),
    voucher.code && t("code {code}", { code: voucher.code }),
  ];
  return (
    <li class="voucher-row">
      <div>
        <strong>{terms.title}</strong>
        <p class="small muted">{facts.filter(Boolean).join(" · ")}</p>
        <p class="small muted">
          {isOver ? t("Ended") : t("Until")} {formatDateTime(terms.ends_at_ms)}
        </p>
      </div>
      <Use voucher={voucher} />
      {terms.how === "grant" && !isOver && <GrantForm voucher={voucher} onGranted={onChanged} />}
      {isOver ? (
        <Badge tone="quiet">{t("Ended")}</Badge>
      ) : (
        <Button size="s" variant="quiet" onClick={() => setEnding(true)}>
          {t("End")}
          <span class="visually-hidden"> {terms.title}</span>
        </Button>
      )}
      <ConfirmDialog
        isOpen={isEnding}
        title={t("End “{title}”?", { title: terms.title })}
        text={t(
          "Nobody can collect or use it any more. Orders that have reserved it can still be paid. This cannot be taken back.",
        )}
        action={t("End the voucher")}
        isDangerous
        isBusy={end.isBusy}
        error={end.problem?.detail}
        onConfirm={() => void end.run()}
        onClose={() => setEnding(false)}
      />
    </li>
  );
}

/** How many are taken, and how much of the budget is spent. */
function Use({ voucher }: { voucher: VoucherView }) {
  const { terms, taken, total_limit, budget_minor, spent_minor } = voucher;
  const money = (amountMinor: number) => formatMoney(amountMinor, terms.currency);
  return (
    <div class="stack-s">
      <p class="small numeral">
        {total_limit === null
          ? t("{taken} taken", { taken })
          : t("{taken} of {most} taken", { taken, most: total_limit })}
      </p>
      <p class="small numeral">
        {budget_minor === null
          ? t("{amount} spent", { amount: money(spent_minor) })
          : t("{amount} of {most} spent", {
              amount: money(spent_minor),
              most: money(budget_minor),
            })}
      </p>
      {budget_minor !== null && (
        <span class="stock-bar" aria-hidden="true">
          <span class="stock-fill" style={{ transform: `scaleX(${spent_minor / budget_minor})` }} />
        </span>
      )}
    </div>
  );
}
