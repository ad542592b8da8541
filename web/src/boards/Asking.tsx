/** What an action wants to know before a card may go there, such as why a lead was turned down. */
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { titleOf, useLabels } from "../schema/useType";
import { Edit } from "../values/Edit";
import type { Asked } from "./useMoves";

interface Props { asked: Asked; answer: (asked: Asked, body: Record<string, unknown>) => Promise<void>; giveUp: (asked: Asked) => void }

export function Asking({ asked, answer, giveUp }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [body, setBody] = useState<Record<string, unknown>>({});
  const [error, setError] = useState<unknown>(null);
  const form = useRefused(error);
  const [busy, setBusy] = useState(false);
  const wrong = error instanceof Problem ? error.fields : {};
  const where = labels.option(asked.to);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(null);
    await answer(asked, body).catch((problem: unknown) => {
      setError(problem);
      setBusy(false);
    });
  }

  return (
    <Modal opened onClose={() => giveUp(asked)} title={t("board.asking", { title: titleOf(asked.record), where })} closeButtonProps={{ "aria-label": t("close") }}>
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          {error !== null && !asked.action.fields.some((field) => wrong[field.name]) && <Alert color="red" role="alert">{inWords(error)}</Alert>}
          {asked.action.fields.map((field, place) => (
            <Edit key={field.name} field={field} value={body[field.name] ?? null} error={wrong[field.name]} autoFocus={place === 0}
              change={(value) => setBody((now) => ({ ...now, [field.name]: value }))} />
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => giveUp(asked)}>{t("cancel")}</Button>
            <Button type="submit" loading={busy}>{t("board.move")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
