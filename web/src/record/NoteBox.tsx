/** Write a note on this record. What is typed is kept on this device until it is saved. */
import { Button, Group, Text, Textarea } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { client, useSave } from "../api/queries";
import type { Profile } from "../api/types";
import { inWords } from "../parts/States";
import { useType } from "../schema/useType";

export function NoteBox({ record }: { record: Profile }) {
  const { t } = useTranslation();
  const notes = useType("notes");
  const save = useSave("notes");
  const [body, setBody, forget] = useLocalStorage({ key: `kith.note.${record.id}`, defaultValue: "" });
  if (!notes || notes.permissions.create === "none" || record.type === "note") return null;

  function keep(): void {
    if (!body.trim()) return;
    save.mutate({ values: { body, related: [record.id] } }, {
      onSuccess: () => {
        forget();
        setTimeout(() => void client.invalidateQueries(), 800); // the timeline follows a write within a moment
      },
    });
  }

  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) keep();
  };
  return (
    <div>
      <Textarea aria-label={t("note.label")} placeholder={t("note.placeholder")} autosize minRows={2} maxRows={12} maxLength={100_000} value={body}
        onChange={(event) => setBody(event.currentTarget.value)} onKeyDown={keys} error={save.error ? inWords(save.error) : undefined} />
      {body && (
        <Group justify="flex-end" mt={6} gap="sm">
          <Text size="xs" c="dimmed">{t("note.keys")}</Text>
          <Button size="xs" onClick={keep} loading={save.isPending}>{t("note.save")}</Button>
        </Group>
      )}
    </div>
  );
}
