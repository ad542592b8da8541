/** Which picture fits a report: columns over time, a funnel of stages, or bars by people and sources. */
import { Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../api/types";
import { columnField } from "../boards/board";
import { useFormats } from "../values/formats";
import { behind, byGroup, legend, overTime } from "./bars";
import { type Span, spans } from "./buckets";
import { averaged, averagedOf, isMinutes } from "./averages";
import { color } from "./colors";
import { Columns } from "./Columns";
import { Lines } from "./Lines";
import { Numbered } from "./Numbered";
import classes from "./reports.module.css";
import type { Bar, Numbers, Report } from "./types";
import { useLasting } from "./useLasting";
import { useNames } from "./useNames";

interface Props { report: Report; type: ObjectType; numbers: Numbers; days: number; table: boolean; now: number }

export function Picture({ report, type, numbers, days, table, now }: Props) {
  const { t } = useTranslation();
  const names = useNames(type, numbers);
  const lasting = useLasting();
  const formats = useFormats();
  const field = averagedOf(report, type);
  const groups = report.group_by ?? [];
  const [span] = useState<Span[]>(() => (report.bucket ? spans(report.bucket, days, now) : []));
  const stage = columnField(type)?.name;
  const funnel = !report.bucket && groups.length === 1 && groups[0] === stage;
  const main = report.bucket ? undefined : (groups.find((name) => name !== stage) ?? groups[0]);
  const parted = report.bucket ? groups[0] : groups.find((name) => name !== main);
  const order = funnel ? (columnField(type)?.options ?? []) : [];
  const barsBy = (cut: string | undefined) => report.bucket ? overTime(numbers.rows, span, cut) : main ? byGroup(numbers.rows, main, cut, order) : [{ key: null, count: numbers.total?.count ?? 0, parts: [{ key: null, count: numbers.total?.count ?? 0 }] }];
  const means = field && (report.bucket || main) ? averaged(barsBy(undefined), numbers.rows, field, main) : null;
  const minutes = Boolean(means && field && isMinutes(field));
  const show = minutes ? lasting : means ? (value: number) => formats.number(Math.round(value * 100) / 100) : formats.number;
  const cut = means ? undefined : parted;
  const bars = means ?? barsBy(cut);
  const keys = legend(bars);
  const name = (bar: Bar) => (report.bucket ? names.bucket(bar.key ?? "", report.bucket) : main ? names.value(main, bar.key) : report.name);
  const keyName = (key: string | null) => (cut ? names.value(cut, key) : "");
  const label = (bar: Bar) => [`${name(bar)}: ${show(bar.count)}`, ...(cut ? bar.parts.map((part) => `${keyName(part.key)} ${part.count}`) : [])].join(", ");
  const instant = type.fields.find((field) => field.name === report.bucket_field)?.type === "instant";
  const to = (bar: Bar) => {
    const filter = behind(report, main ? { [main]: bar.key } : {}, span.find((each) => each.name === bar.key), instant, means ? field : undefined);
    return `/${type.plural}${filter ? `?${new URLSearchParams({ filter: JSON.stringify(filter) }).toString()}` : ""}`;
  };
  if (table) return <Numbered title={report.name} bars={bars} keys={keys} name={name} keyName={keyName} to={to} show={show} head={t(means ? "reports.average" : "reports.count")} />;
  return (
    <>
      {report.bucket ? <Columns title={report.name} bars={bars} keys={keys} label={label} to={to} show={show} minutes={minutes} short={(bar) => names.short(bar.key ?? "", report.bucket ?? "day")} />
        : <Lines title={report.name} bars={bars} keys={keys} name={name} label={label} to={to} {...(means ? { show } : {})} centred={funnel} />}
      {cut && (
        <Group gap="sm" mt="xs" aria-hidden>
          {keys.slice(0, 8).map((key, place) => <Text key={key} size="xs" c="dimmed" className={classes.key}><svg width={9} height={9}><rect width={9} height={9} rx={2} fill={color(place)} /></svg>{keyName(key)}</Text>)}
        </Group>
      )}
    </>
  );
}
