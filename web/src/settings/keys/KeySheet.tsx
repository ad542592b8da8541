/** Make, change, renew or end a key. The key itself is shown once and kept nowhere. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { RotateCcwKey } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/queries";
import type { ObjectType, Rec } from "../../api/types";
import { inWords } from "../../parts/States";
import { Copied } from "../forms/Embed";
import { ActiveEdit } from "../parts/ActiveEdit";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { RemoveButton } from "../parts/RemoveButton";
import { Sheet } from "../parts/Sheet";
import { pickOne } from "../parts/widgets";

const WIDGETS: Record<string, Widget> = { role_id: pickOne("roles"), active: ActiveEdit };

export function KeySheet({ type, entry, close }: { type: ObjectType; entry: Rec | undefined; close: () => void }) {
  const { t } = useTranslation();
  const [secret, tell] = useState("");
  const saved = (record: Rec) => {
    if (typeof record.key === "string") return tell(record.key);
    notifications.show({ message: t("settings.saved"), color: "green" });
    close();
  };
  const name = entry ? String(entry.name) : t("settings.keys.add");
  if (secret) return <Sheet title={name} close={close}><Secret text={secret} close={close} /></Sheet>;
  return (
    <Sheet title={name} close={close}>
      <RecordForm type={type} record={entry} fields={["name", "role_id", "expires_at", ...(entry ? ["active"] : [])]} given={{ active: true }} widgets={WIDGETS} saved={saved} cancel={close}
        submit={entry ? t("save") : t("settings.keys.make")} />
      {entry && type.permissions.update !== "none" && <Renew entry={entry} tell={tell} />}
      {entry && <RemoveButton type={type} record={entry} name={name} done={close} help={t("settings.keys.remove_help")} />}
    </Sheet>
  );
}

function Secret({ text, close }: { text: string; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack role="status">
      <Alert color="yellow">{t("settings.keys.once")}</Alert>
      <Copied label={t("settings.keys.key")} text={text} />
      <Copied label={t("settings.keys.try")} text={`curl -H "Authorization: Bearer ${text}" ${new URL("v1/me", document.baseURI).href}`} />
      <Group justify="flex-end"><Button onClick={close}>{t("settings.keys.kept")}</Button></Group>
    </Stack>
  );
}

function Renew({ entry, tell }: { entry: Rec; tell: (secret: string) => void }) {
  const { t } = useTranslation();
  const act = useAction("api_keys");
  return (
    <Stack mt="lg" gap="xs">
      {act.error && <Alert color="red" role="alert">{inWords(act.error)}</Alert>}
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">{t("settings.keys.renew_help")}</Text>
        <Button size="xs" variant="default" flex="none" leftSection={<RotateCcwKey size={14} aria-hidden />} loading={act.isPending}
          onClick={() => act.mutate({ id: entry.id, action: "rotate" }, { onSuccess: (answer) => tell(String(answer.key)) })}>{t("settings.keys.renew")}</Button>
      </Group>
    </Stack>
  );
}
