// A field in which one of several things is chosen.
//
//   <ChoiceField label="Open for" value={minutes} choices={[[1, "a minute"], [5, "five minutes"]]} onChoose={setMinutes} />

import { Field, type FieldProps } from "./Field";

export interface ChoiceFieldProps<V extends string | number>
  extends Omit<FieldProps, "children" | "isChecked"> {
  name?: string;
  value: V;
  /** Values, and what they say. */
  choices: readonly (readonly [value: V, text: string])[];
  required?: boolean;
  onChoose: (value: V) => void;
}

export function ChoiceField<V extends string | number>(props: ChoiceFieldProps<V>) {
  const { label, hint, error, isOptional = false, choices, onChoose, ...select } = props;
  const choose = (text: string) => {
    const chosen = choices.find(([value]) => String(value) === text);
    if (chosen) onChoose(chosen[0]);
  };
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => (
        <select
          {...select}
          {...control}
          class="input"
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        >
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Choices as they stand in a record of values and texts. */
export function choicesOf<V extends string>(texts: Readonly<Record<V, string>>): [V, string][] {
  return Object.entries(texts) as [V, string][];
}
