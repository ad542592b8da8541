import { Alert, Anchor, Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Password } from "./Password";
import { type Step, login } from "./steps";
import { useSubmit } from "./useSubmit";

interface Props {
  email: string;
  setEmail: (email: string) => void;
  go: (step: Step) => void;
  remember: boolean;
}

export function PasswordForm({ email, setEmail, go, remember }: Props) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [stay, setStay] = useState(remember);
  const { form, submit, busy, told, refused } = useSubmit(async () => {
    const step = await login(email.trim(), password, stay);
    if (step) go(step);
  });
  return (
    <form ref={form} onSubmit={submit}>
      <Stack>
        {told && <Alert color="red" role="alert">{told}</Alert>}
        <TextInput label={t("signin.email")} type="email" autoComplete="username" required autoFocus value={email}
          onChange={(event) => setEmail(event.currentTarget.value)} />
        <Password label={t("signin.password.label")} autoComplete="current-password" required error={refused} value={password}
          onChange={(event) => setPassword(event.currentTarget.value)} />
        <Group justify="space-between">
          <Checkbox label={t("signin.stay")} checked={stay} onChange={(event) => setStay(event.currentTarget.checked)} />
          <Anchor component="button" type="button" size="sm" onClick={() => go({ name: "forgot" })}>{t("signin.forgotten")}</Anchor>
        </Group>
        <Button type="submit" loading={busy}>{t("signin.enter")}</Button>
      </Stack>
    </form>
  );
}
