// Fields for passwords: the one that somebody has, and one that they choose.

import { t } from "../lib/words";
import { TextField } from "./Field";

export interface PasswordFieldProps {
  value: string;
  onText: (value: string) => void;
  error?: string | undefined;
  name?: string;
}

export function OwnPasswordField({ name = "password", ...field }: PasswordFieldProps) {
  return (
    <TextField
      {...field}
      label={t("Your password")}
      name={name}
      type="password"
      autocomplete="current-password"
      maxLength={128}
      required
    />
  );
}

export function NewPasswordField({ name = "password", ...field }: PasswordFieldProps) {
  return (
    <TextField
      {...field}
      label={t("New password")}
      name={name}
      type="password"
      hint={t("At least 8 characters.")}
      autocomplete="new-password"
      maxLength={128}
      required
    />
  );
}
