/** Another password, for a code that is mailed to me: who only finds the page open cannot change it. */
import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { forgot, reset } from "../../signin/steps";
import { useSubmit } from "../../signin/useSubmit";

export function PasswordCard({ email }: { email: string }) {
  const { t } = useTranslation();
  const [sent, setSent] = useState(false);
  const { submit, busy, told } = useSubmit(async () => {
    await forgot(email);
    setSent(true);
  });
  return (
    <Stack gap="xs" align="flex-start">
      <Title order={2} size="h5">{t("settings.password.title")}</Title>
      <Text size="sm" c="dimmed">{t("settings.password.help", { email })}</Text>
      {told && <Alert color="red" role="alert">{told}</Alert>}
      {sent ? <NewPassword email={email} done={() => setSent(false)} />
        : <Button variant="default" loading={busy} onClick={() => void submit()}>{t("signin.forgot.send")}</Button>}
    </Stack>
  );
}

function NewPassword({ email, done }: { email: string; done: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const { submit, busy, told, fields } = useSubmit(async () => {
    await reset(email, code.trim(), password);
    notifications.show({ message: t("settings.password.done"), color: "green" });
    done();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm" maw={360}>
        {told && <Alert color="red" role="alert">{told}</Alert>}
        <TextInput label={t("signin.code")} autoComplete="one-time-code" inputMode="numeric" required data-autofocus autoFocus value={code} error={fields.code} onChange={(event) => setCode(event.currentTarget.value)} />
        <PasswordInput label={t("signin.new_password.label")} description={t("signin.password_rule")} autoComplete="new-password" required value={password} error={fields.password}
          onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ "aria-label": t("signin.show_password") }} />
        <Group><Button type="submit" loading={busy}>{t("signin.reset.save")}</Button><Button variant="subtle" color="gray" onClick={done}>{t("cancel")}</Button></Group>
      </Stack>
    </form>
  );
}
