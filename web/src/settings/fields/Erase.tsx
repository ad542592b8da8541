/** Take a field and all its values off every record, for good: a job that cannot be undone. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/queries";
import type { Rec } from "../../api/types";
import { inWords } from "../../parts/States";
import { Progress } from "../parts/Progress";

export function Erase({ field, name }: { field: Rec; name: string }) {
  const { t } = useTranslation();
  const [asked, ask] = useState(false);
  const act = useAction("fields");
  const job = (act.data as { job_id?: string } | undefined)?.job_id ?? "";
  if (job) return <Progress id={job} />;
  if (!asked) return <Group mt="xs"><Button size="xs" variant="subtle" color="red" onClick={() => ask(true)}>{t("settings.fields.erase")}</Button></Group>;
  return (
    <Alert color="red" mt="sm" title={t("settings.fields.erase_sure", { name })}>
      <Stack gap="sm"><Text size="sm">{t("settings.fields.erase_help")}</Text>
        {act.error && <Text size="sm" c="red" role="alert">{inWords(act.error)}</Text>}
        <Group gap="xs"><Button size="xs" color="red" loading={act.isPending} onClick={() => act.mutate({ id: field.id, action: "erase" })}>{t("settings.fields.erase")}</Button>
          <Button size="xs" variant="default" onClick={() => ask(false)}>{t("cancel")}</Button></Group></Stack>
    </Alert>
  );
}
