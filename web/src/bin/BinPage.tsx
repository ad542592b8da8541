/** What was deleted, by type, with the day it goes for good, and the way back. */
import { Button, Group, Select, Stack, Text, Title } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useList, useSchema } from "../api/queries";
import type { ObjectType } from "../api/types";
import { TypeIcon } from "../app/icons";
import { Empty, Failed, Waiting } from "../parts/States";
import { useLabels } from "../schema/useType";
import { deletable } from "./deletable";
import { Deleted } from "./Deleted";

export function BinPage() {
  const { t } = useTranslation();
  const labels = useLabels();
  const types = deletable(useSchema().data ?? []);
  const [params, setParams] = useSearchParams();
  const type = types.find((each) => each.plural === params.get("of")) ?? types[0];
  const named = (some: ObjectType[]) => some.map((each) => ({ value: each.plural, label: labels.many(each) }));
  const data = [
    { group: t("bin.records"), items: named(types.filter((each) => !each.configuration)) },
    { group: t("bin.setup"), items: named(types.filter((each) => each.configuration)) },
  ].filter((each) => each.items.length);
  return (
    <Stack p="md" gap="sm" maw={1000}>
      <Group justify="space-between" gap="sm">
        <div><Title order={1} size="h3">{t("bin.title")}</Title><Text size="sm" c="dimmed">{t("bin.help")}</Text></div>
        {type && <Select aria-label={t("bin.which")} w={220} searchable allowDeselect={false} leftSection={<TypeIcon type={type.name} size={15} />} value={type.plural} data={data}
          onChange={(of) => setParams(of ? { of } : {}, { replace: true })} />}
      </Group>
      {type ? <Bin key={type.plural} type={type} /> : <Empty icon={<Trash2 size={28} />} title={t("bin.not_allowed")}>{t("bin.not_allowed_help")}</Empty>}
    </Stack>
  );
}

function Bin({ type }: { type: ObjectType }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const list = useList(type.plural, { deleted: true, limit: 50 });
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  if (list.error && !records.length) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Waiting rows={8} />;
  if (!records.length && !list.hasNextPage) return <Empty icon={<Trash2 size={28} />} title={t("bin.empty", { types: labels.many(type) })}>{t("bin.empty_help")}</Empty>;
  return (
    <>
      <Deleted type={type} records={records} />
      {list.hasNextPage && <Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("list.more")}</Button>}
    </>
  );
}
