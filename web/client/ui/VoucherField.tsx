// One of the brand's vouchers, or none. One that was chosen before may have ended by now.

import { type Titled, withNone } from "../lib/titled";
import { t } from "../lib/words";
import { ChoiceField, type ChoiceFieldProps } from "./ChoiceField";

export interface VoucherFieldProps extends Omit<ChoiceFieldProps<string>, "choices"> {
  vouchers: readonly Titled[];
  /** What no voucher is called. */
  none: string;
}

export function VoucherField({ vouchers, none, ...field }: VoucherFieldProps) {
  const { value } = field;
  const isKnown = !value || vouchers.some(({ id }) => id === value);
  const all = isKnown ? vouchers : [{ id: value, title: t("One that has ended") }, ...vouchers];
  return <ChoiceField {...field} choices={withNone(all, none)} />;
}
