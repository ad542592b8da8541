/** Before an erasure: why, what would go and what would stay, and the name typed as a yes. Nothing typed is lost on a refusal. */
import { Alert, Button, Group, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { Problem } from "../api/problem";
import type { Profile } from "../api/types";
import { inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { isTyped } from "./counting";
import { Lines, Tally } from "./Lines";
import type { Erasure, Preview } from "./types";

interface Props { record: Profile; name: string; back: () => void; begun: (receipt: Erasure) => void }

export function Erasing({ record, name, back, begun }: Props) {
  const { t } = useTranslation();
  const [reason, explain] = useState("");
  const [typed, type] = useState("");
  const body = { subject_id: record.id, reason };
  const preview = useMutation({ mutationFn: () => ask<Preview>("POST", "v1/privacy/erasures", { query: { preview: true }, body }) });
  const erase = useMutation({ mutationFn: () => ask<Erasure>("POST", "v1/privacy/erasures", { body }), onSuccess: begun });
  const refused = erase.error ?? preview.error;
  const form = useRefused(refused);
  const wrong = refused instanceof Problem ? refused.fields.reason : undefined;
  const sure = Boolean(preview.data) && isTyped(typed, name);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!preview.data) preview.mutate();
    else if (sure) erase.mutate();
  }
  return (
    <form ref={form} onSubmit={submit} noValidate aria-label={t("personal.erase")}>
      <Stack>
        <Textarea label={t("personal.reason")} description={t("personal.reason_help")} withAsterisk autosize minRows={2} maxLength={500} data-autofocus autoFocus
          value={reason} onChange={(event) => explain(event.currentTarget.value)} error={wrong} />
        {preview.data && <Going preview={preview.data} />}
        {preview.data && <TextInput label={t("personal.type_name", { name })} autoComplete="off" withAsterisk value={typed} onChange={(event) => type(event.currentTarget.value)} />}
        {refused && !wrong && <Alert color="red" role="alert">{inWords(refused)}</Alert>}
        <Group justify="flex-end">
          <Button variant="default" onClick={back}>{t("personal.back")}</Button>
          {preview.data ? <Button type="submit" color="red" disabled={!sure} loading={erase.isPending}>{t("personal.erase_now")}</Button>
            : <Button type="submit" loading={preview.isPending}>{t("personal.preview")}</Button>}
        </Group>
      </Stack>
    </form>
  );
}

function Going({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" role="status">
      <Alert color="red" icon={<TriangleAlert size={18} />}>{t("personal.for_good")}</Alert>
      <Lines title={t("personal.people")} lines={preview.people} />
      <Tally title={t("personal.goes")} counts={preview.erased} />
      <Tally title={t("personal.stays")} counts={preview.cleaned} />
      <Text size="sm" c="dimmed">{preview.more && `${t("personal.more")} `}{t("personal.beside")}</Text>
    </Stack>
  );
}
