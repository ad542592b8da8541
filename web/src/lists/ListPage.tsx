/** The records of a type as a table: sorted, filtered, chosen, changed many at once. */
import { Alert, Button, Group, Text, Title } from "@mantine/core";
import { Plus } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "react-router";
import { useList, useMe } from "../api/queries";
import type { ObjectType } from "../api/types";
import { Nowhere } from "../app/Nowhere";
import { TypeIcon } from "../app/icons";
import { TableOrBoard } from "../boards/TableOrBoard";
import { useCreate } from "../create/useCreate";
import { Empty, Failed, Waiting } from "../parts/States";
import { makes, useLabels, useType } from "../schema/useType";
import { useFormats } from "../values/formats";
import { BulkBar } from "./BulkBar";
import { useColumns } from "./columns";
import classes from "./lists.module.css";
import { Peek } from "./Peek";
import { Rows } from "./Rows";
import { EVERY, type ListState, useListState } from "./state";
import { Tools } from "./Tools";
import { leaveTrail } from "./trail";
import { useSelection } from "./useSelection";

const KEPT = ["id", "type", "version", "created_at", "owner_id", "team_id"]; // by which a row is told and changed

export function ListPage() {
  const { plural = "" } = useParams();
  const type = useType(plural);
  if (!type) return <Nowhere />;
  return <List key={plural} type={type} />;
}

function List({ type }: { type: ObjectType }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const state = useListState(type);
  const columns = useColumns(type, state);
  const fields = state.view && [...new Set([...KEPT.filter((name) => type.fields.some((field) => field.name === name)), ...columns.needed, "shares"])].join(","); // a view alone gives its own columns only
  const list = useList(type.plural, { ...state.query, fields }, !state.waiting, state.parts);
  const records = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const more = list.hasNextPage;
  const total = !state.parts ? list.data?.pages[0]?.meta.total : more ? null : records.length; // of the first part alone nobody asked
  const selection = useSelection(records, state, total, more);
  const [peeked, peek] = useState("");
  const { search } = useLocation();
  useEffect(() => {
    leaveTrail({ plural: type.plural, address: `/${type.plural}${search}`, ids: records.map((each) => each.id), more, total });
  }, [type.plural, search, records, more, total]);
  return (
    <div className={classes.page}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap={8} align="baseline">
          <Title order={1} size="h3" className="isolated">{state.view?.name ?? labels.many(type)}</Title>
          <Total count={total} shown={records.length} more={more} />
          <TableOrBoard type={type} shown="table" />
        </Group>
        <New type={type} />
      </Group>
      <Tools type={type} state={state} columns={columns} />
      {state.view?.state === "building" && <Alert color="blue" p="xs">{t("list.building")}</Alert>}
      {list.error && !records.length ? <Failed error={list.error} retry={() => void list.refetch()} />
        : list.isPending ? <Waiting rows={12} />
        : records.length === 0 && !more ? <Nothing type={type} state={state} />
        : <Rows type={type} records={records} columns={columns} state={state} chosen={selection.chosen} choose={selection.choose} peek={peek}
            more={more ? () => void list.fetchNextPage() : null} busy={list.isFetchingNextPage} />}
      {selection.which && <BulkBar type={type} which={selection.which} offerAll={list.isPlaceholderData ? null : selection.offerAll} total={total} done={selection.clear} />}
      <Peek type={type} ids={records.map((each) => each.id)} id={peeked} peek={peek} />
    </div>
  );
}

function Total({ count, shown, more }: { count: number | null | undefined; shown: number; more: boolean }) {
  const formats = useFormats();
  if (!shown) return null;
  return <Text c="dimmed" size="sm">{typeof count === "number" ? formats.number(count) : `${formats.number(shown)}${more ? "+" : ""}`}</Text>;
}

function New({ type }: { type: ObjectType }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const create = useCreate();
  if (!makes(type)) return null;
  const label = t("create.title", { type: labels.one(type) });
  return <Button size="xs" variant="light" className={classes.new} leftSection={<Plus size={14} aria-hidden />} aria-label={label} onClick={() => create.open(type.plural)}><span className={classes.word}>{label}</span></Button>;
}

function Nothing({ type, state }: { type: ObjectType; state: ListState }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const outside = useMe().data?.external;
  const narrowed = state.filter || state.viewId || state.group;
  const all = type.group ? { [type.group]: state.usualGroup ? EVERY : null } : {};
  return (
    <Empty icon={<TypeIcon type={type.name} size={28} />} title={narrowed ? t("list.none_match") : t("list.none", { types: labels.many(type) })}
      action={narrowed ? <Button size="xs" variant="default" onClick={() => state.set({ filter: null, view: null, ...all })}>{t("list.show_all")}</Button> : <New type={type} />}>
      {narrowed ? t("list.none_match_help") : outside ? t("list.none_shared") : t(`helps.${type.name}`, { defaultValue: type.help }) || t("list.none_help")}
    </Empty>
  );
}
