/** Numbers as pictures: every report that one may see as a tile, over the time that one asks for. */
import { Button, Group, SimpleGrid, Stack, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChartColumn, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { useList, useMe, useSchema } from "../api/queries";
import type { Rec } from "../api/types";
import { Empty, Failed, Waiting } from "../parts/States";
import { ownZone } from "../values/zone";
import { Answered } from "./Answered";
import { NewReport } from "./NewReport";
import { Range } from "./Range";
import { Tile } from "./Tile";
import type { Report } from "./types";
import { missing } from "./usual";

export function ReportsPage() {
  const { t } = useTranslation();
  const types = useSchema().data ?? [];
  const type = types.find((each) => each.plural === "reports");
  const [days, setDays] = useState("30");
  const [making, make] = useState(false);
  const list = useList("reports", { limit: 100 }, Boolean(type));
  const reports = (list.data?.pages.flatMap((page) => page.data) ?? []) as Report[];
  const leads = types.find((each) => each.plural === "leads" && each.fields.some((field) => field.name === "first_touched_at"));
  if (!type) return <Empty icon={<ChartColumn size={28} />} title={t("list.unknown")}>{t("list.unknown_help")}</Empty>;
  const may = type.permissions.create !== "none";
  return (
    <Stack p="md" gap="md" maw={1400}>
      <Group justify="space-between" gap="sm">
        <Title order={1} size="h3">{t("reports.title")}</Title>
        <Group gap="xs">
          <Range days={days} change={setDays} />
          {may && <Usual reports={reports} ready={!list.isPending} />}
          {may && <Button size="xs" variant="light" leftSection={<Plus size={14} aria-hidden />} onClick={() => make(true)}>{t("reports.new")}</Button>}
        </Group>
      </Group>
      {list.error && !reports.length ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={8} /> : (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          {reports.map((report) => <Tile key={`${report.id}-${days}`} report={report} days={Number(days)} reports={type} />)}
          {leads && <Answered type={leads} />}
        </SimpleGrid>
      )}
      {!list.isPending && !list.error && reports.length === 0 && !leads && <Empty icon={<ChartColumn size={28} />} title={t("reports.none")}>{t("reports.none_help")}</Empty>}
      {making && <NewReport close={() => make(false)} />}
    </Stack>
  );
}

/** Everybody sees them where this person may make such reports, else only they. */
function Usual({ reports, ready }: { reports: Report[]; ready: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const types = useSchema().data ?? [];
  const me = useMe().data;
  const wanted = missing(reports, types);
  const shared = types.find((type) => type.plural === "reports")?.permissions.create === "all";
  const add = useMutation({
    mutationFn: async () => {
      for (const { key, ...rest } of wanted) await ask<Rec>("POST", "v1/reports", { body: { ...rest, name: t(`reports.usual.${key}`), ...(shared ? { visibility: "shared" } : { visibility: "private", time_zone: ownZone(me) }) } });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["reports"] }),
  });
  if (!ready || !wanted.length) return null;
  return <Button size="xs" variant="default" loading={add.isPending} onClick={() => add.mutate()}>{t("reports.add_usual", { count: wanted.length })}</Button>;
}
