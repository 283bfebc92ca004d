// A voucher's code, entered by hand: the voucher that it opens is the person's from then on.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { MyVoucherView } from "../types.gen";
import { Button } from "./Button";
import { TextField } from "./Field";
import { useAction } from "./useAction";

export function CodeForm({ onVoucher }: { onVoucher: (voucher: MyVoucherView) => void }) {
  const [code, setCode] = useState("");
  const add = useAction(async () => {
    onVoucher(await api.post<MyVoucherView>("/api/me/vouchers", { code: code.trim() }));
    setCode("");
  });
  return (
    <form
      class="cart-code"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim()) void add.run();
      }}
    >
      <TextField
        label={t("Voucher code")}
        name="code"
        value={code}
        onText={(text) => {
          setCode(text);
          add.clear();
        }}
        error={add.problem?.detail}
        autocomplete="off"
        maxLength={64}
      />
      <Button type="submit" variant="ghost" isBusy={add.isBusy}>
        {t("Add")}
      </Button>
    </form>
  );
}
