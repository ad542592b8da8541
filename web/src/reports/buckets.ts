/** Spans of time by the names that the API gives them: `2026-11-21`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`. */
import { zoneOf } from "../values/zone";
import type { Bucket } from "./types";

const DAY = 86_400_000;

export function nameOf(day: Date, bucket: Bucket): string {
  const text = day.toISOString();
  if (bucket === "week") return weekOf(day);
  if (bucket === "quarter") return `${text.slice(0, 4)}-Q${Math.floor(day.getUTCMonth() / 3) + 1}`;
  return text.slice(0, { day: 10, month: 7, year: 4 }[bucket]);
}

/** ISO 8601: the week belongs to the year that has its Thursday. */
function weekOf(day: Date): string {
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / DAY / 7) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

export interface Span { name: string; from: string; to: string }

/** The day that it is in a time zone, as the midnight of UTC that has its date. */
export function today(zone: string, now: number): number {
  return new Date(`${new Intl.DateTimeFormat("en-CA", { timeZone: zoneOf(zone) }).format(now)}T00:00:00Z`).getTime();
}

/** Every bucket of the last days, empty ones and all of the first one too, each with its first day and the day after its last. */
export function spans(bucket: Bucket, days: number, last: number): Span[] {
  let at = last - (days - 1) * DAY;
  while (nameOf(new Date(at - DAY), bucket) === nameOf(new Date(at), bucket)) at -= DAY;
  const found: Span[] = [];
  for (; at <= last; at += DAY) {
    const name = nameOf(new Date(at), bucket);
    const span = found[found.length - 1];
    const to = dayOf(at + DAY);
    if (span?.name === name) span.to = to;
    else found.push({ name, from: dayOf(at), to });
  }
  return found;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The instant at which a day begins in a time zone. */
export function midnight(day: string, zone: string): string {
  const wanted = new Date(`${day}T00:00:00Z`).getTime();
  const shown = (at: number) => {
    const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zoneOf(zone), hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }).formatToParts(at);
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "00";
    return new Date(`${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}Z`).getTime();
  };
  const first = wanted - (shown(wanted) - wanted);
  return new Date(first - (shown(first) - wanted)).toISOString();
}
