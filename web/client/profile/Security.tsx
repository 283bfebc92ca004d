// How one signs in, and where one is signed in.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { SessionView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { NewPasswordField, OwnPasswordField } from "../ui/PasswordField";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { usePasswordAction } from "../ui/usePasswordAction";

export interface SecurityProps {
  email: string;
  sessions: SessionView[];
}

export function Security({ email, sessions: initial }: SecurityProps) {
  const [sessions, setSessions] = useState(initial);
  const endedOthers = () => setSessions((known) => known.filter(({ is_this }) => is_this));
  return (
    <div class="profile">
      <EmailForm email={email} />
      <PasswordForm onChanged={endedOthers} />
      <Sessions sessions={sessions} onEnded={endedOthers} />
    </div>
  );
}

function EmailForm({ email }: { email: string }) {
  const [wanted, setWanted] = useState("");
  const [sentTo, setSentTo] = useState("");
  const change = usePasswordAction(async () => {
    await api.put("/api/me/email", { email: wanted.trim() });
    setSentTo(wanted.trim());
    setWanted("");
  });
  return (
    <section class="card card-pad stack" aria-labelledby="my-email">
      <h2 id="my-email">{t("E-mail")}</h2>
      <p>{t("Your account has the address {email}.", { email })}</p>
      <div role="status">
        {sentTo && (
          <p class="note">
            {t("A mail is on its way to {email}. Follow its link within 30 minutes.", {
              email: sentTo,
            })}
          </p>
        )}
      </div>
      <ActionForm action={change} fields={["email"]} label={t("Change my address")} isNarrow>
        <TextField
          label={t("New address")}
          name="email"
          type="email"
          value={wanted}
          onText={setWanted}
          error={change.problem?.fields.email}
          autocomplete="email"
          maxLength={254}
          required
        />
      </ActionForm>
      {change.dialog}
    </section>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const [present, setPresent] = useState("");
  const [password, setPassword] = useState("");
  const change = useAction(async () => {
    await api.put("/api/me/password", { present, password });
    setPresent("");
    setPassword("");
    onChanged();
    toast(t("Your password is changed. You are signed out everywhere else."), "good");
  });
  const wrong = change.problem?.fields ?? {};
  return (
    <section class="card card-pad stack" aria-labelledby="my-password">
      <h2 id="my-password">{t("Password")}</h2>
      <ActionForm
        action={change}
        fields={["present", "password"]}
        label={t("Change my password")}
        isNarrow
      >
        <OwnPasswordField
          name="present"
          value={present}
          onText={setPresent}
          error={wrong.present}
        />
        <NewPasswordField value={password} onText={setPassword} error={wrong.password} />
      </ActionForm>
      <p class="small muted">
        <a class="link" href="/forgot-password">
          {t("Forgot your password?")}
        </a>
      </p>
    </section>
  );
}

interface SessionsProps {
  sessions: SessionView[];
  onEnded: () => void;
}

function Sessions({ sessions, onEnded }: SessionsProps) {
  const end = useAction(async () => {
    await api.delete("/api/me/sessions");
    onEnded();
    toast(t("You are signed out everywhere else."), "good");
  });
  return (
    <section class="card card-pad stack" aria-labelledby="my-sessions">
      <h2 id="my-sessions">{t("Where you are signed in")}</h2>
      <ul class="sessions">
        {sessions.map(({ device, since_ms, is_this }) => (
          <li key={`${since_ms}-${device}`}>
            <strong>{device || t("Unknown device")}</strong>
            {is_this && (
              <>
                {" "}
                <Badge tone="good">{t("Here")}</Badge>
              </>
            )}
            <br />
            <span class="small muted">{t("Since {when}", { when: formatDateTime(since_ms) })}</span>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button variant="ghost" isBusy={end.isBusy} onClick={() => void end.run()}>
          {t("Sign out everywhere else")}
        </Button>
      )}
      <ProblemNote problem={end.problem} />
    </section>
  );
}
