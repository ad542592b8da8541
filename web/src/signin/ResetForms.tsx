/** A forgotten password: a code by mail, then a new one. */
import { Alert, Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Password } from "./Password";
import { type Step, forgot, reset } from "./steps";
import { useSubmit } from "./useSubmit";

interface Props {
  email: string;
  setEmail: (email: string) => void;
  go: (step: Step) => void;
}

export function ForgotForm({ email, setEmail, go }: Props) {
  const { t } = useTranslation();
  const { form, submit, busy, told } = useSubmit(async () => {
    await forgot(email.trim());
    go({ name: "reset" });
  });
  return (
    <form ref={form} onSubmit={submit}>
      <Stack>
        {told && <Alert color="red" role="alert">{told}</Alert>}
        <TextInput label={t("signin.email")} type="email" autoComplete="username" required autoFocus value={email}
          onChange={(event) => setEmail(event.currentTarget.value)} />
        <Button type="submit" loading={busy}>{t("signin.forgot.send")}</Button>
        <Anchor component="button" type="button" size="sm" onClick={() => go({ name: "password" })}>{t("signin.back")}</Anchor>
      </Stack>
    </form>
  );
}

export function ResetForm({ email, go }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const { form, submit, busy, told, fields } = useSubmit(async () => {
    await reset(email.trim(), code.trim(), password);
    notifications.show({ message: t("signin.reset.done"), color: "green" });
    go({ name: "password" });
  });
  return (
    <form ref={form} onSubmit={submit}>
      <Stack>
        {told && <Alert color="red" role="alert">{told}</Alert>}
        <Text size="sm">{t("signin.reset.sent", { email })}</Text>
        <TextInput label={t("signin.code")} autoComplete="one-time-code" required autoFocus value={code} error={fields.code}
          onChange={(event) => setCode(event.currentTarget.value)} />
        <Password label={t("signin.new_password.label")} description={t("signin.password_rule")} autoComplete="new-password"
          required value={password} error={fields.password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <Button type="submit" loading={busy}>{t("signin.reset.save")}</Button>
        <Anchor component="button" type="button" size="sm" onClick={() => go({ name: "forgot" })}>{t("signin.reset.again")}</Anchor>
      </Stack>
    </form>
  );
}
