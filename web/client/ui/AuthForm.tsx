// Sign up and sign in, as two tabs of one form.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { useId } from "../lib/useId";
import { t } from "../lib/words";
import type { MeView } from "../types.gen";
import { ActionForm } from "./ActionForm";
import { TextField } from "./Field";
import { useAction } from "./useAction";

export type AuthMode = "sign-up" | "sign-in";

export interface AuthFormProps {
  initialMode?: AuthMode;
  onSignedIn: (me: MeView) => void;
}

const MODES: [AuthMode, string][] = [
  ["sign-up", t("Create account")],
  ["sign-in", t("Sign in")],
];

export function AuthForm({ initialMode = "sign-up", onSignedIn }: AuthFormProps) {
  const [mode, setMode] = useState(initialMode);
  const id = useId();
  return (
    <div class="stack">
      <div class="tabs" role="tablist" aria-label={t("Create an account or sign in")}>
        {MODES.map(([name, label]) => (
          <button
            key={name}
            type="button"
            class="tab"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={mode === name}
            aria-controls={`${id}-panel`}
            tabIndex={mode === name ? 0 : -1}
            onClick={() => setMode(name)}
            onKeyDown={(event) => {
              if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
              const other = mode === "sign-up" ? "sign-in" : "sign-up";
              setMode(other);
              document.getElementById(`${id}-${other}`)?.focus();
            }}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${mode}`}>
        {mode === "sign-up" ? (
          <SignUpForm onSignedIn={onSignedIn} />
        ) : (
          <SignInForm onSignedIn={onSignedIn} />
        )}
      </div>
    </div>
  );
}

export function SignUpForm({ onSignedIn }: Pick<AuthFormProps, "onSignedIn">) {
  const [handle, setHandle] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const action = useAction(async () => {
    onSignedIn(await api.post<MeView>("/api/accounts", { handle: handle.trim(), email, password }));
  });
  const fields = action.problem?.fields ?? {};
  return (
    <ActionForm
      action={action}
      fields={["handle", "email", "password"]}
      label={t("Create account")}
    >
      <TextField
        label={t("Handle")}
        name="handle"
        value={handle}
        onText={setHandle}
        error={fields.handle}
        hint={t("Your name in chat: 3 to 24 letters, digits or underscores.")}
        autocomplete="username"
        maxLength={24}
        required
      />
      <TextField
        label={t("E-mail")}
        name="email"
        type="email"
        value={email}
        onText={setEmail}
        error={fields.email}
        autocomplete="email"
        maxLength={254}
        required
      />
      <TextField
        label={t("Password")}
        name="password"
        type="password"
        value={password}
        onText={setPassword}
        error={fields.password}
        hint={t("At least 8 characters.")}
        autocomplete="new-password"
        maxLength={128}
        required
      />
    </ActionForm>
  );
}

export function SignInForm({ onSignedIn }: Pick<AuthFormProps, "onSignedIn">) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const action = useAction(async () => {
    onSignedIn(await api.post<MeView>("/api/session", { login: login.trim(), password }));
  });
  const fields = action.problem?.fields ?? {};
  return (
    <ActionForm action={action} fields={["login", "password"]} label={t("Sign in")}>
      <TextField
        label={t("E-mail or handle")}
        name="login"
        value={login}
        onText={setLogin}
        error={fields.login}
        autocomplete="username"
        maxLength={254}
        required
      />
      <TextField
        label={t("Password")}
        name="password"
        type="password"
        value={password}
        onText={setPassword}
        error={fields.password}
        autocomplete="current-password"
        maxLength={128}
        required
      />
      <p class="small">
        <a class="link" href="/forgot-password">
          {t("Forgot your password?")}
        </a>
      </p>
    </ActionForm>
  );
}
