/** Averages of a report: how long it took, not how long all of it took together. Kept by the API over those that have a value. */
import type { Condition, ObjectType } from "../api/types";
import type { Bar, Mean, Numbered, Report, Row } from "./types";

const LEAST = 0.5; // minutes are whole: none is less than half of one, and is still seen

export function isMinutes(field: string): boolean {
  return field.endsWith("_minutes");
}

/** The field that a picture shows the average of: one that is averaged, or minutes of an older report that adds them up. */
export function averagedOf(report: Report, type: ObjectType | undefined): string | undefined {
  const whole = (name: string) => type?.fields.find((field) => field.name === name)?.type === "integer";
  return report.averages?.find(whole) ?? minutesOf(report);
}

/** The field whose minutes a report adds up, if it counts only records that have it: others would lower the average. */
export function minutesOf(report: Report): string | undefined {
  return report.sums?.find((name) => isMinutes(name) && filledIn(report.filter, name));
}

function filledIn(filter: Condition | null | undefined, name: string): boolean {
  if (!filter) return false;
  if ("all" in filter) return filter.all.some((each) => filledIn(each, name));
  return "field" in filter && filter.field === name && filter.op === "empty" && filter.value === false;
}

/** Over several rows: by weight, so by what each adds up, not by the averages of each. */
export function meanOf(rows: Numbered[], field: string): { sum: number; count: number } {
  const means = rows.map((row): Mean => row.averages?.[field] ?? { sum: Number(row.sums[field] ?? 0), count: row.count });
  return { sum: means.reduce((sum, mean) => sum + mean.sum, 0), count: means.reduce((count, mean) => count + mean.count, 0) };
}

export function average(rows: Numbered[], field: string): number | null {
  const { sum, count } = meanOf(rows, field);
  if (!count) return null;
  return isMinutes(field) ? Math.max(LEAST, sum / count) : sum / count;
}

/** The same bars, each as long as the average of its rows; in the order of time, or the longest first. Null where one has no length. */
export function averaged(bars: Bar[], rows: Row[], field: string, group: string | undefined): Bar[] | null {
  const found = bars.map(({ key }): Bar => {
    const value = average(rows.filter((row) => (group ? (row.groups[group] ?? null) : (row.bucket ?? null)) === key), field) ?? 0;
    return { key, count: value, parts: value ? [{ key: null, count: value }] : [] };
  });
  if (found.some((bar) => bar.count < 0)) return null;
  return group ? found.sort((a, b) => b.count - a.count) : found;
}
