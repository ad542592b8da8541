/** From a report's rows to bars: by time, or by the group that has most to tell. */
import type { Condition } from "../api/types";
import { midnight, type Span } from "./buckets";
import type { Bar, Part, Report, Row } from "./types";

/** One bar for each bucket, cut by the first group. */
export function overTime(rows: Row[], span: Span[], cut: string | undefined): Bar[] {
  return span.map(({ name }) => bar(name, rows.filter((row) => row.bucket === name), cut));
}

/** One bar for each value of a group, the longest first, unless an order is given. */
export function byGroup(rows: Row[], group: string, cut: string | undefined, order: string[] = []): Bar[] {
  const keys = [...new Set(rows.map((row) => row.groups[group] ?? null))];
  const bars = keys.map((key) => bar(key, rows.filter((row) => (row.groups[group] ?? null) === key), cut));
  const place = (each: Bar) => (order.includes(each.key ?? "") ? order.indexOf(each.key ?? "") : order.length);
  return bars.sort((a, b) => place(a) - place(b) || b.count - a.count);
}

function bar(key: string | null, rows: Row[], cut: string | undefined): Bar {
  const counts = new Map<string | null, number>();
  for (const row of rows) {
    const part = cut ? (row.groups[cut] ?? null) : null;
    counts.set(part, (counts.get(part) ?? 0) + row.count);
  }
  return { key, count: rows.reduce((sum, row) => sum + row.count, 0), parts: [...counts].map(([part, count]): Part => ({ key: part, count })) };
}

/** The values of a cut, those with most first; they keep their colour in every bar. */
export function legend(bars: Bar[]): (string | null)[] {
  const counts = new Map<string | null, number>();
  for (const part of bars.flatMap((each) => each.parts)) counts.set(part.key, (counts.get(part.key) ?? 0) + part.count);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([key]) => key);
}

/** The records behind a bar, as a filter of their list. */
export function behind(report: Report, chosen: Record<string, string | null>, span: Span | undefined, instant: boolean, having?: string): Condition | null {
  const groups = Object.entries(chosen).map(([field, value]): Condition => (value === null || value === "" ? { field, op: "empty", value: true } : { field, op: "eq", value }));
  const field = report.bucket_field ?? "";
  const at = (day: string) => (instant ? midnight(day, report.time_zone) : day);
  const time: Condition[] = span ? [{ field, op: "gte", value: at(span.from) }, { field, op: "lt", value: at(span.to) }] : [];
  const valued: Condition[] = having && report.averages?.includes(having) ? [{ field: having, op: "empty", value: false }] : [];
  const all = [...(report.filter ? [report.filter] : []), ...groups, ...time, ...valued];
  return all.length > 1 ? { all } : (all[0] ?? null);
}
