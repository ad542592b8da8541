/** The records of a type as a table: sorted, filtered, chosen, changed many at once. */
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Plus, SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useList } from "../api/queries";
import type { ObjectType } from "../api/types";
import { TypeIcon } from "../app/icons";
import { useCreate } from "../create/useCreate";
import { Empty, Failed, Waiting } from "../parts/States";
import { useLabels, useType } from "../schema/useType";
import { useFormats } from "../values/formats";
import { BulkBar } from "./BulkBar";
import { useColumns } from "./columns";
import { Peek } from "./Peek";
import { Rows } from "./Rows";
import { type ListState, useListState } from "./state";
import { Tools } from "./Tools";

export function ListPage() {
  const { t } = useTranslation();
  const { plural = "" } = useParams();
  const type = useType(plural);
  if (!type) return <Empty icon={<SearchX size={28} />} title={t("list.unknown")}>{t("list.unknown_help")}</Empty>;
  return <List key={plural} type={type} />;
}

function List({ type }: { type: ObjectType }) {
  const labels = useLabels();
  const state = useListState(type);
  const list = useList(type.plural, state.query);
  const [columns, setColumns] = useColumns(type, state);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [peeked, peek] = useState("");
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  const total = list.data?.pages[0]?.meta.total;
  return (
    <Stack gap="sm" p="md">
      <Group justify="space-between">
        <Group gap={8} align="baseline">
          <Title order={1} size="h3">{state.view?.name ?? labels.many(type)}</Title>
          <Total count={total} shown={records.length} more={Boolean(list.hasNextPage)} />
        </Group>
        <New type={type} />
      </Group>
      <Tools type={type} state={state} columns={columns} setColumns={setColumns} />
      {list.error && !records.length ? <Failed error={list.error} retry={() => void list.refetch()} />
        : list.isPending ? <Waiting rows={12} />
        : records.length === 0 ? <Nothing type={type} state={state} />
        : <Rows type={type} records={records} columns={columns} state={state} chosen={chosen} choose={choose} peek={peek}
            more={list.hasNextPage ? () => void list.fetchNextPage() : null} busy={list.isFetchingNextPage} />}
      {chosen.size > 0 && <BulkBar type={type} ids={[...chosen]} done={() => choose(new Set())} />}
      <Peek type={type} ids={records.map((each) => each.id)} id={peeked} peek={peek} />
    </Stack>
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
  if (type.permissions.create === "none") return null;
  return <Button size="xs" variant="light" leftSection={<Plus size={14} aria-hidden />} onClick={() => create.open(type.plural)}>{t("create.title", { type: labels.one(type) })}</Button>;
}

function Nothing({ type, state }: { type: ObjectType; state: ListState }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const narrowed = state.filter || state.group || state.view;
  return (
    <Empty icon={<TypeIcon type={type.name} size={28} />} title={narrowed ? t("list.none_match") : t("list.none", { types: labels.many(type) })}
      action={narrowed ? <Button size="xs" variant="default" onClick={() => state.set({ filter: null, view: null, ...(type.group ? { [type.group]: null } : {}) })}>{t("list.show_all")}</Button> : <New type={type} />}>
      {narrowed ? t("list.none_match_help") : type.help || t("list.none_help")}
    </Empty>
  );
}
