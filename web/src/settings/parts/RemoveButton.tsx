/** Delete a record of the configuration: its consequences are told, and there is a way back. */
import { Alert, Button, Divider, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, useAction, useRemove } from "../../api/queries";
import type { ObjectType, Rec } from "../../api/types";
import { inWords } from "../../parts/States";

interface Props { type: ObjectType; record: Rec; name: string; help: string; done: () => void }

export function RemoveButton({ type, record, name, help, done }: Props) {
  const { t } = useTranslation();
  const [asked, ask] = useState(false);
  const remove = useRemove(type.plural);
  const restore = useAction(type.plural);
  if (type.permissions.delete === "none") return null;
  const gone = () => {
    notifications.show({
      autoClose: 10_000,
      message: <Group justify="space-between">{t("deleted", { title: name })}
        <Button size="compact-xs" variant="light" onClick={() => restore.mutate({ id: record.id, action: "restore" })}>{t("undo")}</Button></Group>,
    });
    void client.invalidateQueries();
    done();
  };
  return (
    <Stack mt="lg" gap="sm">
      <Divider />
      {remove.error && <Alert color="red" role="alert">{inWords(remove.error)}</Alert>}
      {asked ? (
        <Alert color="red" title={t("settings.remove_sure", { name })}>
          <Text size="sm" mb="sm">{help}</Text>
          <Group gap="xs"><Button size="xs" color="red" loading={remove.isPending} onClick={() => remove.mutate(record.id, { onSuccess: gone })}>{t("delete")}</Button>
            <Button size="xs" variant="default" onClick={() => ask(false)}>{t("cancel")}</Button></Group>
        </Alert>
      ) : <Group><Button size="xs" variant="light" color="red" leftSection={<Trash2 size={14} aria-hidden />} onClick={() => ask(true)}>{t("delete")}</Button></Group>}
    </Stack>
  );
}
