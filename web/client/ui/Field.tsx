// A field: label, control, hint and error, tied together for assistive technology.
//
//   <Field label="Stock" error={problem?.fields.stock}>
//     {(control) => <input {...control} class="input" type="number" />}
//   </Field>

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { t } from "../lib/words";

export interface Control {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": "true" | undefined;
}

export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  isOptional?: boolean;
  /** The control is a box to tick, and stands before its label. */
  isChecked?: boolean;
  children: (control: Control) => ComponentChildren;
}

export function Field(props: FieldProps) {
  const { label, hint, error, isOptional = false, isChecked = false, children } = props;
  const id = useId();
  const hintId = hint ? `${id}-hint` : "";
  const errorId = error ? `${id}-error` : "";
  const control: Control = {
    id,
    "aria-describedby": `${errorId} ${hintId}`.trim() || undefined,
    "aria-invalid": error ? "true" : undefined,
  };
  return (
    <div class={isChecked ? "field field-checked" : "field"}>
      <label class="field-label" for={id}>
        {label}
        {isOptional && <span class="field-optional"> {t("(optional)")}</span>}
      </label>
      {children(control)}
      {error && (
        <p class="field-error" id={errorId}>
          {error}
        </p>
      )}
      {hint && (
        <p class="field-hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface TextFieldProps extends Omit<FieldProps, "children"> {
  name: string;
  value: string;
  onText: (value: string) => void;
  type?: "text" | "email" | "password" | "number" | "search" | "date" | "datetime-local";
  inputMode?: "text" | "numeric" | "decimal" | "search";
  autocomplete?: string;
  placeholder?: string;
  required?: boolean;
  maxLength?: number;
  min?: string | number;
  max?: string | number;
  step?: string | number;
}

/** A field with an ordinary input. */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, isOptional = false, onText, ...input } = props;
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => (
        <input
          {...(input as object)}
          {...control}
          class="input"
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
