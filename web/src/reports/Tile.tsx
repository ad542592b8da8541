/** One report as a picture, or as a table; what it shows leads to the records behind it. */
import { ActionIcon, Badge, Group, Loader, Menu, Paper, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { ChartColumn, EllipsisVertical, Maximize2, Table2, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { path } from "../api/path";
import { useRemove } from "../api/queries";
import type { ObjectType } from "../api/types";
import { Failed, Waiting, inWords } from "../parts/States";
import { useLabels, useType } from "../schema/useType";
import { useFormats } from "../values/formats";
import { average, averagedOf, isMinutes, meanOf } from "./averages";
import { today } from "./buckets";
import { Picture } from "./Picture";
import classes from "./reports.module.css";
import type { Numbers, Report } from "./types";
import { useLasting } from "./useLasting";

interface Props { report: Report; days: number; reports: ObjectType; alone?: boolean; left?: () => void }

/** `alone`: it is what the page is about; `left` is told when it was deleted. */
export function Tile({ report, days, reports, alone = false, left }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const formats = useFormats();
  const lasting = useLasting();
  const type = useType(report.object);
  const [table, setTable] = useState(false);
  const [now] = useState(() => today(report.time_zone, Date.now()));
  const first = report.bucket ? new Date(now - (days - 1) * 86_400_000).toISOString().slice(0, 10) : "";
  const data = useQuery({
    queryKey: [report.object, "report", report.id, report.version, first],
    queryFn: ({ signal }) => ask<Numbers>("GET", path`v1/reports/${report.id}/data`, { query: { from: first, limit: 1000 }, signal }),
    refetchInterval: (query) => (query.state.data?.state === "building" ? 3000 : 60_000),
  });
  const numbers = data.data;
  const field = averagedOf(report, type);
  const all = numbers?.total;
  const mean = all && field ? average([all], field) : null;
  const having = all && field ? meanOf([all], field).count : 0;
  const shown = { count: having, number: formats.number(having), time: mean === null ? "" : field && isMinutes(field) ? lasting(mean) : formats.number(Math.round(mean * 100) / 100) };
  const told = !all ? "" : mean !== null ? t(field === "response_minutes" ? "reports.average_of" : "reports.mean_of", shown)
    : t("reports.total", { count: all.count, number: formats.number(all.count) });
  return (
    <Frame alone={alone} title={report.name} help={[type ? labels.many(type) : report.object, told].filter(Boolean).join(" · ")}
      tools={<>
        <ActionIcon variant="subtle" color="gray" onClick={() => setTable(!table)} aria-pressed={table} aria-label={t(table ? "reports.as_picture" : "reports.as_table", { title: report.name })}>{table ? <ChartColumn size={15} /> : <Table2 size={15} />}</ActionIcon>
        <More report={report} open={!alone} deletes={reports.permissions.delete !== "none"} left={left} />
      </>}>
      {data.error && !numbers ? <Failed error={data.error} retry={() => void data.refetch()} /> : !numbers || !type ? <Waiting rows={4} />
        : numbers.state === "building" ? <Group gap="xs" p="lg" c="dimmed" role="status"><Loader size="xs" /><Text size="sm">{t("reports.building")}</Text></Group>
        : numbers.rows.length === 0 ? <Text size="sm" c="dimmed" ta="center" p="xl">{t("reports.nothing")}</Text>
        : <Picture report={report} type={type} numbers={numbers} days={days} table={table} now={now} />}
      {numbers?.truncated && <Badge variant="light" color="yellow" tt="none">{t("reports.truncated")}</Badge>}
    </Frame>
  );
}

export function Frame({ title, help, tools, alone = false, children }: { title: string; help: string; tools?: ReactNode; alone?: boolean; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title} className={classes.tile}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <div className={classes.title}><Title order={alone ? 1 : 2} size={alone ? "h3" : "sm"} fw={600} className="isolated">{title}</Title><Text size="xs" c="dimmed">{help}</Text></div>
        <Group gap={2} wrap="nowrap">{tools}</Group>
      </Group>
      {children}
    </Paper>
  );
}

function More({ report, open, deletes, left }: { report: Report; open: boolean; deletes: boolean; left: (() => void) | undefined }) {
  const { t } = useTranslation();
  const remove = useRemove("reports");
  const wrong = (error: unknown) => notifications.show({ color: "red", message: inWords(error) });
  if (!open && !deletes) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t("reports.more", { title: report.name })}><EllipsisVertical size={15} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        {open && <Menu.Item component={Link} to={`/reports/${report.id}`} leftSection={<Maximize2 size={14} />}>{t("reports.open")}</Menu.Item>}
        {deletes && <Menu.Item color="red" leftSection={<Trash2 size={14} />} onClick={() => remove.mutate(report.id, { onError: wrong, onSuccess: left })}>{t("delete")}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
