/** The session ended while somebody worked: sign in over the page, which keeps what was typed. */
import { Modal, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { client } from "../api/queries";
import { current, leave, remembered } from "../api/session";
import type { Me } from "../api/types";
import { ChallengeForm } from "./ChallengeForm";
import { PasswordForm } from "./PasswordForm";
import type { Step } from "./steps";

export function SignInAgain() {
  const { t } = useTranslation();
  const me = client.getQueryData<Me>(["me"]);
  const [email, setEmail] = useState(me?.email ?? "");
  const [step, go] = useState<Step>({ name: "password" });
  useEffect(() => () => {
    if (current() === "in") void client.fetchQuery({ queryKey: ["me"], queryFn: () => ask<Me>("GET", "v1/me"), staleTime: 0 }).then((now) => (me && now.id !== me.id ? window.location.reload() : client.invalidateQueries())).catch(() => undefined);
  }, []); // eslint-disable-line react-hooks/exhaustive-deps -- once, when signed in again: what failed meanwhile is asked anew
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
