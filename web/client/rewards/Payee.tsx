// The bank account to which a sharer's rewards are paid. Its number goes to the server and never comes back.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { MyPayoutDetailsView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { usePasswordAction } from "../ui/usePasswordAction";

const PATH = "/api/me/payout-details";
type Details = NonNullable<MyPayoutDetailsView["details"]>;

export function Payee({ payee: initial }: { payee: MyPayoutDetailsView }) {
  const [details, setDetails] = useState(initial.details);
  const [isChanging, setChanging] = useState(false);
  const show = (given: Details | null) => {
    setDetails(given);
    setChanging(false);
  };
  return (
    <div class="card card-pad stack">
      {details ? (
        <Given details={details} onTakenBack={() => show(null)} />
      ) : (
        <p>{t("Not said yet: payouts leave you out.")}</p>
      )}
      {details && !isChanging ? (
        <div class="row">
          <Button onClick={() => setChanging(true)}>{t("Use another account")}</Button>
        </div>
      ) : (
        <PayeeForm holder={details?.holder ?? ""} onGiven={show} />
      )}
    </div>
  );
}

function Given({ details, onTakenBack }: { details: Details; onTakenBack: () => void }) {
  const [isAsking, setAsking] = useState(false);
  const forget = usePasswordAction(async () => {
    await api.delete(PATH);
    setAsking(false);
    onTakenBack();
    toast(t("Forgotten. Payouts leave you out."), "good");
  });
  const { holder, hint, bic, changed_at_ms } = details;
  return (
    <>
      <div class="row-between">
        <p>
          <strong>{holder}</strong> · <span class="numeral">{hint}</span>
          {bic && ` · ${bic}`}
        </p>
        <Button variant="quiet" onClick={() => setAsking(true)}>
          {t("Forget it")}
        </Button>
      </div>
      <p class="small muted">{t("Since {when}", { when: formatDateTime(changed_at_ms) })}</p>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("Forget your bank account?")}
        text={t("Payouts leave you out until you give another one. What is payable stays yours.")}
        action={t("Forget it")}
        isDangerous
        isBusy={forget.isBusy}
        error={forget.problem?.detail}
        onConfirm={() => void forget.run()}
        onClose={() => setAsking(false)}
      />
      {forget.dialog}
    </>
  );
}

interface PayeeFormProps {
  holder: string;
  onGiven: (details: Details | null) => void;
}

function PayeeForm({ holder: known, onGiven }: PayeeFormProps) {
  const [holder, setHolder] = useState(known);
  const [number, setNumber] = useState("");
  const [bic, setBic] = useState("");
  const give = usePasswordAction(async () => {
    const given = await api.put<MyPayoutDetailsView>(PATH, { holder, number, bic });
    toast(t("Saved. The next payouts go there."), "good");
    onGiven(given.details);
  });
  const field = (name: string, value: string, onText: (text: string) => void) => ({
    name,
    value,
    onText,
    error: give.problem?.fields[name],
    autocomplete: "off",
  });
  return (
    <>
      <ActionForm
        action={give}
        fields={["holder", "number", "bic"]}
        label={t("Pay me there")}
        isNarrow
      >
        <TextField
          {...field("holder", holder, setHolder)}
          label={t("Account holder")}
          autocomplete="name"
          maxLength={70}
          required
        />
        <TextField
          {...field("number", number, setNumber)}
          label={t("IBAN, or account number")}
          hint={t("Kept sealed. It is shown to nobody, and goes into the file for a brand's bank.")}
          maxLength={60}
          required
        />
        <TextField
          {...field("bic", bic, setBic)}
          label={t("BIC of the bank")}
          hint={t("Only needed where the number is not an IBAN.")}
          maxLength={20}
        />
      </ActionForm>
      {give.dialog}
    </>
  );
}
