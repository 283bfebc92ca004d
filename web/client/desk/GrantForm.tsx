// Hands out a copy of a voucher to someone by name.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { VoucherView } from "../types.gen";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

export interface GrantFormProps {
  voucher: VoucherView;
  onGranted: (voucher: VoucherView) => void;
}

export function GrantForm({ voucher, onGranted }: GrantFormProps) {
  const { id, title } = voucher.terms;
  const [handle, setHandle] = useState("");
  const [missing, setMissing] = useState("");
  const grant = useAction(async () => {
    const name = handle.trim().replace(/^@/, "");
    setMissing(name ? "" : t("Write the handle of the person."));
    if (!name) return;
    onGranted(await api.post<VoucherView>(`/api/vouchers/${id}/grants`, { handle: name }));
    setHandle("");
    toast(t("{name} has “{title}” now.", { name, title }), "good");
  });
  return (
    <form
      class="grant-form"
      aria-label={t("Hand out {title}", { title })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void grant.run();
      }}
    >
      <TextField
        label={t("Give it to")}
        name="handle"
        value={handle}
        onText={(text) => {
          setHandle(text);
          setMissing("");
          grant.clear();
        }}
        error={missing || grant.problem?.fields.handle}
        placeholder={t("Handle")}
        autocomplete="off"
        maxLength={25}
      />
      <Button type="submit" isBusy={grant.isBusy}>
        {t("Give")}
      </Button>
      <ProblemNote problem={grant.problem} besides={["handle"]} />
    </form>
  );
}
