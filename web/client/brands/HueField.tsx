// A brand's colour, chosen by what its initials look like in it. Any of them can be read: each has tones for text and surfaces.

import { t } from "../lib/words";
import { Avatar } from "../ui/Badge";
import { Field } from "../ui/Field";
import "../styles/brands.css";

interface HueFieldProps {
  /** The brand's. */
  name: string;
  hue: number;
  onHue: (hue: number) => void;
}

export function HueField({ name, hue, onHue }: HueFieldProps) {
  return (
    <Field label={t("Colour")} hint={t("Its pages and drawn pictures are in it.")}>
      {(control) => (
        <div class="brand-hue">
          <Avatar name={name || "?"} hue={hue} />
          <input
            {...control}
            type="range"
            name="hue"
            min={0}
            max={350}
            step={10}
            value={hue}
            onInput={({ currentTarget }) => onHue(currentTarget.valueAsNumber)}
          />
        </div>
      )}
    </Field>
  );
}
