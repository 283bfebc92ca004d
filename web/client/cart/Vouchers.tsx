// The person's vouchers: which of them to try, and for each why it applies or not; and a code to enter.

import { useId } from "preact/hooks";
import { t } from "../lib/words";
import type { MyVoucherView, QuoteView } from "../types.gen";
import { CodeForm } from "../ui/CodeForm";
import { chosen, MOST_VOUCHERS, reasonFor, usable } from "./cart";

export interface VouchersProps {
  vouchers: readonly MyVoucherView[];
  wanted: readonly string[];
  quote: QuoteView | null;
  onWanted: (ids: string[]) => void;
  onVoucher: (voucher: MyVoucherView) => void;
}

export function Vouchers({ vouchers, wanted, quote, onWanted, onVoucher }: VouchersProps) {
  const shown = usable(vouchers);
  return (
    <div class="cart-vouchers">
      {shown.length > 0 && (
        <fieldset>
          <legend>{t("Your vouchers")}</legend>
          {shown.map((voucher) => (
            <Choice
              key={voucher.terms.id}
              voucher={voucher}
              quote={quote}
              isChosen={wanted.includes(voucher.terms.id)}
              isFull={wanted.length >= MOST_VOUCHERS}
              onChoice={(isWanted) => onWanted(chosen(wanted, voucher.terms.id, isWanted))}
            />
          ))}
        </fieldset>
      )}
      <CodeForm
        onVoucher={(voucher) => {
          onVoucher(voucher);
          onWanted(chosen(wanted, voucher.terms.id, true));
        }}
      />
    </div>
  );
}

interface ChoiceProps {
  voucher: MyVoucherView;
  quote: QuoteView | null;
  isChosen: boolean;
  isFull: boolean;
  onChoice: (isWanted: boolean) => void;
}

function Choice({ voucher, quote, isChosen, isFull, onChoice }: ChoiceProps) {
  const id = useId();
  const note = isChosen ? reasonFor(quote, voucher.terms.id) : null;
  return (
    <div class="cart-voucher" data-applied={note?.is_applied ?? false}>
      <label>
        <input
          type="checkbox"
          checked={isChosen}
          disabled={isFull && !isChosen}
          aria-describedby={note ? id : undefined}
          onChange={(event) => onChoice(event.currentTarget.checked)}
        />
        {voucher.terms.title}
      </label>
      {note && (
        <p class="small" id={id}>
          {note.text}
        </p>
      )}
    </div>
  );
}
