/** One import: its columns while it is open, how far it is while it runs, what became of it afterwards. */
import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { FileX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { Problem } from "../api/problem";
import { useLabels, useType } from "../schema/useType";
import { Empty, Failed, Waiting } from "../parts/States";
import { Columns } from "./Columns";
import { useImport } from "./queries";
import { Result } from "./Result";
import { Steps } from "./Steps";
import { COLORS } from "./states";
import { type Import, OPEN } from "./types";

export function ImportPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { data, error, refetch } = useImport(id);
  if (data) return <One key={id} record={data} />;
  if (error instanceof Problem && error.status === 404) return <Empty icon={<FileX size={28} />} title={t("imports.gone")}>{t("imports.gone_help")}</Empty>;
  return error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />;
}

function One({ record }: { record: Import }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const type = useType(record.object);
  const open = OPEN.has(record.state);
  return (
    <Stack p="md" gap="md" maw={open ? undefined : 860}>
      <Group gap="sm">
        <Title order={1} size="h3">{t("imports.of", { types: type ? labels.many(type) : record.object })}</Title>
        {record.file_name && <Text c="dimmed" size="sm" truncate maw={420} title={record.file_name}>{record.file_name}</Text>}
        {!open && <Badge variant="light" tt="none" color={COLORS[record.state]}>{t(`imports.states.${record.state}`)}</Badge>}
      </Group>
      <Steps at={open ? 1 : 2} />
      {open && type ? <Columns record={record} type={type} /> : <Result record={record} type={type} />}
    </Stack>
  );
}
