// The person's points with the brands of the cart: how many could be used, and what they take off.

import { useId } from "preact/hooks";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import type { QuoteView } from "../types.gen";
import { pointsIn, type WantedPoints, withPoints } from "./cart";

export interface PointsProps {
  quote: QuoteView | null;
  wanted: readonly WantedPoints[];
  onWanted: (points: WantedPoints[]) => void;
}

export function Points({ quote, wanted, onWanted }: PointsProps) {
  const notes = quote ? pointsIn(quote) : [];
  if (!quote || notes.length === 0) return null;
  return (
    <fieldset class="cart-points">
      <legend>{t("Your points")}</legend>
      {notes.map((note) => (
        <Choice
          key={note.brandId}
          note={note}
          currency={quote.currency}
          isWanted={wanted.some(({ brand_id }) => brand_id === note.brandId)}
          onChoice={(isWanted) =>
            onWanted(withPoints(wanted, note.brandId, isWanted ? note.points : 0))
          }
        />
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  note: ReturnType<typeof pointsIn>[number];
  currency: string;
  isWanted: boolean;
  onChoice: (isWanted: boolean) => void;
}

function Choice({ note, currency, isWanted, onChoice }: ChoiceProps) {
  const id = useId();
  const { code, points, amountMinor, title, text } = note;
  const canUse = code === "points.usable" || code === "points.used";
  return (
    <div class="cart-voucher" data-applied={code === "points.used"}>
      <label>
        <input
          type="checkbox"
          checked={isWanted}
          disabled={!canUse && !isWanted}
          aria-describedby={canUse ? undefined : id}
          onChange={(event) => onChoice(event.currentTarget.checked)}
        />
        {canUse
          ? t("Use {points} {title} ({amount} off)", {
              points,
              title,
              amount: formatMoney(amountMinor, currency),
            })
          : title}
      </label>
      {!canUse && (
        <p class="small" id={id}>
          {text}
        </p>
      )}
    </div>
  );
}
