/** An invited person's first password, or the code of an authenticator app. */
import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Password } from "./Password";
import { type Step, challenge } from "./steps";
import { useSubmit } from "./useSubmit";

export function ChallengeForm({ step, email, go }: { step: Step; email: string; go: (step: Step) => void }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState("");
  const { form, submit, busy, told, refused, fields } = useSubmit(async () => {
    const next = await challenge(step, email, secret.trim(), false);
    if (next) go(next);
  }, step.name === "totp" ? t("signin.wrong_code") : t("signin.too_late"));
  const change = (event: { currentTarget: HTMLInputElement }) => setSecret(event.currentTarget.value);
  return (
    <form ref={form} onSubmit={submit}>
      <Stack>
        {told && <Alert color="red" role="alert">{told}</Alert>}
        {step.name === "totp"
          ? <TextInput label={t("signin.code")} inputMode="numeric" autoComplete="one-time-code" required autoFocus error={refused} value={secret} onChange={change} />
          : <Password label={t("signin.new_password.label")} description={t("signin.password_rule")} error={fields.new_password}
              autoComplete="new-password" required autoFocus value={secret} onChange={change} />}
        <Button type="submit" loading={busy}>{t("signin.enter")}</Button>
        <Anchor component="button" type="button" size="sm" onClick={() => go({ name: "password" })}>{t("signin.back")}</Anchor>
      </Stack>
    </form>
  );
}
