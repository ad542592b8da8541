/** Signing in, the first password of an invited person, a one-time code, and a forgotten password. */
import { Center, Group, Paper, Select, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import icon from "../app/icon.svg";
import { LANGUAGES, speak } from "../i18n";
import { PasswordForm } from "./PasswordForm";
import { ForgotForm, ResetForm } from "./ResetForms";
import { ChallengeForm } from "./ChallengeForm";
import type { Step } from "./steps";

export function SignIn() {
  const [step, go] = useState<Step>({ name: "password" });
  const [email, setEmail] = useState("");
  const known = { email, setEmail };
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={380} gap="lg">
        <Welcome step={step} />
        <Paper withBorder p="xl" shadow="sm">
          {step.name === "password" && <PasswordForm {...known} go={go} remember={false} />}
          {step.name === "forgot" && <ForgotForm {...known} go={go} />}
          {step.name === "reset" && <ResetForm {...known} go={go} />}
          {(step.name === "new_password" || step.name === "totp") && <ChallengeForm step={step} email={email} go={go} />}
        </Paper>
        <Language />
      </Stack>
    </Center>
  );
}

function Welcome({ step }: { step: Step }): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack align="center" gap={4} ta="center">
      <Group gap="xs"><img src={icon} width={40} height={40} alt="" /></Group>
      <Title order={1} size="h2">{t(`signin.${step.name}.title`)}</Title>
      <Text c="dimmed" size="sm">{t(`signin.${step.name}.help`)}</Text>
    </Stack>
  );
}

function Language() {
  const { t, i18n } = useTranslation();
  return (
    <Select aria-label={t("language")} value={i18n.language} onChange={(language) => language && void speak(language)}
      data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} variant="unstyled" size="xs" w={110} mx="auto" />
  );
}
