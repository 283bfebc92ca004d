// What the person allows each brand that they joined, in plain words, and how it came about.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { hueClass } from "../lib/hue";
import { t } from "../lib/words";
import type { BrandConsentsView, ConsentChoice } from "../types.gen";
import { Avatar } from "../ui/Badge";
import { buttonClass } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { Field } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { announce } from "../ui/Toast";
import { useAction } from "../ui/useAction";

type Channel = ConsentChoice["channel"];
type Change = BrandConsentsView["consents"]["changes"][number];

const CHANNELS: Channel[] = ["email", "message", "profile"];

export function BrandConsents({ brands: initial }: { brands: BrandConsentsView[] }) {
  const [brands, setBrands] = useState(initial);
  const learn = (brand: BrandConsentsView) =>
    setBrands((known) => known.map((each) => (each.brand_id === brand.brand_id ? brand : each)));
  return (
    <section class="stack" aria-labelledby="allowed">
      <h2 id="allowed">{t("What brands may do")}</h2>
      {brands.length === 0 ? (
        <EmptyState
          title={t("You have not joined a brand")}
          action={
            <a class={buttonClass("ghost")} href="/">
              {t("Look around")}
            </a>
          }
        >
          {t("When you join one, you choose here what it may write to you and what it sees.")}
        </EmptyState>
      ) : (
        brands.map((brand) => <OneBrand key={brand.brand_id} brand={brand} onChanged={learn} />)
      )}
    </section>
  );
}

interface OneBrandProps {
  brand: BrandConsentsView;
  onChanged: (brand: BrandConsentsView) => void;
}

function OneBrand({ brand, onChanged }: OneBrandProps) {
  const { brand_slug: slug, brand_name: name, consents } = brand;
  const [chosen, setChosen] = useState<ConsentChoice | null>(null);
  const choose = useAction(async (choice: ConsentChoice) => {
    setChosen(choice);
    try {
      onChanged(await api.put<BrandConsentsView>(`/api/me/consents/${slug}`, choice));
      announce(t("Saved."));
    } finally {
      setChosen(null);
    }
  });
  return (
    <section
      class={`card card-pad stack ${hueClass(brand.hue)}`}
      aria-labelledby={`consents-${slug}`}
    >
      <div class="consents-head">
        <Avatar name={name} hue={brand.hue} />
        <h3 id={`consents-${slug}`}>
          <a href={`/brands/${slug}`}>{name}</a>
        </h3>
      </div>
      {CHANNELS.map((channel) => (
        <Field
          key={channel}
          label={question(channel, name)}
          hint={explanation(channel)}
          isChecked={true}
        >
          {(control) => (
            <input
              {...control}
              type="checkbox"
              name={`${slug}-${channel}`}
              checked={chosen?.channel === channel ? chosen.is_given : consents[channel]}
              onClick={(event) => choose.isBusy && event.preventDefault()}
              onChange={(event) =>
                void choose.run({ channel, is_given: event.currentTarget.checked })
              }
            />
          )}
        </Field>
      ))}
      <ProblemNote problem={choose.problem} />
      {consents.changes.length > 0 && (
        <details class="desk-more">
          <summary>{t("What you said so far")}</summary>
          <ol class="consents-history small">
            {consents.changes.map((change) => (
              <li key={`${change.channel}-${change.at_ms}`}>
                {changeText(change)} · {formatDateTime(change.at_ms)}
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function question(channel: Channel, brand: string): string {
  if (channel === "email") return t("{brand} may send me news and offers by e-mail", { brand });
  if (channel === "message") return t("{brand} may write to me in Dealcast", { brand });
  return t("{brand} may see what I say about me", { brand });
}

function explanation(channel: Channel): string {
  if (channel === "email") return t("Every mail has a link that ends it.");
  if (channel === "message") return t("You see it in your messages when you come here.");
  return t("Your name, language, time zone and birthday. Your handle is public anyway.");
}

function changeText({ channel, is_given, source }: Change): string {
  if (channel === "email") {
    if (is_given) return t("E-mail allowed");
    return source === "profile" ? t("E-mail ended") : t("E-mail ended by the link in a mail");
  }
  if (channel === "message") return is_given ? t("Messages allowed") : t("Messages ended");
  return is_given ? t("Profile shared") : t("Profile no longer shared");
}
