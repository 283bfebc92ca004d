// Which purchases count, how tiers are lost, what purchases earn, and how long points last.

import { t } from "../lib/words";
import { ChoiceField, choicesOf } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";
import type { PartProps } from "./Programme";
import type { Draft } from "./programmeDraft";

const WINDOWS = {
  lifetime: t("All that someone ever bought"),
  year: t("What they bought within the calendar year"),
  rolling: t("What they bought within the last days"),
};
const DOWNGRADES = {
  never: t("Never"),
  period_end: t("At the end of their period"),
  refund: t("At the end of their period, and at once when a refund takes back what reached it"),
};
const LIFETIME_DOWNGRADES = {
  never: t("Never"),
  refund: t("At once when a refund takes back what reached it"),
};

type TextOf =
  | "windowDays"
  | "earnPoints"
  | "earnStep"
  | "returnDays"
  | "expiresAfter"
  | "noticeDays"
  | "offPoints"
  | "offAmount"
  | "offFrom"
  | "offPercent";

export function Earning(part: PartProps) {
  const { brand, draft, onChange } = part;
  const isLifetime = draft.window === "lifetime";
  return (
    <>
      <section class="programme-part" aria-labelledby="counting-title">
        <h2 id="counting-title">{t("What counts for a tier")}</h2>
        <div class="programme-fields">
          <ChoiceField
            label={t("Purchases")}
            error={part.errors.window}
            name="window"
            value={draft.window}
            choices={choicesOf(WINDOWS)}
            onChoose={(window) =>
              onChange({
                window: window as Draft["window"],
                ...(window === "lifetime" && draft.downgrade === "period_end"
                  ? { downgrade: "never" }
                  : {}),
              })
            }
          />
          {draft.window === "rolling" && (
            <Text {...part} of="windowDays" field="window_days" label={t("Days")} />
          )}
          <ChoiceField
            label={t("A tier is lost")}
            error={part.errors.downgrade}
            name="downgrade"
            value={draft.downgrade}
            choices={choicesOf(isLifetime ? LIFETIME_DOWNGRADES : DOWNGRADES)}
            onChoose={(downgrade) => onChange({ downgrade: downgrade as Draft["downgrade"] })}
          />
        </div>
        <p class="small muted">{periodText(draft)}</p>
      </section>
      <section class="programme-part" aria-labelledby="earning-title">
        <h2 id="earning-title">{t("Points")}</h2>
        <div class="programme-fields">
          <Text {...part} of="earnPoints" field="earn_points" label={t("Points earned")} />
          <Text
            {...part}
            of="earnStep"
            field="earn_step_minor"
            label={t("For each, in {currency}", { currency: brand.currency })}
          />
          <Text
            {...part}
            of="returnDays"
            field="return_days"
            label={t("Pending for days")}
            hint={t("As long as what was bought can be returned.")}
          />
          <Text
            {...part}
            of="expiresAfter"
            field="expires_after_days"
            label={t("Expire after days")}
            hint={t("Empty: they do not.")}
            isOptional
          />
          <Text
            {...part}
            of="noticeDays"
            field="notice_days"
            label={t("Tell them days before")}
            hint={t("Once.")}
          />
        </div>
        <p class="small muted">
          {t(
            "Purchases of members from now on earn by these rules; points that are there keep theirs.",
          )}
        </p>
      </section>
      <section class="programme-part" aria-labelledby="off-title">
        <h2 id="off-title">{t("Points as money off")}</h2>
        <div class="programme-fields">
          <Text
            {...part}
            of="offPoints"
            field="off_points"
            label={t("Points spent")}
            hint={t("Empty: points take nothing off.")}
            isOptional
          />
          <Text
            {...part}
            of="offAmount"
            field="off_minor"
            label={t("Money off for them, in {currency}", { currency: brand.currency })}
          />
          <Text {...part} of="offFrom" field="off_from_points" label={t("Least points at once")} />
          <Text
            {...part}
            of="offPercent"
            field="off_most_bp"
            label={t("Most percent of an order")}
          />
        </div>
        <p class="small muted">
          {t(
            "Members choose at the checkout how their points are used. What is refunded gives them back.",
          )}
        </p>
      </section>
    </>
  );
}

function periodText({ window, downgrade, windowDays }: Draft): string {
  if (downgrade === "never") return t("Members rise at once, and stay.");
  if (window === "lifetime") return t("Members rise at once. A refund may take a tier back.");
  if (window === "year") {
    return t(
      "Members rise at once. A tier lasts through the next year if this year's purchases reach it. Years are UTC's.",
    );
  }
  return t("Members rise at once. A tier lasts {days} days, and is then looked at again.", {
    days: windowDays || t("so many"),
  });
}

interface TextProps extends PartProps {
  of: TextOf;
  field: string;
  label: string;
  hint?: string;
  isOptional?: boolean;
}

function Text({ draft, errors, onChange, of, field, label, hint, isOptional }: TextProps) {
  return (
    <TextField
      label={label}
      name={of}
      value={draft[of]}
      onText={(text) => onChange({ [of]: text })}
      error={errors[field]}
      hint={hint}
      isOptional={isOptional ?? false}
      inputMode="decimal"
      autocomplete="off"
      maxLength={16}
    />
  );
}
