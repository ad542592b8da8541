/** Deleted records as a table; one or many are brought back, and what cannot come back says why. */
import { Button, Checkbox, Group, Paper, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { ObjectType, Rec } from "../api/types";
import { isSecond } from "../parts/second";
import { inWords } from "../parts/States";
import { useMay } from "../schema/useMay";
import { titleOf } from "../schema/useType";
import { Relative } from "../values/Relative";
import { Person } from "../values/Show";
import { useFormats } from "../values/formats";
import classes from "./bin.module.css";
import { purge } from "./deletable";

export function Deleted({ type, records }: { type: ObjectType; records: Rec[] }) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [refused, refuse] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const may = useMay(type);
  const mine = records.filter((each) => may("delete", each)); // who may delete it brings it back
  const all = mine.length > 0 && mine.every((each) => chosen.has(each.id));

  async function restore(some: Rec[]): Promise<void> {
    setBusy(new Set(some.map((each) => each.id)));
    const wrong: Record<string, string> = {};
    for (const { id } of some) await ask("POST", path`v1/${type.plural}/${id}/restore`, { body: {} }).catch((error: unknown) => (wrong[id] = inWords(error)));
    const done = some.filter((each) => !wrong[each.id]);
    if (done.length) notifications.show({ color: "green", message: done.length === 1 && done[0] ? t("bin.restored_one", { title: titleOf(done[0]) }) : t("bin.restored_many", { count: done.length }) });
    refuse(wrong);
    choose(new Set());
    setBusy(new Set());
  }

  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <>
      {chosen.size > 0 && <Paper withBorder p="xs"><Group gap="sm"><Text size="sm" fw={600}>{t("bulk.chosen", { count: chosen.size, number: chosen.size })}</Text>
        <Button size="xs" leftSection={<RotateCcw size={14} />} loading={busy.size > 0} onClick={() => void restore(records.filter((each) => chosen.has(each.id)))}>{t("bin.restore")}</Button></Group></Paper>}
      <Table verticalSpacing={7} fz="sm" highlightOnHover className={classes.table}>
        <Table.Thead><Table.Tr>
          <Table.Th w={36}><Checkbox size="xs" aria-label={t("list.choose_all")} checked={all} indeterminate={!all && chosen.size > 0} onChange={() => choose(all ? new Set() : new Set(mine.map((each) => each.id)))} disabled={!mine.length} /></Table.Th>
          <Table.Th>{t("list.name")}</Table.Th><Table.Th>{t("bin.deleted")}</Table.Th><Table.Th>{t("bin.gone")}</Table.Th><Table.Th aria-label={t("bin.restore")} />
        </Table.Tr></Table.Thead>
        <Table.Tbody>
          {records.map((record) => <Row key={record.id} record={record} may={mine.includes(record)} chosen={chosen.has(record.id)} toggle={() => toggle(record.id)} busy={busy.has(record.id)} refused={refused[record.id]} restore={() => void restore([record])} />)}
        </Table.Tbody>
      </Table>
    </>
  );
}

interface RowProps { record: Rec; may: boolean; chosen: boolean; toggle: () => void; busy: boolean; refused: string | undefined; restore: () => void }

function Row({ record, may, chosen, toggle, busy, refused, restore }: RowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [now] = useState(Date.now);
  const title = titleOf(record);
  const at = record.deleted_at ?? record.updated_at;
  const end = purge(at, now);
  return (
    <Table.Tr>
      <Table.Td><Checkbox size="xs" aria-label={t("list.choose", { title })} checked={chosen} disabled={!may} onChange={toggle} /></Table.Td>
      <Table.Td><Text size="sm" fw={550} className="clamped">{title}</Text>{refused && <Text size="xs" c="var(--mantine-color-error)" role="alert">{refused}</Text>}</Table.Td>
      <Table.Td><Relative at={at} />{typeof record.updated_by === "string" && <Text size="xs" c="dimmed"><Person value={record.updated_by} /></Text>}</Table.Td>
      <Table.Td><Text size="sm" c={end.days < 4 ? "var(--mantine-color-error)" : undefined}><time dateTime={end.at} title={formats.instant(end.at)}>{t("bin.days", { count: end.days })}</time></Text></Table.Td>
      <Table.Td ta="right">{may && <Button size="compact-sm" variant="default" leftSection={<RotateCcw size={13} aria-hidden />} loading={busy} onClick={(event) => isSecond(event) || restore()} aria-label={t("bin.restore_of", { title })}>{t("bin.restore")}</Button>}</Table.Td>
    </Table.Tr>
  );
}
