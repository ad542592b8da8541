/** A file of what the list shows: made behind, downloaded by its link. */
import { Alert, Button, Group, Modal, Radio, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import { useSchema } from "../api/queries";
import type { ObjectType, Rec } from "../api/types";
import { JobProgress } from "../parts/JobProgress";
import { inWords } from "../parts/States";
import { useJob } from "../parts/useJob";
import { useLabels } from "../schema/useType";
import { type Which, exported } from "./bulk";

interface Export extends Rec { state: string; job_id: string; download_url: string | null }
interface Props { type: ObjectType; which: Which; columns?: string[]; sort?: string; close: () => void }

export function ExportDialog({ type, which, columns, sort, close }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const formats = useFormatsOf(type);
  const [format, setFormat] = useState("csv");
  const [fields, setFields] = useState("all");
  const [made, make] = useState<Export | null>(null);
  const [refused, refuse] = useState<unknown>(null);
  const start = async () => {
    refuse(null);
    const body = { object: type.plural, format, ...exported(which), ...(sort && { sort }), ...(fields === "shown" && columns && format !== "vcard" && { fields: columns }) };
    await ask<Export>("POST", "v1/exports", { body }).then(make, refuse);
  };
  return (
    <Modal opened onClose={close} title={t("export.of", { types: labels.many(type) })} closeButtonProps={{ "aria-label": t("close") }}>
      {made ? <Made made={made} close={close} /> : (
        <Stack>
          <SegmentedControl value={format} onChange={setFormat} aria-label={t("export.format")} data={formats.map((value) => ({ value, label: t(`export.formats.${value}`, { defaultValue: value }) }))} />
          <Text size="sm" c="dimmed">{t(`export.help.${format}`, { defaultValue: "" })}</Text>
          {columns && format !== "vcard" && (
            <Radio.Group label={t("export.fields")} value={fields} onChange={setFields}>
              <Stack gap={6} mt={6}><Radio value="all" label={t("export.all_fields")} /><Radio value="shown" label={t("export.shown_fields")} /></Stack>
            </Radio.Group>
          )}
          {refused !== null && <Alert color="red" role="alert">{inWords(refused)}</Alert>}
          <Group justify="flex-end"><Button variant="default" onClick={close}>{t("cancel")}</Button><Button data-autofocus onClick={() => void start()}>{t("export.start")}</Button></Group>
        </Stack>
      )}
    </Modal>
  );
}

/** What the API offers; cards only for people. */
function useFormatsOf(type: ObjectType): string[] {
  const all = useSchema().data?.find((each) => each.plural === "exports")?.fields.find((field) => field.name === "format")?.options ?? ["csv"];
  const people = type.fields.some((field) => field.name === "last_name") && type.fields.some((field) => field.name === "emails");
  return all.filter((each) => each !== "vcard" || people);
}

function Made({ made, close }: { made: Export; close: () => void }) {
  const { t } = useTranslation();
  const running = useJob(made.job_id);
  const { data } = useQuery({ queryKey: ["exports", "record", made.id, running.ended], queryFn: () => ask<Export>("GET", path`v1/exports/${made.id}`), enabled: running.ended });
  return (
    <Stack>
      <JobProgress {...running} />
      {!running.ended && <Text size="sm" c="dimmed">{t("export.behind")}</Text>}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>{t("close")}</Button>
        {data?.download_url && <Button component="a" href={data.download_url} leftSection={<Download size={15} />}>{t("export.download")}</Button>}
      </Group>
    </Stack>
  );
}
