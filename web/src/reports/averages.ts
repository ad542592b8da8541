/** A report that adds up minutes is looked at as an average: how long it took, not how long all of it took together. */
import type { Condition } from "../api/types";
import type { Bar, Report, Row } from "./types";

const LEAST = 0.5; // minutes are whole: none is less than half of one, and is still seen

/** The field whose minutes a report adds up, if it counts only records that have it: others would lower the average. */
export function minutesOf(report: Report): string | undefined {
  return report.sums?.find((name) => name.endsWith("_minutes") && filledIn(report.filter, name));
}

function filledIn(filter: Condition | null | undefined, name: string): boolean {
  if (!filter) return false;
  if ("all" in filter) return filter.all.some((each) => filledIn(each, name));
  return "field" in filter && filter.field === name && filter.op === "empty" && filter.value === false;
}

export function average(rows: { count: number; sums: Record<string, unknown> }[], field: string): number | null {
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  const minutes = rows.reduce((sum, row) => sum + Number(row.sums[field] ?? 0), 0);
  return count ? Math.max(LEAST, minutes / count) : null;
}

/** The same bars, each as long as the average of its rows; in the order of time, or the longest first. */
export function averaged(bars: Bar[], rows: Row[], field: string, group: string | undefined): Bar[] {
  const found = bars.map(({ key }): Bar => {
    const value = average(rows.filter((row) => (group ? (row.groups[group] ?? null) : (row.bucket ?? null)) === key), field) ?? 0;
    return { key, count: value, parts: value ? [{ key: null, count: value }] : [] };
  });
  return group ? found.sort((a, b) => b.count - a.count) : found;
}
