/** A time zone as this browser knows it: the API's list is longer, and what is unknown here is shown in UTC. */
import type { Me } from "../api/types";

const known = new Map<string, string>();

/** A person's own zone, else the company's. */
export function ownZone(me: Me | undefined): string | undefined {
  return me?.time_zone ?? me?.company.time_zone;
}

/** Nothing given is the device's own zone. */
export function zoneOf(name: string | null | undefined): string | undefined {
  if (!name) return undefined;
  const found = known.get(name) ?? tried(name);
  known.set(name, found);
  return found;
}

function tried(name: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return "UTC";
  }
}

/** What a zone's clock shows at an instant, as one types it: `2026-11-22T09:30`. */
export function toLocal(instant: string, zone?: string): string {
  const at = Date.parse(instant);
  return new Date(at + ahead(at, zone)).toISOString().slice(0, 16);
}

/** The instant at which a zone's clock shows what was typed; what is skipped in spring counts from before. */
export function toInstant(local: string, zone?: string): string {
  const clock = Date.parse(`${local}Z`);
  return new Date(clock - ahead(clock - ahead(clock, zone), zone)).toISOString();
}

/** Milliseconds by which a zone's clock is ahead of UTC. */
function ahead(at: number, zone?: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zoneOf(zone), hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second) - Math.floor(at / 1000) * 1000;
}
