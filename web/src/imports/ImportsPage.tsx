/** My imports, newest first: how they went, and the way to a new one. */
import { Badge, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { FileUp, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useSchema } from "../api/queries";
import { Empty, Failed, Waiting } from "../parts/States";
import { useLabels, useType } from "../schema/useType";
import { Relative } from "../values/Relative";
import { useFormats } from "../values/formats";
import classes from "./imports.module.css";
import { importable } from "./objects";
import { useImports } from "./queries";
import { COLORS } from "./states";
import type { Import } from "./types";

export function ImportsPage() {
  const { t } = useTranslation();
  const list = useImports();
  const allowed = importable(useSchema().data ?? []).length > 0;
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  const begin = allowed && <Button size="xs" component={Link} to="/imports/new" leftSection={<Plus size={14} aria-hidden />}>{t("imports.new")}</Button>;
  return (
    <Stack p="md" gap="sm" maw={1100}>
      <Group justify="space-between"><Title order={1} size="h3">{t("imports.title")}</Title>{records.length > 0 && begin}</Group>
      {list.error && !records.length ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={8} />
        : records.length === 0 ? <Empty icon={<FileUp size={28} />} title={t(allowed ? "imports.none" : "imports.not_allowed")} action={begin}>{t(allowed ? "imports.none_help" : "imports.not_allowed_help")}</Empty>
        : <Past records={records} />}
      {list.hasNextPage && <Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("list.more")}</Button>}
    </Stack>
  );
}

function Past({ records }: { records: Import[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.frame} tabIndex={0} role="region" aria-label={t("imports.title")}>
      <Table verticalSpacing={8} fz="sm" highlightOnHover miw={560} className={classes.past}>
        <Table.Thead><Table.Tr>{["what", "when", "state"].map((name) => <Table.Th key={name}>{t(`imports.heads.${name}`)}</Table.Th>)}
          {["rows", "created", "updated", "failed"].map((name) => <Table.Th key={name} ta="right">{t(`imports.heads.${name}`)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>{records.map((each) => <One key={each.id} record={each} />)}</Table.Tbody>
      </Table>
    </div>
  );
}

function One({ record }: { record: Import }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useLabels();
  const type = useType(record.object);
  return (
    <Table.Tr>
      <Table.Td><Link className="record" to={`/imports/${record.id}`}>{type ? labels.many(type) : record.object}</Link> <Text span c="dimmed" size="xs">{t(`imports.modes.${record.mode}`)}</Text>
        {record.file_name && <Text size="xs" c="dimmed" truncate maw={280} title={record.file_name}>{record.file_name}</Text>}</Table.Td>
      <Table.Td><Relative at={record.created_at} /></Table.Td>
      <Table.Td><Badge variant="light" tt="none" miw="max-content" color={COLORS[record.state]}>{t(`imports.states.${record.state}`)}</Badge></Table.Td>
      {(["rows", "created", "updated", "failed"] as const).map((name) => <Table.Td key={name} ta="right" c={name === "failed" && record.failed ? "var(--mantine-color-error)" : undefined}>{formats.number(record[name])}</Table.Td>)}
    </Table.Tr>
  );
}
