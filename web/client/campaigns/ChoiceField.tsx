// One of several things with a title.

import { Field } from "../ui/Field";

export interface Choice {
  id: string;
  title: string;
}

export interface ChoiceFieldProps {
  label: string;
  value: string;
  choices: Choice[];
  /** What it says when nothing is chosen, where that is allowed. */
  none?: string;
  hint?: string;
  error?: string | undefined;
  onChoose: (id: string) => void;
}

export function ChoiceField(props: ChoiceFieldProps) {
  const { label, value, choices, none, hint, error, onChoose } = props;
  return (
    <Field label={label} hint={hint} error={error} isOptional={none !== undefined}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={value}
          onChange={({ currentTarget }) => onChoose(currentTarget.value)}
        >
          {none !== undefined && <option value="">{none}</option>}
          {choices.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
