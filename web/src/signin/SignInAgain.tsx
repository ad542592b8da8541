/** The session ended while somebody worked: sign in over the page, which keeps what was typed. */
import { Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, useMe } from "../api/queries";
import { leave, remembered } from "../api/session";
import { ChallengeForm } from "./ChallengeForm";
import { PasswordForm } from "./PasswordForm";
import type { Step } from "./steps";

export function SignInAgain() {
  const { t } = useTranslation();
  const me = client.getQueryData<ReturnType<typeof useMe>["data"]>(["me"]);
  const [email, setEmail] = useState(me?.email ?? "");
  const [step, go] = useState<Step>({ name: "password" });
  const left = (next: Step) => (next.name === "forgot" ? void leave() : go(next));
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} centered title={t("signin.again.title")}>
      <Text size="sm" c="dimmed" mb="md">{t("signin.again.help")}</Text>
      {step.name === "password"
        ? <PasswordForm email={email} setEmail={setEmail} go={left} remember={remembered()} />
        : <ChallengeForm step={step} email={email} go={go} />}
    </Modal>
  );
}
